"""A level whose interval is too wide is not shown: the rule, the mark, and what the mark tells."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from triggerscape.contract.releases.burden import BURDEN_SITE_WINDOW
from triggerscape.contract.releases.quality import DATA_QUALITY
from triggerscape.disclosure.rule import EFFECT_MEASURES
from triggerscape.meanings.levels import LEVELS, Level
from triggerscape.meanings.measures import MEASURES
from triggerscape.release.reliability.marking import mark_unreliable
from triggerscape.release.reliability.presentation_rule import is_unreliable

SEED = 20261122


def judged(measure: str, estimate, low, high, *, people: int = 200, days: int = 4000) -> bool:
    row = {"measure_id": measure, "estimate": estimate, "ci_low": low, "ci_high": high}
    frame = pl.DataFrame([row | {"n_people": people, "n_days": days}], strict=False)
    numbers = pl.col("estimate", "ci_low", "ci_high").cast(pl.Float64)
    return bool(frame.with_columns(numbers).select(is_unreliable()).item())


@pytest.mark.parametrize(
    ("share", "low", "high", "is_hidden"),
    [
        (0.40, 0.35, 0.45, False),  # 370 effective people or days, 25% of the share wide
        (0.40, 0.25, 0.55, True),  # 0.30 wide
        (0.40, 0.26, 0.55, False),  # 0.29 wide, 72% of the share
        (0.10, 0.04, 0.18, True),  # 140% of the share wide
        (0.10, 0.05, 0.17, False),  # 120%
        (0.90, 0.82, 0.96, True),  # 140% of the rest wide
        (0.02, 0.00, 0.05, False),  # 250%, but no wider than 0.05
        (0.00, 0.00, 0.09, False),  # nobody, of 200
    ],
)
def test_a_share_is_hidden_for_its_width(share, low, high, is_hidden):
    assert judged("severe_day_share", share, low, high) is is_hidden


def test_a_share_needs_thirty_effective_people():
    assert judged("perceived_people_share", 0.5, 0.36, 0.64, people=60) is False
    assert judged("perceived_people_share", 0.5, 0.36, 0.64, people=29) is True
    assert judged("perceived_people_share", 0.0, 0.0, 0.09, people=29) is True
    assert judged("severe_day_share", 0.5, 0.36, 0.64, people=29) is False
    assert judged("severe_day_share", 0.0, 0.0, 0.0, people=29, days=29) is True


@pytest.mark.parametrize(
    ("mean", "low", "high", "people", "is_hidden"),
    [
        (5.0, 1.0, 9.0, 20, False),  # 160% wide
        (5.0, 0.9, 9.0, 20, True),
        (5.0, 4.0, 6.0, 9, True),
        (0.0, 0.0, 0.3, 20, True),
        (0.0, 0.0, 0.0, 20, False),
    ],
)
def test_a_mean_is_hidden_for_its_width_or_for_fewer_than_ten(mean, low, high, people, is_hidden):
    assert judged("mmd_mean", mean, low, high, people=people) is is_hidden


@pytest.mark.parametrize("measure", ["mmd_difference", "rate_ratio", "satisfaction_mean", "people"])
def test_what_is_no_level_is_left_alone(measure: str):
    assert judged(measure, 1.0, 0.0, 28.0, people=11) is False


def test_a_level_without_an_interval_is_not_judged():
    assert judged("mmd_mean", 5.0, None, None, people=20) is False


def test_a_second_plain_implementation_finds_the_same():
    """In the order of surveytable's .lpe_percents, its footnote to the rest hiding the row too."""
    draw = np.random.default_rng(SEED)
    for _ in range(500):
        share, people = float(draw.uniform(0.005, 0.995)), int(draw.integers(11, 300))
        error = np.sqrt(share * (1 - share) / people * draw.uniform(0.3, 4))
        low, high = max(share - 1.959964 * error, 0.0), min(share + 1.959964 * error, 1.0)
        found = judged("overuse_share", share, low, high, people=people)
        assert found == plain_share(share, low, high, people)


def plain_share(share: float, low: float, high: float, people: int) -> bool:
    width = high - low
    effective = min(share * (1 - share) / (width / 3.919928) ** 2, people)
    if effective < 30:
        return True
    if width <= 0.05:
        return False
    return width >= 0.30 or width / share > 1.30 or width / (1 - share) > 1.30


def test_every_level_is_a_measure_and_none_an_effect():
    units = {measure[0]: measure[2] for measure in MEASURES}
    assert set(LEVELS) <= set(units)
    assert not set(LEVELS) & EFFECT_MEASURES
    assert {units[m] for m, level in LEVELS.items() if level is not Level.MEAN} == {"1"}
    assert "1" not in {units[m] for m, level in LEVELS.items() if level is Level.MEAN}


def burden(**changed) -> pl.DataFrame:
    """Three rows: narrow, wide, hidden."""
    row = {
        "site_id": "AA",
        "window_kind": "calendar",
        "window_start": None,
        "measure_id": "mmd_mean",
        "estimate": 5.0,
        "n_people": 40,
        "n_days": 800,
        "n_sites": 1,
        "ci_low": 4.0,
        "ci_high": 6.0,
        "status": "ok",
    }
    rows = [
        row | {"window_index": 1},
        row | {"window_index": 2, "ci_low": 0.5, "ci_high": 9.5},
        row | {"window_index": 3, "ci_low": 0.5, "ci_high": 9.5, "status": "c"},
    ]
    return pl.DataFrame([one | changed for one in rows], infer_schema_length=None)


def test_a_row_too_shaky_is_marked_and_loses_its_numbers():
    true = burden()
    left = mark_unreliable(true, true, BURDEN_SITE_WINDOW)
    assert left["status"].to_list() == ["ok", "u", "c"]
    numbers = ["estimate", "ci_low", "ci_high", "n_people", "n_days"]
    assert left.row(1, named=True) == true.row(1, named=True) | dict.fromkeys(numbers) | {
        "status": "u"
    }
    assert left.row(0) == true.row(0)


def test_what_is_judged_is_the_row_before_rounding():
    true, printed = burden(), burden(ci_low=4.0, ci_high=6.0)
    left = mark_unreliable(printed, true, BURDEN_SITE_WINDOW)
    assert left["status"].to_list() == ["ok", "u", "c"]


def test_a_table_of_plain_counts_comes_back_as_it_is():
    counts = pl.DataFrame({"site_id": ["AA"], "n_rows": [3], "n_people": [12], "status": ["ok"]})
    assert mark_unreliable(counts, counts, DATA_QUALITY) is counts


def test_other_rows_and_rows_marked_too_early_are_refused():
    with pytest.raises(ValueError, match="other rows"):
        mark_unreliable(burden(), burden().reverse(), BURDEN_SITE_WINDOW)
    with pytest.raises(ValueError, match="before they were protected"):
        mark_unreliable(burden(status="u"), burden(), BURDEN_SITE_WINDOW)
