"""Odds ratios of the case-crossover tradition beside the headline's rate ratios, as rows."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from models.sensitivity import detectable_ratio
from models.triggers.adjustment.set_fits import ColumnReader
from models.triggers.case_crossover.conditional_logit import fit_conditional_logit
from triggerscape.adjustment_sets import answering_models
from triggerscape.factors import Claim, Factor


def odds_rows(strata: ColumnReader, factors: Sequence[Factor], basis: str) -> pl.DataFrame:
    """One row per factor that is no possible early sign, shaped as estimates.trigger_odds.

    Each is adjusted for its declared set, as the headline is. ``strata(columns)`` gives at-risk
    days with a stratum: days are compared within the person's strata only, which also holds fixed
    whatever changes slowly.
    """
    causes = [factor for factor in factors if factor.claim is not Claim.PREMONITORY]
    rows = []
    for columns, answers in answering_models(causes).items():
        found = {e.factor: e for e in fit_conditional_logit(strata(columns), columns).estimates}
        rows += [
            {
                "trigger_id": code,
                "outcome_id": f"{basis}_onset",
                "status": str(found[code].status),
                "reason": found[code].reason,
                "log_odds_ratio": found[code].log_odds_ratio,
                "standard_error": found[code].standard_error,
                "log_ci_low": found[code].ci_low,
                "log_ci_high": found[code].ci_high,
                "p_value": found[code].p_value,
                "smallest_detectable": detectable_ratio(found[code].standard_error),
                "n_people": found[code].support.n_people,
                "n_days": found[code].support.n_person_days,
                "n_attacks": found[code].support.n_events,
                "n_sites": found[code].support.n_sites,
            }
            for code in answers
        ]
    return pl.DataFrame(rows, infer_schema_length=None)
