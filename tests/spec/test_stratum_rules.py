"""Which days are in which stratum of posture, sleep and stress, and what a stratum is against."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import polars as pl
import pytest

from flows.fits.exposure_strata import fit_strata
from flows.fits.trigger_design import TriggerDesign
from models.exposure_strata.person_groups import PersonGroups
from models.exposure_strata.stratum_rows import stratum_rows
from triggerscape.contract.estimates.exposure_strata import EXPOSURE_STRATUM_ESTIMATE
from triggerscape.declared_settings import SETTINGS
from triggerscape.exposure_bands import ALL, EXPOSURES, STRATA, reference_of
from triggerscape.warehouse.designs.stratum_days import stratum_days_sql

GOOD_DAY = (4, 7.5, 2.0)


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute(
            "CREATE SCHEMA design; CREATE TABLE design.onset (person_id BIGINT, site_code VARCHAR, "
            "attack_basis VARCHAR, outcome DOUBLE, is_at_risk BOOLEAN, has_late_entry BOOLEAN, "
            "dose_posture_rating DOUBLE, dose_sleep_hours DOUBLE, dose_stress DOUBLE)"
        )
        yield opened


def add_day(
    con: duckdb.DuckDBPyConnection,
    day: tuple[float | None, float | None, float | None],
    *,
    person: int = 1,
    outcome: float | None = 0.0,
    is_at_risk: bool = True,
    is_late: bool = False,
) -> None:
    values = [person, f"S{person % 3}", "migraine", outcome, is_at_risk, is_late, *day]
    con.execute(f"INSERT INTO design.onset VALUES ({', '.join('?' * 9)})", values)


def strata(con: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    """person, bands, days and attacks of every stratum with a day."""
    days = stratum_days_sql("is_at_risk AND NOT has_late_entry")
    return con.execute(f"SELECT * EXCLUDE (site_code) FROM ({days}) ORDER BY ALL").fetchall()


@pytest.mark.parametrize(
    ("posture", "band"), [(1, "poor"), (2, "poor"), (3, "middling"), (4, "good"), (5, "good")]
)
def test_posture_is_poor_below_3_and_good_above(con, posture: float, band: str):
    add_day(con, (posture, *GOOD_DAY[1:]))
    assert strata(con) == [(1, band, "enough", "low", 1, 0)]


@pytest.mark.parametrize(
    ("minutes", "band"),
    [(240, "short"), (390, "short"), (391, "enough"), (540, "enough"), (541, "long")],
)
def test_sleep_is_short_up_to_6_and_a_half_hours_and_long_beyond_9(con, minutes: int, band: str):
    add_day(con, (4, minutes / 60, 2.0))
    assert strata(con) == [(1, "good", band, "low", 1, 0)]


@pytest.mark.parametrize(
    ("tenths", "band"), [(0, "low"), (30, "low"), (31, "moderate"), (69, "moderate"), (70, "high")]
)
def test_stress_is_low_up_to_3_and_high_from_7(con, tenths: int, band: str):
    add_day(con, (4, 7.5, tenths / 10))
    assert strata(con) == [(1, "good", "enough", band, 1, 0)]


def test_high_stress_is_what_the_definitions_call_so(con):
    [high] = [one.default for one in SETTINGS if one.key == "definitions.high_stress"]
    add_day(con, (4, 7.5, float(high)))
    add_day(con, (4, 7.5, float(high) - 0.1))
    assert [row[3] for row in strata(con)] == ["high", "moderate"]


def test_every_amount_is_in_exactly_one_band():
    for exposure in EXPOSURES:
        limits = sorted(band.up_to for band in exposure.bands if band.up_to is not None)
        from_ = sorted(band.above for band in exposure.bands if band.above is not None)
        assert limits == from_
        assert len(limits) == len(exposure.bands) - 1


def test_days_not_at_risk_told_late_or_with_something_unknown_are_left_out(con):
    for place in range(3):
        add_day(con, tuple(None if at == place else one for at, one in enumerate(GOOD_DAY)))
    add_day(con, GOOD_DAY, is_at_risk=False)
    add_day(con, GOOD_DAY, is_late=True)
    add_day(con, GOOD_DAY, outcome=None)
    add_day(con, GOOD_DAY, outcome=1.0)
    assert strata(con) == [(1, "good", "enough", "low", 1, 1)]


def test_a_stratum_is_compared_with_the_best_of_what_it_names():
    assert reference_of(("poor", "short", "high")) == ("good", "enough", "low")
    assert reference_of(("poor", ALL, ALL)) == ("good", ALL, ALL)
    assert reference_of((ALL, "long", "moderate")) == (ALL, "enough", "low")
    assert sum(words == reference_of(words) for words in STRATA) == 8
    assert len(STRATA) == len(set(STRATA)) == 64


def test_a_rate_counts_everybodys_days_and_a_ratio_only_who_has_both(con):
    """25 people with a poor day and two good ones; 30 people with a poor day only.

    Attacks: 12 of the 25 poor days and 20 of the 50 good ones; 15 of the 30 poor days.
    """
    for person in range(25):
        add_day(con, (1, 7.5, 2.0), person=person, outcome=float(person < 12))
        add_day(con, GOOD_DAY, person=person, outcome=float(person < 10))
        add_day(con, GOOD_DAY, person=person, outcome=float(person >= 15))
    for person in range(100, 130):
        add_day(con, (2, 7.5, 2.0), person=person, outcome=float(person < 115))
    rows = fit_strata(TriggerDesign(con, "migraine", ()))[EXPOSURE_STRATUM_ESTIMATE.name]
    of_poor = rows.filter(posture_band="poor", sleep_band=ALL, stress_band=ALL)
    rate, ratio = of_poor.to_dicts()
    assert rate["estimate"] == pytest.approx(100 * 27 / 55)
    assert (rate["n_people"], rate["n_days"], rate["n_attacks"]) == (55, 55, 27)
    # Attacks of a poor day count 2 / 3, those of good days 1 / 3; 22 people have one.
    assert ratio["estimate"] == pytest.approx((12 * 2) / 20)
    assert (ratio["n_people"], ratio["n_days"], ratio["n_attacks"]) == (22, 66, 32)
    assert (rate["n_sites"], ratio["n_sites"]) == (3, 3)


def test_nothing_is_said_of_diaries_without_such_days(con):
    add_day(con, (None, 7.5, 2.0))
    assert fit_strata(TriggerDesign(con, "migraine", ())) == {}


def groups(people: int, days: int, attacks: int) -> pl.DataFrame:
    """People alike: so many days and attacks of either kind."""
    names = list(PersonGroups.__dataclass_fields__)
    values = (days, attacks, days, attacks, people)
    row = {"site_code": "S1", **dict(zip(names, values, strict=True))}
    other = row | {"attacks": attacks + 1, "reference_attacks": attacks + 1}
    return pl.DataFrame([row, other])


@pytest.mark.parametrize(
    ("frame", "of_rate", "of_ratio"),
    [
        (groups(9, 20, 2), "fewer than 20 people", "fewer than 20 people"),
        (groups(10, 20, 2), "", ""),
        (groups(20, 20, 0).head(1), "an attack on none or all of its days", "fewer than 20 people"),
        (
            groups(9, 20, 0).with_columns(people=pl.Series([30, 9])),
            "",
            "fewer than 20 people",
        ),
        (
            groups(30, 20, 1).with_columns(attacks=pl.lit(0)),
            "an attack on none or all of its days",
            "attacks of fewer than two people on one kind of day",
        ),
        (
            groups(20, 20, 0).with_columns(days=pl.lit(2), people=pl.Series([20, 20])),
            "",
            "fewer than 10 attacks to be expected on one kind of day",
        ),
    ],
)
def test_why_a_stratum_has_no_number(frame: pl.DataFrame, of_rate: str, of_ratio: str):
    rows = stratum_rows(lambda *_: frame, "migraine_onset")
    chosen = rows.filter(posture_band="poor", sleep_band=ALL, stress_band=ALL)
    assert chosen["measure_id"].to_list() == ["onset_rate", "onset_ratio"]
    assert chosen["reason"].to_list() == [of_rate, of_ratio]
    assert chosen["estimate"].is_null().to_list() == [bool(of_rate), bool(of_ratio)]


def test_every_stratum_has_a_row_and_every_but_the_references_a_ratio():
    rows = stratum_rows(lambda *_: groups(10, 20, 2), "migraine_onset")
    assert rows.group_by("measure_id").len().sort("len").rows() == [
        ("onset_ratio", 56),
        ("onset_rate", 64),
    ]
    assert set(EXPOSURE_STRATUM_ESTIMATE.column_names) == set(rows.columns)
    assert rows.filter("is_reference")["measure_id"].unique().to_list() == ["onset_rate"]
