"""The sentence over each figure is made from the numbers, and says no more than they do."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from triggerscape.release.page.burden.burden_figure import burden_reading, middle_of_sites
from triggerscape.release.page.charts.forest import difference_axis, ratio_axis
from triggerscape.release.page.sites.quality_figure import SiteRows, quality_reading
from triggerscape.release.page.therapies.therapy_reading import no_start_reading, therapy_reading
from triggerscape.release.page.triggers.timing_figure import timing_reading
from triggerscape.release.page.triggers.trigger_figure import Factor, trigger_reading
from triggerscape.release.page.wording import number, state, with_interval


def factor(label: str, claim: str, verdict: str | None, estimate: float | None = 1.2) -> Factor:
    status = "x" if verdict == "not_estimable" else "c" if verdict is None else "ok"
    row = {"verdict": verdict, "estimate": estimate, "ci_low": 1.0, "ci_high": 2.0}
    row |= {"status": status}
    return Factor(label, claim, row, None)


def test_triggers_are_named_and_controls_are_counted():
    factors = [
        factor("Short sleep", "candidate", "trigger", 1.3),
        factor("Alcohol", "candidate", "trigger", 1.62),
        factor("Exercise", "candidate", "protective", 0.8),
        factor("Chocolate", "candidate", "no_effect_shown"),
        factor("Perfume", "candidate", None, None),
        factor("Yawning", "premonitory", "early_sign_or_trigger", 1.7),
        factor("Even day", "negative_control", "negative_control_ok"),
        factor("Ovulation", "negative_control", "negative_control_failed"),
    ]
    assert trigger_reading(factors) == (
        "Of 5 candidate factors, 2 raise the rate of attacks: Short sleep (1.30) and Alcohol "
        "(1.62); 1 lowers it. 1 of 2 negative controls show nothing, as they must."
    )


def test_a_factor_nobody_recorded_is_mentioned_and_not_counted():
    factors = [
        factor("Air quality", "candidate", "no_effect_shown"),
        factor("Cheese", "candidate", "not_estimable", None),
        factor("Ovulation", "negative_control", "not_estimable", None),
    ]
    assert trigger_reading(factors) == (
        "Of 1 candidate factor, 0 raise the rate of attacks; none lowers it. No negative control "
        "could be judged. 2 factors are not recorded or cannot be estimated here; the table says "
        "why."
    )


def test_the_days_around_an_attack_in_words():
    said = ("trigger", "protective", "trigger", "early_sign_or_trigger", "reactive")
    assert timing_reading([{"verdict": code} for code in said]) == (
        "5 factors are linked with attacks: 3 come before them, 1 may be an early sign, and 1 "
        "moves with the attack itself."
    )
    assert timing_reading([]) == "No factor is shown to be linked with attacks."


def test_an_early_sign_is_never_counted_as_a_trigger():
    reading = trigger_reading([factor("Yawning", "premonitory", "early_sign_or_trigger", 1.7)])
    assert "Yawning" not in reading
    assert "0 raise" in reading


def therapy(**changes: object) -> dict[str, object]:
    return {
        "estimand_id": "att_aipw",
        "estimate": -0.87,
        "ci_low": -1.18,
        "ci_high": -0.55,
        "status": "ok",
        "verdict": "supported",
        **changes,
    }


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [therapy()],
            "0.87 fewer migraine days in 28 (95% interval of the difference −1.18 to −0.55), "
            "supported.",
        ),
        (
            [therapy(estimate=0.2, ci_low=-0.1, ci_high=0.5, verdict="not_settled")],
            "0.20 more migraine days in 28 (95% interval of the difference −0.10 to 0.50), not "
            "settled.",
        ),
        (
            [therapy(estimate=None, estimand_id="att_bracket"), therapy()],
            "0.55 to 1.18 fewer migraine days in 28, supported.",
        ),
        (
            [therapy(estimate=None, ci_high=0.2, verdict="not_settled"), therapy()],
            "from 1.18 fewer to 0.20 more migraine days in 28, not settled.",
        ),
        (
            [therapy(estimate=None, ci_low=None, ci_high=None, status="c", verdict=None)],
            "hidden: tells of under 11.",
        ),
    ],
)
def test_a_comparison_in_words(rows, said):
    assert therapy_reading({"A against B": rows}, 11) == f"A against B: {said}"


def test_many_comparisons_are_counted_and_the_supported_ones_said():
    pairs = {f"A{place} against B": [therapy(verdict="not_settled")] for place in range(9)}
    pairs["C against B"] = [therapy()]
    pairs["D against B"] = [therapy(verdict="insufficient_data", estimate=None, ci_low=None)]
    assert therapy_reading(pairs, 11) == (
        "Of 11 comparisons of two therapies 1 is supported, 9 not settled; 1 has too few people. "
        "C against B: 0.87 fewer migraine days in 28 (95% interval of the difference −1.18 to "
        "−0.55), supported."
    )


def test_no_start_is_read_apart_and_its_context_is_named():
    context = {"verdict": "supported_with_context", "estimate": None}
    pairs = {
        "Massage": [therapy(**context)],
        "Heat": [therapy(**context, ci_low=0.6, ci_high=0.9)],
        "Laser": [therapy(verdict="not_settled")],
        "Yoga": [therapy(verdict="insufficient_data", estimate=None, ci_low=None, ci_high=None)],
    }
    assert no_start_reading(pairs) == (
        "Against no start 1 of 3 therapies comes with worthwhile fewer migraine days: Massage "
        "(−1.18 to −0.55); the response to starting anything is in these."
    )
    assert no_start_reading({}) == ""
    assert no_start_reading({"Yoga": pairs["Yoga"]}) == (
        "Against no start no therapy could be compared by both methods."
    )


def window(estimate: float | None, index: int = 3, status: str = "ok") -> dict[str, object]:
    return {
        "window_index": index,
        "window_start": date(2026, 6, 1),
        "estimate": estimate,
        "status": status,
    }


def test_burden_speaks_of_the_latest_window_and_of_who_is_left_out():
    sites = {
        "a": [window(9.0, 2), window(6.0)],
        "b": [window(4.0)],
        "c": [window(None, status="c")],
        "d": [window(5.0)],
    }
    assert burden_reading(sites) == (
        "In the 28 days from 1 June 2026 sites range from 4.0 (b) to 6.0 (a) migraine days; the "
        "middle of 3 sites is 5.0. 1 site is left out."
    )
    assert middle_of_sites(sites) == {2: 9.0, 3: 5.0}


def test_burden_without_numbers():
    assert burden_reading({}) == "No site has a window to show."
    hidden = {"a": [window(None, status="c")]}
    assert burden_reading(hidden) == "In the 28 days from 1 June 2026 no site can be shown."


def test_quality_leaves_hidden_sites_out_of_every_sum():
    counts = {"rows_in": 1000, "rows_quarantined": 50, "rows_duplicate": 10}
    found = [
        SiteRows("a", "diary", counts, is_hidden=False),
        SiteRows("b", "diary", {**counts, "rows_quarantined": 0}, is_hidden=False),
        SiteRows("c", "diary", dict.fromkeys(counts), is_hidden=True),
    ]
    assert quality_reading(found) == (
        "2 sites sent about 2,000 rows; 2.5% were refused and 1.0% had come before. Most refused: "
        "a, diary, 5.0%."
    )
    assert quality_reading(found[2:]) == "No site can be shown."


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("c", "hidden: tells of under 11"),
        ("u", "too uncertain to show"),
        ("x", "not available"),
        ("z", "does not apply"),
    ],
)
def test_a_missing_number_says_why_and_is_never_zero(status, said):
    row = {"status": status, "estimate": None, "ci_low": None, "ci_high": None}
    assert state(row, 11) == said
    assert with_interval(row, 2, 11) == said
    assert number(None, 2) == "–"


@pytest.mark.parametrize(
    ("values", "ends"),
    [
        ([0.95, 1.2], (0.67, 1.5)),
        ([0.6, 2.4], (0.5, 4.0)),
        ([0.01, 90.0], (0.25, 8.0)),
        ([], (0.67, 1.5)),
    ],
)
def test_the_ratio_axis_holds_the_values_and_one(values, ends):
    axis = ratio_axis(values)
    assert axis.ends == ends
    assert 1.0 in axis.ticks


def test_the_difference_axis_always_shows_the_margin():
    axis = difference_axis([-0.1, 0.2], 0.5, "days")
    assert (axis.ends, axis.margin) == ((-1, 1), (-0.5, 0.5))
    assert difference_axis([-2.4], 0.5, "days").ends == (-3, 3)


def test_polars_nulls_reach_the_wording_as_none():
    frame = pl.DataFrame(
        {"estimate": [None], "status": ["c"]}, schema_overrides={"estimate": pl.Float64}
    )
    row = {**frame.row(0, named=True), "ci_low": None, "ci_high": None}
    assert with_interval(row, 2, 20) == "hidden: tells of under 20"
