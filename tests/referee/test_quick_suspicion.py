"""The quick look at a row misses nothing: every rule asked by itself finds no more faulty rows.

A row is held to one cheap condition first. Here each rule of each row is asked without it, in a
second statement, and the two must agree on what hostile hands can write into any column.
"""

from __future__ import annotations

from unittest.mock import patch

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judged_rows import PROFILE, broken_by

import expectations.judging
from triggerscape.contract.catalogue import INPUTS
from triggerscape.contract.language import Table
from triggerscape.delivery.profiles.profile import ColumnRule, SiteProfile

HOSTILE = (
    *("1e2", "0x7", "1_0", "NaN", "inf", "-inf", "7.5", "7.0", "7.", ".5", "+7", "-7", "--7"),
    *("1,5", "1,000", "1;2", "７", "٧", "true", "TRUE", "yes", "2025-03-01", "2025-3-1"),
    *("0025-03-01", "infinity", "epoch", "24:00:00", "08:30", "2025-03-01 02:30Z", "=cmd()"),
    *("stress", "stress|travel", "stress||travel", "|", "a\u200bb", "a\x00b", "9" * 40, "-0"),
    *("999", "-999", "a@b.org", "G43.709", "icd10:G43.709", "1" * 5, "12:30", "0"),
)
COMMA = SiteProfile(
    "AA",
    decimal=",",
    thousands=".",
    columns={
        "diary": {
            "sleep_hours": ColumnRule(multiply=1 / 60),
            "pain_max": ColumnRule(reverse=(0, 10)),
        }
    },
)


def _without_quick_look(*_: object) -> list[str]:
    return ["true"]


@pytest.mark.parametrize("profile", [PROFILE, COMMA], ids=["plain", "comma"])
@pytest.mark.parametrize("table", INPUTS.values(), ids=lambda table: table.short_name)
def test_each_hostile_text_in_each_column(table: Table, profile: SiteProfile) -> None:
    rows = [
        {name: text}
        for name in table.column_names
        for text in HOSTILE
        # A key that is an e-mail address refuses the whole file before any row is judged.
        if not (name.endswith("_key") and "@" in text)
    ]
    quick = broken_by(table, *rows, profile=profile)
    with patch.object(expectations.judging, "_ill_written_numbers", _without_quick_look):
        asked = broken_by(table, *rows, profile=profile)
    assert quick == asked


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(INPUTS["diary"].column_names),
            st.sampled_from([text for text in HOSTILE if "@" not in text])
            | st.text("0123456789.,-+eE|: abxyz", max_size=12),
            max_size=8,
        ),
        min_size=1,
        max_size=40,
    )
)
def test_any_rows_of_any_texts(rows: list[dict[str, str | None]]) -> None:
    quick = broken_by(INPUTS["diary"], *rows)
    with patch.object(expectations.judging, "_ill_written_numbers", _without_quick_look):
        assert broken_by(INPUTS["diary"], *rows) == quick


def test_the_sieve_is_not_blind() -> None:
    with duckdb.connect() as con:
        [(is_suspicious,)] = con.execute(
            "SELECT NOT regexp_full_match(concat_ws(';', '7', '1e2'), '[0-9;+-]*')"
        ).fetchall()
    assert is_suspicious
