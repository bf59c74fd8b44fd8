"""Whose costs are known, what is added up, and when a migraine day avoided has a price."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pytest
from small_tables import make_table

from models.therapies.bracket.bracket_results import Difference, difference
from models.therapies.value.charge_rows import Charges, charge_rows
from models.therapies.value.known_costs import known_costs, mixed_sentence
from models.therapies.value.plane import Plane
from models.therapies.value.plane_rows import plane_rows, price_of_a_day
from triggerscape.warehouse.statements import sql_folder

SITES = pl.DataFrame(
    {
        "site_code": ["BERN", "LEEDS", "PARIS"],
        "first_currency": ["CHF", "EUR", "EUR"],
        "last_currency": ["CHF", "GBP", "EUR"],
        "first_date": [date(2026, 1, 1)] * 3,
        "last_date": [date(2026, 12, 31)] * 3,
    }
)
NOBODY = SITES.clear()


def person(number: int, site: str = "PARIS", **changes: object) -> dict[str, object]:
    return {
        "person_id": number,
        "site_code": site,
        "index_date": date(2026, 3, 1),
        "charged_rows": 2,
        "priced_rows": 2,
        "cost_thousandths": 140_500,
    } | changes


def known(*people: dict[str, object], sites: pl.DataFrame = SITES) -> dict[str, list[tuple]]:
    """By currency the people whose costs are known, with their costs."""
    found = known_costs(pl.DataFrame(list(people)), sites)
    return {one.currency: one.people.select("person_id", "cost").rows() for one in found}


def test_amounts_are_never_converted_each_currency_has_its_own_people() -> None:
    assert known(person(1), person(2, "BERN")) == {"CHF": [(2, 140.5)], "EUR": [(1, 140.5)]}


def test_a_site_with_amounts_in_several_currencies_is_refused_with_a_sentence() -> None:
    assert known(person(1, "LEEDS")) == {}
    said = "a site sends amounts in several currencies, which are never converted"
    assert mixed_sentence(SITES) == said
    assert mixed_sentence(SITES.filter(site_code="PARIS")) == ""
    rows = plane_rows(trial(person(1, "LEEDS")), SITES.filter(site_code="LEEDS"), "omt", "pemf")
    assert set(rows["reason"]) == {said}
    assert set(rows["status"]) == {"not_estimable"}


def test_absent_is_not_zero_but_nothing_given_is() -> None:
    people = [
        person(1, charged_rows=0, priced_rows=0, cost_thousandths=0),
        person(2, charged_rows=2, priced_rows=1, cost_thousandths=70_000),
    ]
    assert known(*people) == {"EUR": [(1, 0.0)]}
    [paris] = known_costs(pl.DataFrame(people), SITES)
    assert paris.priced_share == 0.5


def test_of_a_site_that_begins_to_send_costs_only_the_days_from_then_on_count() -> None:
    """Before them whoever was given nothing would be the only one known, at no cost."""
    later = SITES.with_columns(first_date=date(2026, 4, 1))
    nothing = {"charged_rows": 0, "priced_rows": 0, "cost_thousandths": 0}
    people = [
        person(1, **nothing),
        person(2, index_date=date(2026, 4, 1), **nothing),
        person(3, index_date=date(2026, 4, 2)),
    ]
    assert known(*people, sites=later) == {"EUR": [(2, 0.0), (3, 140.5)]}


def test_the_84_days_end_before_the_last_amount_of_the_site() -> None:
    ended = SITES.with_columns(last_date=date(2026, 5, 23))
    assert known(person(1), sites=ended) == {"EUR": [(1, 140.5)]}
    assert known(person(1), sites=SITES.with_columns(last_date=date(2026, 5, 22))) == {}


def plane(cost: float, avoided: Difference, draws: list[tuple[float, float]]) -> Plane:
    return Plane(difference(cost, 10.0, 60, 70), avoided, np.array(draws))


SURE = difference(4.0, 1.0, 60, 70)
UNSURE = difference(1.0, 1.0, 60, 70)
GOOD_DRAWS = [(100.0, 4.0), (120.0, 4.0), (80.0, 4.0)]


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (plane(100, UNSURE, GOOD_DRAWS), "reaches 0"),
        (plane(-100, SURE, GOOD_DRAWS), "a day avoided has no price"),
        (plane(100, SURE, [(100.0, 4.0), (100.0, -0.1)]), "so many draws avoid no migraine day"),
        (plane(100, SURE, GOOD_DRAWS), ""),
    ],
)
def test_a_day_avoided_has_a_price_only_where_it_is_avoided_and_costs_more(
    found: Plane, reason: str
) -> None:
    row = price_of_a_day(found)
    assert reason in row["reason"]
    assert ("estimate" in row) == (reason == "")
    if not reason:
        assert (row["estimate"], row["ci_low"], row["ci_high"]) == (25.0, 20.0, 30.0)


def test_the_four_corners_of_the_plane_and_what_is_worth_it() -> None:
    draws = [(-1.0, 2.0), (50.0, 2.0), (50.0, 2.0), (-30.0, -1.0), (10.0, -1.0)]
    found = plane(16, SURE, draws)
    assert found.quadrants == {
        "share_dominant": 0.2,
        "share_dearer_better": 0.4,
        "share_cheaper_worse": 0.2,
        "share_dominated": 0.2,
    }
    assert found.worth(20) == 0.4  # it saves, or gives up a day for 30
    assert found.worth(26) == 0.8  # 2 days for 50
    assert found.worth(40) == 0.6  # who gives up a day for 30 is no longer paid enough


def trial(*people: dict[str, object]) -> pl.DataFrame:
    months = {f"mmd_m{back}": 8.0 for back in range(1, 7)} | {"mmd_0": 7.0, "mmd_after": 6.0}
    return pl.DataFrame([one | months | {"arm": one["person_id"] % 2} for one in people])


def test_too_few_people_and_too_few_prices_have_their_reasons() -> None:
    many = [person(number) for number in range(60)]
    reasons = plane_rows(trial(*many), SITES, "omt", "pemf")["reason"]
    assert set(reasons) == {"fewer than 50 people of an arm with known costs"}
    unpriced = [one | {"priced_rows": 1} if one["person_id"] % 3 else one for one in many]
    rows = plane_rows(trial(*unpriced), SITES, "omt", "pemf")
    assert set(rows["reason"]) == {"of fewer than 8 in 10 people every charge is known"}
    assert set(rows["n_people"] + rows["n_comparator"]) == {20}


def test_where_no_site_sends_costs_two_rows_of_a_comparison_say_so() -> None:
    rows = plane_rows(trial(person(1)), NOBODY, "omt", "no_start")
    assert rows.select("measure_id", "currency", "reason", "estimate").rows() == [
        ("incremental_cost", "none", "no site sends what it costs", None),
        ("cost_per_day_avoided", "none", "no site sends what it costs", None),
    ]


def test_a_therapy_by_itself_without_costs_has_sessions_and_reasons() -> None:
    starts = pl.DataFrame(
        [
            person(number, sessions=number, priced_rows=0, cost_thousandths=0)
            | {"therapy_id": "omt"}
            for number in (2, 4)
        ]
    )
    empty = pl.DataFrame(
        schema={
            "person_id": pl.Int64,
            "site_code": pl.String,
            "therapy_code": pl.String,
            **dict.fromkeys(
                (
                    "charged_rows priced_rows cost_thousandths covered_thousandths "
                    "cover_told_thousandths answers satisfaction_sum"
                ).split(),
                pl.Int64,
            ),
        }
    )
    rows = charge_rows(Charges(starts, empty, empty, empty, NOBODY))
    assert rows.select("measure_id", "status", "reason", "estimate").rows() == [
        ("sessions_per_person", "estimated", "", 3.0),
        ("satisfaction_mean", "not_estimable", "nobody was asked, or nobody answered", None),
        ("cost_per_28_days", "not_estimable", "no site sends what it costs", None),
    ]


@pytest.mark.parametrize(
    ("verdict", "status"),
    [
        ("supported", "ok"),
        ("supported_with_context", "x"),
        ("not_settled", "x"),
        ("insufficient_data", "x"),
        (None, "x"),
    ],
)
def test_a_price_is_printed_only_where_the_comparison_is_settled(
    verdict: str | None, status: str
) -> None:
    """The probabilities stay, beside the verdict."""
    with duckdb.connect() as con:
        make_table(
            con,
            "estimates.therapy_value",
            """
            therapy_id | comparator_id | currency | measure_id           | status    | estimate
            omt        | pemf          | EUR      | cost_per_day_avoided | estimated | 90
            omt        | pemf          | EUR      | probability_worth_50 | estimated | 0.2
            omt        | none          | EUR      | cost_per_28_days     | estimated | 60
            """,
        )
        effects = "therapy_id | comparator_id | measure_id | estimand_id | verdict\n"
        effects += f"omt | pemf | mmd_difference | att_aipw | {verdict}\n" if verdict else ""
        effects += "omt | pemf | hit6_difference | att_aipw | supported\n"
        make_table(con, "estimates.therapy_effect", effects)
        sql = Path(sql_folder() / "publish" / "therapy_value.sql").read_text(encoding="utf-8")
        shown = con.sql(sql).pl()
    by_measure = {row["measure_id"]: row for row in shown.to_dicts()}
    price = by_measure["cost_per_day_avoided"]
    assert price["status"] == status
    assert price["estimate"] == (90 if status == "ok" else None)
    unsettled = "whether it avoids migraine days of its own is not settled"
    assert price["reason"] == (None if status == "ok" else unsettled)
    assert by_measure["probability_worth_50"]["status"] == "ok"
    assert by_measure["probability_worth_50"]["verdict"] == verdict
    assert by_measure["cost_per_28_days"]["status"] == "ok"
