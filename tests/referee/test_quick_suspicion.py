"""The quick look at a row misses nothing: every rule asked by itself finds no more faulty rows.

A row is held to one cheap condition first. Here each rule of each row is asked without it, in a
second statement, and the two must agree on what hostile hands can write into any column. The rest
of each row is sound: one with anything else amiss is looked at closely in any case.
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
from triggerscape.contract.language import Kind, Table
from triggerscape.delivery.profiles.profile import ColumnRule, ExtraColumn, SiteProfile
from triggerscape.factors import Factor

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
OWN_COLUMN = SiteProfile(
    "AA",
    extras=(ExtraColumn(Factor("x_fog", "Fog", "weather", 0), "minutes of fog", "x_fog", 0, 1440),),
)


_TEXTS = {
    Kind.DATE: "2025-03-01",
    Kind.TIMESTAMP: "2025-03-01T08:30:00",
    Kind.BOOLEAN: "false",
    Kind.TEXT: "p0000001",
}


def _sound(table: Table) -> dict[str, str | None]:
    """A row with a sound text in each column that may not be empty."""
    row: dict[str, str | None] = {
        column.name: column.values[0] if column.values else _TEXTS[column.kind]
        for column in table
        if not column.nullable or column.name in table.key
    }
    return row | {"site_code": PROFILE.site_code}


def _without_quick_look(*_: object) -> list[str]:
    return ["true"]


@pytest.mark.parametrize("profile", [PROFILE, COMMA], ids=["plain", "comma"])
@pytest.mark.parametrize("table", INPUTS.values(), ids=lambda table: table.short_name)
def test_each_hostile_text_in_each_column(table: Table, profile: SiteProfile) -> None:
    rows = [
        _sound(table) | {name: text}
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
    rows = [_sound(INPUTS["diary"]) | row for row in rows]
    quick = broken_by(INPUTS["diary"], *rows)
    with patch.object(expectations.judging, "_ill_written_numbers", _without_quick_look):
        assert broken_by(INPUTS["diary"], *rows) == quick


def test_each_hostile_text_in_a_column_of_the_sites_own() -> None:
    rows = [_sound(INPUTS["diary"]) | {"x_fog": text} for text in HOSTILE]
    quick = broken_by(INPUTS["diary"], *rows, profile=OWN_COLUMN)
    with patch.object(expectations.judging, "_ill_written_numbers", _without_quick_look):
        asked = broken_by(INPUTS["diary"], *rows, profile=OWN_COLUMN)
    assert quick == asked
    assert any("diary.x_fog.form" in codes for codes in quick)


@pytest.mark.parametrize("table", INPUTS.values(), ids=lambda table: table.short_name)
def test_a_sound_row_is_sound(table: Table) -> None:
    assert broken_by(table, _sound(table)) == [[]]


def test_the_sieve_is_not_blind() -> None:
    with duckdb.connect() as con:
        [(is_suspicious,)] = con.execute(
            "SELECT NOT regexp_full_match(concat('7', '1e2', ';', '.5'), '[0-9+-]*;[0-9.+-]*')"
        ).fetchall()
    assert is_suspicious
