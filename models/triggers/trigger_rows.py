"""The trigger analysis of one population: estimates, q-values and verdicts as rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from models.multiplicity import q_values
from models.results import FactorEstimate, Support, not_estimable, ratio_columns
from models.stream.person_blocks import BatchSource
from models.triggers.between_person import fit_between_person
from models.triggers.disagreement import contrasts_disagree
from models.triggers.verdicts import factor_verdict
from models.triggers.within_person import fit_within_person
from triggerscape.factors import Claim, Factor

ASSOCIATION = "association"
_SAME_DAY = "same-day factors answer to the attack as well as cause it: an association, no trigger"
_BETWEEN = "people who differ in this factor differ in much else: a comparison, no effect"
_DISAGREES = "; it disagrees with the same person compared on other days"


def trigger_rows(
    onset: BatchSource, same_day: BatchSource, factors: Sequence[Factor], basis: str
) -> pl.DataFrame:
    """One row per factor and estimand, shaped as estimates.trigger_effect.

    ``factors`` are those some diary records. ``onset`` streams at-risk days with each factor at its
    own lag, ``same_day`` every known day with the same day's factors; ``basis`` names the attack,
    migraine or headache.

    Possible early signs follow from the attack, and holding them fixed would take away part of what
    really brings it on. So candidates and controls are fitted together without them; signs are
    fitted beside all others. q-values are Benjamini-Hochberg over the onset estimates of factors
    that could be triggers; a negative control is not a hypothesis and takes no part.
    """
    codes = [factor.code for factor in factors]
    within = _fit_signs_apart(onset, factors)
    days = _fit_signs_apart(same_day, factors)
    between = fit_between_person(onset, codes)
    onset_id, day_id = f"{basis}_onset", f"{basis}_day"
    rows = [
        *_judged(factors, within, onset_id),
        *(
            _row(
                factor,
                estimate,
                estimand="between_person",
                outcome=onset_id,
                verdict=ASSOCIATION,
                rule=_BETWEEN + (_DISAGREES if contrasts_disagree(own, estimate) else ""),
            )
            for factor, own, estimate in zip(factors, within, between, strict=True)
        ),
        *(
            _row(
                factor,
                estimate,
                estimand="within_person_same_day",
                outcome=day_id,
                verdict=ASSOCIATION,
                rule=_SAME_DAY,
            )
            for factor, estimate in zip(factors, days, strict=True)
        ),
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def _fit_signs_apart(source: BatchSource, factors: Sequence[Factor]) -> list[FactorEstimate]:
    """Within-person estimates in the order of ``factors``, each from the model meant for it."""
    causes = [f.code for f in factors if f.claim is not Claim.PREMONITORY]
    everything = [factor.code for factor in factors]
    found = {}
    if len(causes) < len(everything):
        found = {e.factor: e for e in fit_within_person(source, everything).estimates}
    if causes:
        found |= {e.factor: e for e in fit_within_person(source, causes).estimates}
    return [found[code] for code in everything]


def unrecorded_rows(factors: Sequence[Factor], basis: str) -> pl.DataFrame:
    """A row for each factor that no diary records, so that none is left out in silence."""
    nobody = Support(n_people=0, n_person_days=0, n_events=0, n_sites=0)
    reason = "no day in these diaries records it"
    rows = [
        _row(
            factor,
            not_estimable(factor.code, reason, nobody),
            estimand="within_person",
            outcome=f"{basis}_onset",
            verdict="not_estimable",
            rule=reason,
        )
        for factor in factors
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def _judged(
    factors: Sequence[Factor], estimates: Sequence[FactorEstimate], outcome: str
) -> list[dict[str, Any]]:
    tested = [
        None if factor.claim is Claim.NEGATIVE_CONTROL else estimate.p_value
        for factor, estimate in zip(factors, estimates, strict=True)
    ]
    rows = []
    for factor, estimate, q_value in zip(factors, estimates, q_values(tested), strict=True):
        verdict = factor_verdict(factor.claim, estimate, q_value)
        row = _row(
            factor,
            estimate,
            estimand="within_person",
            outcome=outcome,
            verdict=verdict.code,
            rule=verdict.rule,
        )
        detectable = verdict.minimum_detectable_rate_ratio
        rows.append(row | {"q_value": q_value, "smallest_detectable": detectable})
    return rows


def _row(
    factor: Factor,
    estimate: FactorEstimate,
    *,
    estimand: str,
    outcome: str,
    verdict: str,
    rule: str,
) -> dict[str, Any]:
    is_known = estimate.log_rate_ratio is not None
    return {
        "trigger_id": factor.code,
        "estimand_id": estimand,
        "outcome_id": outcome,
        "lag_days": 0 if estimand == "within_person_same_day" else factor.primary_lag,
        **ratio_columns(estimate),
        "q_value": None,
        "smallest_detectable": None,
        "verdict": str(verdict) if is_known else "not_estimable",
        "verdict_rule": rule if is_known else estimate.reason,
    }
