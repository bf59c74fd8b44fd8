"""Sites that differ by who comes, by much that nobody records, and two that are truly different."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy.stats import binom

from models.site_comparison.comparison_rows import comparison_rows
from models.site_comparison.funnel import WITHIN

SITES, PLANTED = 38, {"S07": 0.55, "S23": 1.8}


def draw_sites(seed: int, *, spread: float, planted: dict[str, float]) -> pl.DataFrame:
    """People whose burden at the start differs by site; a site multiplies what follows."""
    draw = np.random.default_rng([seed, 38])
    frames = []
    for place in range(SITES):
        name, n = f"S{place:02d}", int(draw.integers(40, 320))
        burden = np.clip(draw.gamma(3.0, 2.0 + place / 12, n), 0.5, 24)
        person = draw.gamma(4.0, 0.25, n)
        ratio = planted.get(name, 1.0) * np.exp(draw.normal(0, spread))
        known = draw.integers(60, 280, n)
        rate = np.clip(burden / 28 * person * ratio, 0, 0.97)
        frames.append(
            pl.DataFrame(
                {
                    "site_code": [name] * n,
                    "sex": draw.choice(["female", "male"], n, p=[0.75, 0.25]),
                    "age_band": draw.choice(["18 to 29", "30 to 44", "45 to 59"], n),
                    "diagnosis": ["migraine"] * n,
                    "baseline_days": burden,
                    "later_migraine_days": draw.binomial(known, rate),
                    "later_known_days": known,
                    "entry_days": draw.binomial(known, 0.85),
                    "spine_days": known,
                    "responded": draw.binomial(1, np.clip(0.3 / ratio, 0, 1), n),
                }
            )
        )
    people = pl.concat(frames)
    return people.with_row_index("person_id")


def flagged(rows: pl.DataFrame, measure: str) -> set[str]:
    chosen = rows.filter((pl.col("measure_id") == measure) & (pl.col("band") != WITHIN))
    return set(chosen["site_code"].to_list())


def flagged_naively(rows: pl.DataFrame, measure: str) -> set[str]:
    """Sites whose own interval leaves 1 out: a funnel that knows of no other differences."""
    chosen = rows.filter(
        (pl.col("measure_id") == measure) & ((pl.col("ci_low") > 1) | (pl.col("ci_high") < 1))
    )
    return set(chosen["site_code"].to_list())


def test_the_two_planted_sites_are_found_and_hardly_another():
    false, false_naively, seeds = 0, 0, (3801, 3802, 3803)
    for seed in seeds:
        rows = comparison_rows(draw_sites(seed, spread=0.08, planted=PLANTED))
        found = flagged(rows, "migraine_days_ratio")
        assert set(PLANTED) <= found
        false += len(found - set(PLANTED))
        false_naively += len(flagged_naively(rows, "migraine_days_ratio") - set(PLANTED))
    # Of 108 other sites 5.4 are beyond 95% by the meaning of the word; 14 would be one in 1,000.
    others = len(seeds) * (SITES - len(PLANTED))
    assert false <= binom.ppf(0.999, others, 0.05)
    assert false_naively > 2 * false


@pytest.mark.parametrize("seed", [3811, 3812, 3813])
def test_who_comes_to_a_site_is_no_difference_of_the_site(seed: int):
    people = draw_sites(seed, spread=0.0, planted={})
    rows = comparison_rows(people).filter(measure_id="migraine_days_ratio")
    raw = people.group_by("site_code").agg(
        pl.col("later_migraine_days").sum() / pl.col("later_known_days").sum()
    )
    assert raw["later_migraine_days"].max() / raw["later_migraine_days"].min() > 1.6
    assert rows["ratio"].max() / rows["ratio"].min() < 1.6
    assert rows["tau2"][0] < 0.01


@pytest.mark.long
def test_false_calls_and_coverage_on_200_seeds():
    calls, covered, total, found = 0, 0, 0, 0
    for seed in range(3900, 4100):
        rows = comparison_rows(draw_sites(seed, spread=0.08, planted=PLANTED))
        told = rows.filter(measure_id="migraine_days_ratio")
        others = told.filter(~pl.col("site_code").is_in(sorted(PLANTED)))
        calls += others.filter(pl.col("band") != WITHIN).height
        total += others.height
        found += len(flagged(rows, "migraine_days_ratio") & set(PLANTED))
        null = rows.filter(measure_id="completeness_ratio")
        covered += null.filter((pl.col("ci_low") <= 1) & (pl.col("ci_high") >= 1)).height / SITES
    assert calls / total < 0.06
    assert found / (200 * len(PLANTED)) > 0.95
    assert 0.93 < covered / 200 < 0.97
