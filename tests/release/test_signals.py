"""pub.burden_signal: which windows of a site moved more than they do anyway."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from triggerscape.contract.releases.signals import BURDEN_SIGNAL
from triggerscape.meanings.course_measures import BURDEN_MEASURES
from triggerscape.release.derived.signals import printed_step, signal_of, signal_rows

STEADY = [5.0, 6.0, 5.5, 5.0, 6.0, 5.5, 5.0, 6.0]  # mean 5.5, mean moving range 5 / 7
HALF = 2.66 * 5 / 7


def burden(values: list[float | None], measure: str = "mmd_mean", people: int = 60) -> pl.DataFrame:
    """One series of calendar windows; None is a hidden one."""
    rows = [
        {
            "site_id": "AA",
            "window_kind": "calendar",
            "window_index": window,
            "window_start": date(2026, 1, 5) + timedelta(days=28 * window),
            "measure_id": measure,
            "estimate": value,
            "n_people": None if value is None else people,
            "status": "c" if value is None else "ok",
        }
        for window, value in enumerate(values)
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def signals(values: list[float | None], **of_series) -> pl.DataFrame:
    return signal_rows({"pub.burden_site_window": burden(values, **of_series)})


def words(values: list[float | None], **of_series) -> list[str]:
    return signals(values, **of_series)["signal"].to_list()[len(STEADY) :]


def rules(values: list[float | None]) -> list[str | None]:
    return signals(values)["rule"].to_list()[len(STEADY) :]


def test_centre_and_limits_come_from_the_first_eight_windows():
    told = signals([*STEADY, 5.5, 6.0])
    assert told["center"].to_list() == [5.5] * 10
    assert told["limit_low"].to_list() == [round(5.5 - HALF, 3)] * 10
    assert told["limit_high"].to_list() == [round(5.5 + HALF, 3)] * 10
    assert told["signal"].to_list() == ["baseline"] * 8 + ["common"] * 2
    assert told["windows_in_baseline"].to_list() == [8] * 10


def test_a_point_beyond_a_limit_signals():
    assert rules([*STEADY, 3.3]) == ["beyond a limit"]
    assert words([*STEADY, 3.3]) == ["better"]
    assert words([*STEADY, 7.7]) == ["worse"]
    assert words([*STEADY, 7.3]) == ["common"]


def test_eight_in_a_row_on_one_side_signal_at_the_eighth():
    last = [6.0, 5.9] * 5
    assert words([*STEADY[:7], 5.0, *last]) == ["common"] * 7 + ["worse"] * 3
    assert rules([*STEADY[:7], 5.0, *last])[7] == "8 in a row on one side of the centre"


def test_six_in_a_row_rising_signal_at_the_sixth():
    rising = [5.0, 5.2, 5.3, 5.6, 5.7, 6.2]
    assert words([*STEADY, *rising]) == ["common"] * 5 + ["worse"]
    assert rules([*STEADY, *rising])[-1] == "6 in a row rising or falling"
    assert words([*STEADY, 5.0, 5.2, 5.2, 5.6, 5.7, 6.2]) == ["common"] * 6


def test_two_of_three_far_out_signal_at_the_second():
    assert words([*STEADY, 4.0, 5.5, 4.0]) == ["common", "common", "better"]
    assert words([*STEADY, 4.0, 5.5, 7.0]) == ["common"] * 3
    assert words([*STEADY, 4.0, 5.5, 5.5, 4.0]) == ["common"] * 4


def test_a_hidden_window_has_no_row_and_ends_every_run():
    assert words([*STEADY, 6.0, 5.9, 6.0, None, 6.0, 5.9, 6.0, 5.9, 6.0]) == ["common"] * 8
    assert words([*STEADY, 4.0, None, 4.0]) == ["common"] * 2
    assert words([*STEADY, 4.0, None, 3.0]) == ["common", "better"]


def test_what_was_said_of_a_window_stays_as_more_windows_come():
    values = [*STEADY, 5.9, 3.0, 6.0, 6.1, 6.2, 6.3, 6.4, 6.5, 7.7, 4.0, 4.1]
    whole = signals(values)
    for known in range(len(STEADY), len(values)):
        assert signals(values[:known]).equals(whole.head(known))


def test_six_windows_are_enough_for_limits_and_five_are_not():
    six, five = signals(STEADY[:6]), signals(STEADY[:5])
    assert six["center"].null_count() == 0
    assert five["center"].null_count() == 5
    assert five["limit_low"].null_count() == 5
    assert set(six["signal"]) == set(five["signal"]) == {"baseline"}
    assert five["windows_in_baseline"].to_list() == [5] * 5


def test_a_baseline_that_moves_says_so():
    told = signals([9.0, 8.0, 7.0, 6.0, 5.0, 4.0, 3.9, 3.8])
    assert set(told["signal"]) == {"baseline"}
    assert "6 in a row rising or falling" in told["rule"].to_list()


def test_limits_end_where_the_measure_does():
    share = signals([0.9, 0.97] * 4, measure="diary_completeness", people=500)
    assert share["limit_high"].max() == 1.0
    assert share["limit_low"].min() > 0
    few = signals([0.5, 1.5] * 4)
    assert few["limit_low"].min() == 0.0


def test_rounding_alone_signals_nothing():
    """At 60 people a share is printed to 0.1: from 0.1 to 0.2 it may have moved by nothing."""
    assert words([0.1] * 8 + [0.2, 0.1, 0.1], measure="severe_day_share") == ["common"] * 3
    finer = words([0.10] * 8 + [0.12, 0.10, 0.10], measure="severe_day_share", people=400)
    assert finer == ["worse", "common", "common"]


def test_the_step_of_a_print_follows_from_its_people():
    """100 people printed may be 98 counted, whose mean has one decimal."""
    steps = [printed_step(people) for people in (5, 15, 95, 100, 105, 4000)]
    assert steps == pytest.approx([1.0, 0.1, 0.1, 0.1, 0.01, 0.01])


def test_which_way_is_better_is_said_with_the_measure():
    assert signal_of(1, "lower") == "worse"
    assert signal_of(1, "higher") == "better"
    assert signal_of(-1, "neither") == "lower"
    assert signal_of(0, "lower") == "common"
    up = words([0.5, 0.6] * 4 + [0.9], measure="diary_completeness", people=500)
    assert up == ["better"]
    assert {measure[3] for measure in BURDEN_MEASURES} <= {"lower", "higher", "neither"}


def test_only_calendar_windows_that_show_a_number_are_judged():
    personal = burden(STEADY).with_columns(window_kind=pl.lit("personal"))
    assert signal_rows({"pub.burden_site_window": personal}).height == 0
    assert signals([None] * 4).height == 0


def test_every_word_is_one_the_contract_knows():
    told = signals([*STEADY, 3.0, 9.0, 5.5])
    assert set(told["signal"]) <= set(BURDEN_SIGNAL.column("signal").values)
