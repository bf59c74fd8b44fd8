"""What leaves and what does not, one small table each."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from burden_rows import burden

from triggerscape.contract.language import Column, Kind, Role, Table
from triggerscape.contract.releases.burden import BURDEN_SITE_WINDOW
from triggerscape.contract.releases.therapies import THERAPY_EFFECT
from triggerscape.contract.releases.triggers import TRIGGER_EFFECT
from triggerscape.disclosure.protect import protect
from triggerscape.disclosure.rule import Rule
from triggerscape.errors import DisclosureRefused

RULE = Rule(threshold=11, rounding_base=5)


def protected(*rows: dict[str, object]) -> list[dict[str, object]]:
    return protect(burden(*rows), BURDEN_SITE_WINDOW, RULE).to_dicts()


@pytest.mark.parametrize(
    ("people", "status", "printed"),
    [
        (0, "x", None),
        (1, "c", None),
        (10, "c", None),
        (11, "ok", 15),
        (12, "ok", 15),
        (17, "ok", 15),
        (18, "ok", 20),
        (22, "ok", 20),
        (23, "ok", 25),
        (1002, "ok", 1000),
    ],
)
def test_people(people, status, printed):
    (row,) = protected({"n_people": people})
    assert (row["status"], row["n_people"]) == (status, printed)


def test_a_hidden_row_keeps_where_it_stands_and_nothing_else():
    (row,) = protected({"n_people": 4, "n_sites": 3})
    assert row == {
        "site_id": "site-a",
        "window_kind": "calendar",
        "window_index": 0,
        "window_start": row["window_start"],
        "measure_id": "mmd_mean",
        "estimate": None,
        "ci_low": None,
        "ci_high": None,
        "n_people": None,
        "n_days": None,
        "n_sites": None,
        "status": "c",
    }


@pytest.mark.parametrize("days", [(0, 0), (2, 0), (3, 5), (7, 5), (8, 10), (5003, 5005)])
def test_other_counts_go_to_the_nearest_multiple(days):
    true, printed = days
    (row,) = protected({"n_days": true})
    assert row["n_days"] == printed


def test_an_even_base_rounds_halves_up():
    frame = protect(burden({"n_days": 15}, {"n_days": 14}), BURDEN_SITE_WINDOW, Rule(11, 10))
    assert frame["n_days"].to_list() == [20, 10]


@pytest.mark.parametrize(
    ("people", "printed"), [(11, 5.7), (99, 5.7), (100, 5.68), (100_000, 5.68)]
)
def test_a_mean_never_has_more_decimals_than_its_people_allow(people, printed):
    (row,) = protected({"n_people": people})
    assert row["estimate"] == printed


def test_halves_of_an_estimate_go_away_from_zero_and_zero_has_no_sign():
    rows = protected(
        {"estimate": 0.125, "ci_low": -0.125, "ci_high": -0.001},
    )
    assert [str(rows[0][name]) for name in ("estimate", "ci_low", "ci_high")] == [
        "0.13",
        "-0.13",
        "0.0",
    ]


@pytest.mark.parametrize("status", ["u", "x", "z"])
def test_a_row_that_came_without_standing_stays_so_and_carries_no_number(status):
    (row,) = protected({"status": status})
    assert (row["status"], row["estimate"], row["n_people"]) == (status, None, None)


def test_every_small_row_has_one_marker_whatever_it_came_as():
    rows = protected(*({"status": status, "n_people": 3} for status in ("ok", "u", "x", "z", None)))
    assert {row["status"] for row in rows} == {"c"}


def test_a_hidden_row_is_never_shown_again():
    (row,) = protected({"status": "c", "n_people": 5000})
    assert (row["status"], row["estimate"], row["n_people"]) == ("c", None, None)


def test_nothing_estimated_is_not_available():
    (row,) = protected({"estimate": None, "ci_low": None, "ci_high": None})
    assert (row["status"], row["n_people"]) == ("x", None)


def therapy(**changes: object) -> pl.DataFrame:
    row = {
        "therapy_id": "omt",
        "comparator_id": "dry_needling",
        "estimand_id": "att_aipw",
        "window_first_day": 1,
        "window_last_day": 84,
        "measure_id": "mmd_difference",
        "estimate": -0.987,
        "ci_low": -1.4,
        "ci_high": -0.5,
        "n_people": 40,
        "n_days": 3000,
        "n_sites": 4,
        "status": None,
        "n_comparator": 60,
        "overlap_share": 0.9,
        "largest_imbalance": 0.05,
        "smallest_detectable": 0.6,
        "verdict": "supported",
        "verdict_rule": "bracket",
        **changes,
    }
    return pl.DataFrame([row], schema_overrides={"status": pl.String}).select(
        n for n in THERAPY_EFFECT.column_names if n in row
    )


def test_a_small_comparator_hides_the_row_and_its_verdict():
    row = protect(therapy(n_comparator=9), THERAPY_EFFECT, RULE).row(0, named=True)
    assert row["status"] == "c"
    assert [row[n] for n in ("estimate", "n_people", "verdict", "verdict_rule")] == [None] * 4
    assert (row["window_last_day"], row["n_sites"]) == (84, None)


def test_an_effect_keeps_its_decimals_and_a_shown_row_its_verdict():
    row = protect(therapy(), THERAPY_EFFECT, RULE).row(0, named=True)
    assert (row["estimate"], row["verdict"], row["n_comparator"]) == (-0.99, "supported", 60)


def test_unreliable_rows_keep_their_verdict():
    frame = therapy(status="u", verdict="insufficient_data")
    assert protect(frame, THERAPY_EFFECT, RULE)["verdict"].to_list() == ["insufficient_data"]


def test_row_order_and_the_frame_given_are_left_alone():
    frame = burden({"window_index": 3}, {"window_index": 1}, {"window_index": 2})
    before = frame.clone()
    assert protect(frame, BURDEN_SITE_WINDOW, RULE)["window_index"].to_list() == [3, 1, 2]
    assert frame.equals(before)


def test_no_rows_are_fine():
    assert protect(burden({}).clear(), BURDEN_SITE_WINDOW, RULE).height == 0


def refused(frame: pl.DataFrame, table: Table = BURDEN_SITE_WINDOW) -> str:
    with pytest.raises(DisclosureRefused) as caught:
        protect(frame, table, RULE)
    return caught.value.code


def test_what_is_not_declared_does_not_leave():
    frame = burden({})
    assert refused(frame.with_columns(pl.lit("p1").alias("person_id"))) == "E401"
    assert refused(frame.drop("n_people")) == "E403"
    assert refused(frame.drop("status")) == "E403"
    assert refused(frame.with_columns(pl.col("n_days").cast(pl.Float64))) == "E405"
    assert refused(burden({"n_days": -1})) == "E406"
    assert refused(burden({"status": "hidden"})) == "E407"
    assert refused(burden({"n_people": None})) == "E408"


@pytest.mark.parametrize("role", [Role.PERSON_KEY, Role.PERSON_VALUE, Role.PROVENANCE])
def test_a_contract_with_a_private_column_is_refused(role):
    private = Column("person_id", Kind.TEXT, "Who", role=role)
    table = replace(BURDEN_SITE_WINDOW, columns=(*BURDEN_SITE_WINDOW.columns, private))
    assert refused(burden({}).with_columns(pl.lit("p1").alias("person_id")), table) == "E402"


def test_numbers_that_count_nobody_are_refused():
    columns = tuple(c for c in TRIGGER_EFFECT.columns if c.name != "n_people")
    table = replace(TRIGGER_EFFECT, columns=columns)
    frame = pl.DataFrame(
        {name: [] for name in table.column_names},
        schema_overrides=dict.fromkeys(["n_days", "n_attacks"], pl.Int64),
    )
    assert refused(frame, table) == "E404"


def test_a_message_never_holds_a_value():
    with pytest.raises(DisclosureRefused) as caught:
        protect(burden({"status": "Maria"}), BURDEN_SITE_WINDOW, RULE)
    assert "Maria" not in str(caught.value)


def test_a_rule_that_protects_nobody_is_refused():
    with pytest.raises(ValueError, match="at least 2"):
        Rule(threshold=1)
