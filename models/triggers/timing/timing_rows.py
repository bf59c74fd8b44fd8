"""The days around an attack as rows of estimates.trigger_timing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from models.results import FactorEstimate, ratio_columns
from models.triggers.timing.evidence import TimingEvidence
from models.triggers.timing.lag_profile import LEAD
from triggerscape.adjustment_sets import is_given
from triggerscape.factors import Claim, Factor

_REACTIONS = {
    1: "it rises after attacks",
    -1: "it falls after attacks",
    0: "no link after attacks is shown",
}


def timing_rows(
    factors: Sequence[Factor],
    profiles: Mapping[str, Mapping[int, FactorEstimate]],
    evidence: Mapping[str, TimingEvidence],
    outcome: str,
) -> pl.DataFrame:
    """One row per factor and lag from the day after (-1) to three days before (3)."""
    rows = [
        {
            "trigger_id": factor.code,
            "outcome_id": outcome,
            "lag_days": lag,
            **ratio_columns(estimate),
            "q_value": evidence[factor.code].after_q if lag == LEAD else None,
            "reading": _reading(factor, lag, evidence[factor.code]),
        }
        for factor in factors
        for lag, estimate in sorted(profiles[factor.code].items())
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def _reading(factor: Factor, lag: int, evidence: TimingEvidence) -> str:
    if lag == LEAD:
        if evidence.after.log_rate_ratio is None:
            return evidence.after.reason
        return "no attack can move it" if is_given(factor) else _REACTIONS[evidence.reacts]
    if factor.claim is Claim.PREMONITORY:
        return "a possible early sign: no day of it is a cause"
    if lag == factor.primary_lag:
        return "the day fixed beforehand"
    return "beside the day fixed beforehand: no test"
