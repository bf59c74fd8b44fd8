"""Invented sites beside each other: two small ones, and one beyond the funnel."""

from __future__ import annotations

import polars as pl


def site_rows() -> pl.DataFrame:
    """Rows of pub.site_comparison before protection."""
    return pl.DataFrame(
        [
            _row("site-a", "migraine_days_ratio", people=400, means=(5.9, 6.1), limit=1.12),
            _row("site-b", "migraine_days_ratio", people=150, means=(8.4, 6.4), limit=1.18),
            _row("site-c", "migraine_days_ratio", people=7, means=(6.5, 6.2), limit=1.60),
            _row("site-a", "completeness_ratio", people=400, means=(0.89, 0.88), limit=1.05),
        ]
    )


def _row(
    site: str, measure: str, *, people: int, means: tuple[float, float], limit: float
) -> dict[str, object]:
    seen, due = means
    ratio = seen / due
    beyond = ratio > limit
    return {
        "site_id": site,
        "estimand_id": "site_case_mix",
        "measure_id": measure,
        "estimate": ratio,
        "ci_low": ratio * 0.94,
        "ci_high": ratio * 1.06,
        "n_people": people,
        "n_days": people * 150,
        "n_sites": 1,
        "status": "ok",
        "observed_mean": seen,
        "expected_mean": due,
        "limit_95_low": 1 / limit,
        "limit_95_high": limit,
        "limit_998_low": limit**-1.6,
        "limit_998_high": limit**1.6,
        "overdispersion_phi": 3.2,
        "tau2": 0.004,
        "z_score": 2.6 if beyond else 0.3,
        "funnel_band": "beyond 95%" if beyond else "within",
        "reason": None,
    }
