"""From estimates around a start to what is published: rounded, and hidden where it tells."""

from __future__ import annotations

from source_of_select import published

from triggerscape.contract.estimates.courses import THERAPY_COURSE_ESTIMATE
from triggerscape.contract.estimates.event_time import EVENT_TIME_ESTIMATE


def window(**changes: object) -> dict[str, object]:
    return {
        "therapy_id": "omt",
        "comparator_id": "no_start",
        "estimand_id": "starters_only",
        "measure_id": "mmd_observed",
        "event_window": 2,
        "status": "estimated",
        "reason": "",
        "estimate": 11.2345,
        "standard_error": 0.2,
        "ci_low": 10.8426,
        "ci_high": 11.6264,
        "band_low": 10.7,
        "band_high": 11.8,
        "without_start": 12.3456,
        "smallest_detectable": None,
        "n_people": 503,
        "n_comparator": 2400,
        "n_days": 11_412,
        "n_sites": 12,
        "responds_from_day": 28,
        "response_rule": "the rule",
        **changes,
    }


def course(**changes: object) -> dict[str, object]:
    return {
        "therapy_id": "omt",
        "measure_id": "course_days_median",
        "status": "estimated",
        "reason": "",
        "estimate": 99.0,
        "ci_low": 92.0,
        "ci_high": 113.0,
        "n_people": 320,
        "n_in_smaller_part": 120,
        "n_sites": 12,
        **changes,
    }


def test_a_mean_of_starters_has_one_decimal_and_an_effect_two() -> None:
    """503 people of a group and 500 of its leaf: means to 0.01 would tell of the three."""
    mean, effect = (
        published(
            EVENT_TIME_ESTIMATE,
            [
                window(),
                window(
                    estimand_id="event_aipw",
                    measure_id="mmd_window_difference",
                    estimate=-1.2345,
                    without_start=None,
                ),
            ],
            "therapy_event_time",
        )
        .sort("measure_id")
        .iter_rows(named=True)
    )
    assert (mean["estimate"], mean["ci_low"], mean["without_start"]) == (11.2, 10.8, 12.3)
    assert effect["estimate"] == -1.23
    assert (mean["window_first_day"], mean["window_last_day"]) == (56, 83)
    assert (mean["n_people"], mean["n_days"], mean["responds_from_day"]) == (505, 11_410, 28)


def test_few_people_of_either_arm_hide_a_window_and_what_it_says() -> None:
    for few in ({"n_people": 8}, {"n_comparator": 8}):
        (row,) = published(EVENT_TIME_ESTIMATE, [window(**few)], "therapy_event_time").iter_rows(
            named=True
        )
        hidden = ("estimate", "without_start", "responds_from_day", "response_rule", "n_people")
        assert row["status"] == "c"
        assert [row[name] for name in hidden] == [None] * 5
        assert row["window_first_day"] == 56


def test_a_median_course_is_told_in_whole_weeks() -> None:
    (row,) = published(THERAPY_COURSE_ESTIMATE, [course()], "therapy_course").iter_rows(named=True)
    assert row["measure_id"] == "course_weeks_median"
    assert (row["estimate"], row["ci_low"], row["ci_high"]) == (14, 13, 16)


def test_a_share_that_tells_of_few_or_of_all_is_not_shown() -> None:
    share = {"measure_id": "stopped_by_day_84", "ci_low": 0.0, "ci_high": 1.0}
    rows = published(
        THERAPY_COURSE_ESTIMATE,
        [
            course(**share, therapy_id="few", estimate=0.02, n_in_smaller_part=6),
            course(**share, therapy_id="most", estimate=0.375, n_in_smaller_part=120),
            course(**share, therapy_id="none", estimate=0.0, n_in_smaller_part=0),
        ],
        "therapy_course",
    )
    assert rows["status"].to_list() == ["c", "ok", "x"]
    assert rows["estimate"].to_list() == [None, 0.38, None]
