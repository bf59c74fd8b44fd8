"""How selective a record must be to undo an estimate, and how days make up for missing ones."""

from __future__ import annotations

import math

import polars as pl
import pytest

from flows.fits.sensitivity import OTHER_DAYS
from models.results import Support, estimated, not_estimable
from models.triggers.sensitivity.observation_weights import observation_weights
from models.triggers.sensitivity.recording_ratio import log_recording_ratio
from triggerscape.meanings.analyses import ANALYSES

SUPPORT = Support(400, 20_000, 2_000, 4)


@pytest.mark.parametrize(
    ("rate_ratio", "error", "ratio"),
    [
        (1.50, 0.05, 1.36),  # interval 1.36 to 1.65: attacks recorded 1.36 times as often undo it
        (0.70, 0.05, 0.77),  # a protective factor: recorded less often on exposed days
        (1.05, 0.05, 1.00),  # the interval covers no effect already
    ],
)
def test_the_recording_ratio_is_the_limit_nearest_to_no_effect(
    rate_ratio: float, error: float, ratio: float
) -> None:
    found = log_recording_ratio(estimated("x", math.log(rate_ratio), error, SUPPORT))
    assert math.exp(found) == pytest.approx(ratio, abs=0.005)


def test_without_an_estimate_there_is_nothing_to_undo() -> None:
    assert log_recording_ratio(not_estimable("x", "-", SUPPORT)) is None


def cells(*rows: tuple[str, int, int, int]) -> pl.DataFrame:
    """Cells of a site, by weekend; one tenure, one length of clean run."""
    return pl.DataFrame(
        [
            {
                "site_code": site,
                "weekend": weekend,
                "tenure": 0,
                "clean_run": 0,
                "n_days": days,
                "n_recorded": recorded,
            }
            for site, weekend, days, recorded in rows
        ]
    )


def weights(*rows: tuple[str, int, int, int]) -> list[float]:
    return observation_weights(cells(*rows))["weight"].to_list()


def test_days_of_a_kind_recorded_half_the_time_count_twice() -> None:
    assert weights(("a", 0, 100_000, 100_000), ("a", 1, 100_000, 50_000)) == pytest.approx(
        [1.0, 2.0], abs=1e-3
    )


def test_a_small_cell_leans_on_its_site() -> None:
    """Ten days, none recorded, at a site that records 90 of 100: (0 + 18) / (10 + 20)."""
    assert weights(("a", 0, 990, 900), ("a", 1, 10, 0))[1] == pytest.approx(30 / 18)


def test_sites_do_not_lean_on_each_other() -> None:
    assert weights(("a", 0, 1000, 1000), ("b", 0, 1000, 500)) == pytest.approx([1.0, 2.0])


def test_no_day_counts_more_than_ten_times() -> None:
    assert weights(("a", 0, 100_000, 100), ("b", 0, 500, 0)) == [10.0, 1.0]


def test_every_analysis_says_what_it_does_otherwise() -> None:
    assert set(OTHER_DAYS) < set(ANALYSES)
    assert all(len(said.split()) >= 6 for said in ANALYSES.values())
