"""Any sample at all gives a draft that can be read, and that says nothing of a person."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triggerscape.contract.catalogue import INPUTS
from triggerscape.delivery.drafts.writing import profile_text
from triggerscape.delivery.guessing.dialect import dialect_guesses, encoding_guess
from triggerscape.delivery.guessing.drafting import draft_of
from triggerscape.delivery.guessing.spellings import OPPOSITES, SPELLINGS
from triggerscape.delivery.profiles.reading import profile_from

CANARY = "zyqx"
COLUMNS = {name for table in INPUTS.values() for name in table.column_names}
KNOWN = sorted({*COLUMNS, *SPELLINGS, *(word for words in SPELLINGS.values() for word in words)})
HEADERS = st.lists(
    st.one_of(st.sampled_from(KNOWN), st.text(min_size=1, max_size=12)),
    min_size=1,
    max_size=8,
    unique=True,
)
CELLS = st.one_of(
    st.none(),
    st.text(max_size=8),
    st.sampled_from(
        ["1,5", "1.234,5", "999", "-", "ja", "31.12.2025", "12/31/2025 08:30", "45717", "NaN"]
    ),
)


@given(
    HEADERS.flatmap(
        lambda names: st.tuples(
            st.just(names),
            st.lists(st.lists(CELLS, min_size=len(names), max_size=len(names)), max_size=5),
        )
    ),
    st.sampled_from(sorted(INPUTS)),
)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_the_draft_of_any_sample_is_a_profile(sent, contract: str) -> None:
    names, rows = sent
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    draft = draft_of(frame, INPUTS[contract])
    profile = profile_from(profile_text("AA", draft, names[:1]), Path("AA.toml"))
    assert profile.unconfirmed == tuple(dict.fromkeys(guess.key for guess in draft.guesses))


@given(st.text(max_size=200), st.binary(max_size=200))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_any_text_and_any_bytes_can_be_looked_at(text: str, raw: bytes) -> None:
    assert len(dialect_guesses(text)) <= 2
    guess = encoding_guess(raw)
    if guess is None and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        # The last letter may be cut, as it is where the head of a file ends.
        assert len(raw) - len(raw.decode("utf-8", errors="ignore").encode()) <= 3


@pytest.mark.parametrize("table", INPUTS.values(), ids=lambda table: table.short_name)
def test_no_cell_of_any_column_is_written_into_a_draft(table) -> None:
    cells = [f"{CANARY}{number}" for number in range(40)]
    frame = pl.DataFrame(dict.fromkeys(table.column_names, cells))
    assert CANARY not in profile_text("AA", draft_of(frame, table))


def test_common_names_lead_to_columns_there_are_and_to_one_only_in_a_contract() -> None:
    assert {*SPELLINGS, *OPPOSITES} <= COLUMNS
    for table in INPUTS.values():
        names = [word for name in table.column_names for word in SPELLINGS.get(name, ())]
        names += [word for name in table.column_names for word in OPPOSITES.get(name, ())]
        assert sorted(names) == sorted(set(names))
        assert not set(names) & set(table.column_names)
