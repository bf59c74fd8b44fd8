"""Which counts are of the same people: rows that share a cell, tables that hold each other's."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest
from egress_frames import RULE, chronicity, known, leaving, lines, perceived, rows_of

from triggerscape.disclosure.egress.view import release_system, true_counts
from triggerscape.errors import DisclosureRefused

NOISE = "pub.perceived_trigger perceived_id=noise outcome_id=migraine_day"


def test_people_of_one_table_are_among_those_of_another():
    burden = rows_of(
        "pub.burden_site_window",
        {"site_id": "AA", "window_kind": "calendar", "window_index": 1, "measure_id": "mmd_mean",
         "n_people": 70},
    )  # fmt: skip
    quality = rows_of(
        "pub.data_quality",
        {"site_id": "AA", "contract_id": "diary", "measure_id": "rows_in", "n_people": 80},
        {"site_id": "AA", "contract_id": "visit", "measure_id": "rows_in", "n_people": 80},
    )
    frames = {"pub.burden_site_window": burden, "pub.data_quality": quality}
    system = release_system(leaving(frames), RULE)
    assert system.size == 2
    assert lines(system, "limits") == {
        frozenset(
            {
                ("pub.data_quality site_id=AA n_people", -1),
                (
                    "pub.burden_site_window site_id=AA window_kind=calendar window_index=1 "
                    "measure_id=mmd_mean n_people",
                    1,
                ),
            }
        )
    }


def test_two_numbers_for_the_same_people_are_refused():
    frame = leaving({"pub.perceived_trigger": perceived(60, 33)})["pub.perceived_trigger"]
    first = pl.int_range(pl.len()) == 0
    torn = frame.with_columns(pl.when(first).then(90).otherwise("n_people").alias("n_people"))
    with pytest.raises(DisclosureRefused, match="E435"):
        release_system({"pub.perceived_trigger": torn}, RULE)
    system = release_system({"pub.perceived_trigger": torn}, RULE, slack=20)
    assert known(system)[f"{NOISE} n_people"] == (68, 82)


def test_where_the_row_is_hidden_so_is_the_rest():
    frame = leaving({"pub.perceived_trigger": perceived(60, 8)})
    system = release_system(frame, RULE)
    assert system.is_hidden.all()
    assert known(system)[f"{NOISE} n_people without n_ticked"] == (0, np.inf)


def test_rows_declared_to_be_about_the_same_people_share_the_cell_of_the_whole():
    """A trend is of the people of its rate."""
    rate = chronicity(("all", "all", 300, 60))
    trend = rate.with_columns(measure_id=pl.lit("chronification_trend"))
    frames = {"pub.chronicity_change": pl.concat([trend, rate])}
    system = release_system(leaving(frames), RULE)
    assert system.size == 3
    assert all("chronification_rate" in name for name in system.names)
    assert true_counts(system, frames).tolist() == [300, 60, 240]
    other = {
        "pub.chronicity_change": pl.concat(
            [trend.with_columns(n_people=pl.lit(301, pl.Int64)), rate]
        )
    }
    with pytest.raises(DisclosureRefused, match="E435"):
        true_counts(system, other)


def test_the_only_part_of_a_whole_is_the_whole():
    """One site, one window: four rows about the same people, who are the site's."""
    places = [(scope, window) for scope in ("all", "AA") for window in ("all", "2026-01-05")]
    frames = {"pub.chronicity_change": chronicity(*((*place, 300, 60) for place in places))}
    system = release_system(leaving(frames), RULE)
    assert {name.split()[-1] for name in system.names} == {"n_people", "n_changed", "n_unchanged"}
    people = [name for name in system.names if name.endswith(" n_people")]
    assert people == [
        "pub.chronicity_change rule_id=three_windows scope_id=all window_id=all "
        "measure_id=chronification_rate n_people"
    ]
    assert system.site[system.names.index(people[0])] == "AA"
    assert system.broken_by(true_counts(system, frames)) == []


def test_techniques_drawn_together_add_up_to_their_group_and_leaves_stay_below_it():
    drawn = {"group_id": "omt", "comparator_id": "massage", "measure_id": "mmd_difference"}
    drawn |= {"estimand_id": "technique_drawn", "n_comparator": 80}
    technique = rows_of(
        "pub.therapy_technique",
        drawn | {"therapy_id": "omt", "n_people": 90},
        drawn | {"therapy_id": "omt_cranial", "n_people": 50},
        drawn | {"therapy_id": "omt_hvla", "n_people": 40},
        drawn | {"therapy_id": "omt_counterstrain", "n_people": 17}
        | {"estimand_id": "technique_alone"},
    )  # fmt: skip
    liked = {"comparator_id": "none", "currency": "none", "measure_id": "satisfaction_mean"}
    value = rows_of(
        "pub.therapy_value",
        liked | {"therapy_id": "omt", "n_people": 90},
        liked | {"therapy_id": "omt_cranial", "n_people": 60},
        liked | {"therapy_id": "dry_needling", "n_people": 95},
    )
    frames = {"pub.therapy_technique": technique, "pub.therapy_value": value}
    system = release_system(leaving(frames), RULE)
    assert system.broken_by(true_counts(system, frames)) == []
    (whole,) = lines(system, "sums")
    assert {v for name, v in whole if "therapy_id=omt " in name} == {-1}
    assert len(whole) == 3
    (below,) = lines(system, "limits")
    assert {("therapy_id=omt " in name, v) for name, v in below} == {(True, -1), (False, 1)}


def test_a_number_hidden_in_one_row_and_printed_in_another_is_printed():
    frame = leaving({"pub.perceived_trigger": perceived(60, 33)})["pub.perceived_trigger"]
    first = pl.int_range(pl.len()) == 0
    torn = frame.with_columns(
        pl.when(first).then(None).otherwise(name).alias(name) for name in ("n_people", "n_ticked")
    ).with_columns(pl.when(first).then(pl.lit("c")).otherwise("status").alias("status"))
    system = release_system({"pub.perceived_trigger": torn}, RULE)
    assert known(system)[f"{NOISE} n_people"] == (58, 62)


def test_rows_carried_over_are_about_the_people_of_their_day():
    frame = chronicity(("all", "all", 300, 60), ("AA", "all", 100, 20), ("BB", "all", 180, 40))
    days = [dt.date(2026, 3, 1), dt.date(2026, 3, 1), dt.date(2026, 2, 1)]
    dated = leaving({"pub.chronicity_change": frame})["pub.chronicity_change"].with_columns(
        as_of_date=pl.Series(days)
    )
    system = release_system({"pub.chronicity_change": dated}, RULE)
    (carried,) = {n for n in system.names if "as_of=2026-02-01" in n and n.endswith("n_people")}
    assert "scope_id=BB" in carried
    # Each row adds up by itself; over sites nothing does: those of BB are of another day.
    assert system.sums.shape[0] == 3
    of_then = frame.with_columns(as_of_date=pl.Series([None, None, days[2]]))
    counts = true_counts(system, {"pub.chronicity_change": of_then})
    assert counts[system.names.index(carried)] == 180
    with pytest.raises(DisclosureRefused, match="E436"):
        true_counts(system, {"pub.chronicity_change": frame})
