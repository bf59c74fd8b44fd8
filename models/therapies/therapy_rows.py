"""The therapy comparison of one pair: both sides of the bracket and its verdict as rows."""

from __future__ import annotations

from typing import Any

import polars as pl

from models.therapies.bracket.bracket_results import Difference, TherapyEstimate
from models.therapies.bracket.therapy_bracket import compare_therapies
from models.therapies.therapy_verdicts import therapy_verdict
from models.therapies.trial import read_trial

COVARIATES = ("age_years", "is_female", "is_chronic", "co_starts")


def therapy_rows(starters: pl.DataFrame, therapy: str, comparator: str) -> pl.DataFrame:
    """Two rows, the adjusted and the change side, shaped as estimates.therapy_effect.

    ``starters`` holds one row per person who started one of the two, as ``read_trial`` takes
    it, with ``outcome_days``. The verdict belongs to the pair of estimates and stands on both rows.
    """
    varying = [name for name in COVARIATES if starters[name].n_unique() > 1]
    estimate = compare_therapies(read_trial(starters, varying))
    verdict = therapy_verdict(estimate)
    shared = {
        "therapy_id": therapy,
        "comparator_id": comparator,
        "n_days": int(starters["outcome_days"].sum() or 0),
        "n_sites": starters["site_code"].n_unique(),
        "verdict": str(verdict.code),
        "verdict_rule": "; ".join(verdict.reasons),
    }
    rows = [
        _row("att_aipw", estimate.adjusted, estimate) | shared,
        _row("att_did", estimate.change, estimate) | shared,
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def _row(estimand: str, side: Difference | None, estimate: TherapyEstimate) -> dict[str, Any]:
    is_adjusted = estimand == "att_aipw"
    overlap = estimate.overlap if is_adjusted else None
    return {
        "estimand_id": estimand,
        "status": "estimated" if side else "not_estimable",
        "reason": "" if side else "; ".join(estimate.reasons),
        "difference": side.difference if side else None,
        "standard_error": side.standard_error if side else None,
        "ci_low": side.ci_low if side else None,
        "ci_high": side.ci_high if side else None,
        "n_people": side.n_started_a if side else estimate.n_started_a,
        "n_comparator": side.n_started_b if side else estimate.n_started_b,
        "overlap_share": overlap.overlap_share if overlap else None,
        "largest_imbalance": overlap.largest_imbalance if overlap else None,
        "smallest_detectable": estimate.minimum_detectable_difference if is_adjusted else None,
    }
