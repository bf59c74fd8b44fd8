"""When a therapy starts to work, in words: never a fall by itself."""

from __future__ import annotations

import polars as pl
import pytest
from fixture_tables import INFO, protected_tables

from triggerscape.release.page.therapies.event_time_figure import MOST_DRAWN, event_time_figure
from triggerscape.release.shape import released_tables

TABLES = released_tables(protected_tables(), INFO, "2026-06-28.1")
EVENT_TIME = "pub.therapy_event_time"


def figure(event_time: pl.DataFrame):
    return event_time_figure({**TABLES, EVENT_TIME: event_time}, 11)


def test_what_both_methods_see_and_what_would_have_come_anyway():
    assert figure(TABLES[EVENT_TIME]).reading == (
        "Of 3 comparisons, 2 show an effect by both methods that stays: Osteopathic manipulation "
        "against Dry needling from day 28 and Osteopathic manipulation against no start from day "
        "28. Osteopathic manipulation against no start: in days 56 to 83 the change since the "
        "three months before was −2.7 migraine days in 28, and would have been −1.1 anyway."
    )


def test_where_no_day_can_be_named():
    none = TABLES[EVENT_TIME].filter(therapy_id="dry_needling")
    assert figure(none).reading.startswith(
        "Of 1 comparison, none shows an effect by both methods that stays. Dry needling against no "
        "start: in days 56 to 83 the change"
    )
    assert figure(none.clear()).reading == "No comparison has enough people around a start."
    assert figure(none.clear()).panels == ()


def test_active_comparators_come_first_and_hidden_comparisons_are_in_the_table_alone():
    shown = figure(TABLES[EVENT_TIME])
    assert [panel.heading for panel in shown.panels] == [
        "Osteopathic manipulation against Dry needling (620 people)",
        "Osteopathic manipulation against no start (900 people)",
        "Dry needling against no start (410 people)",
    ]
    hidden = [row for row in shown.numbers.rows if row[0].startswith("CGRP antibody")]
    assert len(hidden) == 12
    assert {row[2] for row in hidden} == {"hidden: tells of under 11"}


@pytest.mark.parametrize("measure", ["mmd_observed", "mmd_change"])
def test_no_mean_of_starters_stands_without_what_was_expected(measure):
    rows = TABLES[EVENT_TIME].filter(measure_id=measure, status="ok")
    assert rows.height
    assert rows["without_start"].null_count() == 0


def test_every_row_of_the_table_has_its_numbers_as_published():
    rows = {(row[0], row[1]): row for row in figure(TABLES[EVENT_TIME]).numbers.rows}
    third = rows["Osteopathic manipulation against no start", "56 to 83"]
    assert third[2:] == (
        "9.4 (9.0 to 9.8)",
        "11.0 (10.6 to 11.4)",
        "−1.60 (−2.00 to −1.20)",
        "−1.60 (−2.00 to −1.20)",
        "900",
        "2,700",
        "28",
    )
    unknown = rows["Dry needling against no start", "140 to 167"]
    assert unknown[2:6] == ("not available",) * 4
    stop = rows["After stopping: Osteopathic manipulation", "140 to 167"]
    assert stop[2:] == ("–", "–", "1.00 (0.17 to 1.83)", "–", "210", "400", "–")


def test_no_more_than_twelve_are_drawn():
    one = TABLES[EVENT_TIME].filter(therapy_id="omt", comparator_id="no_start")
    many = pl.concat([one.with_columns(therapy_id=pl.lit(f"t{n:02}")) for n in range(30)])
    shown = figure(many)
    assert len(shown.panels) == MOST_DRAWN
    assert len({row[0] for row in shown.numbers.rows}) == 30
    assert len(shown.reading) < 900
