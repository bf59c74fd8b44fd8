"""The trigger analysis of one population: estimates, q-values and verdicts as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from models.multiplicity import q_values
from models.results import FactorEstimate, Support, not_estimable, ratio_columns
from models.triggers.adjustment.set_fits import ColumnReader, fit_sets
from models.triggers.between_person import fit_between_person
from models.triggers.disagreement import contrasts_disagree
from models.triggers.effects import NO_SITES, WithinEffect, effects_over_sites, fit_effects
from models.triggers.scores.headline_family import family_p_values
from models.triggers.timing.evidence import TimingEvidence, timing_evidence
from models.triggers.timing.lag_profile import ColumnOfLag, fit_lag_profiles
from models.triggers.timing.timing_rows import timing_rows
from models.triggers.verdicts import factor_verdict
from triggerscape.factors import Claim, Factor

ASSOCIATION = "association"
_SAME_DAY = "same-day factors answer to the attack as well as cause it: an association, no trigger"
_BETWEEN = "people who differ in this factor differ in much else: a comparison, no effect"
_POOLED = "all people at once: how far sites differ is not in its interval"
_THESE_PEOPLE = "; of these people at once: too few sites have an estimate of their own"
_OVER_SITES = tuple(
    "tau i2 prediction_low prediction_high without_site_low without_site_high".split()
)
_DISAGREES = "; it disagrees with the same person compared on other days"


@dataclass(frozen=True)
class TriggerDesigns:
    """Where the models read from: each gives a source with the columns asked for.

    ``onset`` and ``same_day`` have a column a factor, by its code; ``timing`` one a factor and lag,
    named by ``lag_column``.
    """

    onset: ColumnReader
    same_day: ColumnReader
    timing: ColumnReader
    lag_column: ColumnOfLag


def trigger_rows(
    designs: TriggerDesigns, factors: Sequence[Factor], basis: str
) -> dict[str, pl.DataFrame]:
    """The frames of estimates.trigger_effect, trigger_timing and trigger_site, by these names.

    ``factors`` are those some diary records; ``basis`` names the attack, migraine or headache.
    q-values are Benjamini-Hochberg over the onset estimates of factors that could be triggers; a
    negative control is not a hypothesis and takes no part. ``family_p_value`` is adjusted for the
    same family by max-t: small where not even the strongest of all would be so by chance.
    """
    codes = [factor.code for factor in factors]
    fits = fit_sets(designs.onset, factors)
    within = effects_over_sites(designs.onset, fits)
    published = {code: effect.published for code, effect in within.items()}
    hypotheses = [f.code for f in factors if f.claim is not Claim.NEGATIVE_CONTROL]
    family = family_p_values(designs.onset, fits, published, hypotheses)
    days = fit_effects(designs.same_day, factors)
    between = fit_between_person(designs.onset(codes), codes)
    profiles = fit_lag_profiles(designs.timing, factors, designs.lag_column)
    evidence = timing_evidence(profiles, factors)
    onset_id, day_id = f"{basis}_onset", f"{basis}_day"
    rows = _judged(factors, within, evidence, onset_id)
    for row in rows:
        row["family_p_value"] = family.get(row["trigger_id"])
    for factor, beside in zip(factors, between, strict=True):
        own = within[factor.code]
        disagrees = _DISAGREES if contrasts_disagree(own.published, beside) else ""
        rows += [
            _row(factor, own.pooled, "within_person_pooled", onset_id, said=(ASSOCIATION, _POOLED)),
            _row(
                factor, beside, "between_person", onset_id, said=(ASSOCIATION, _BETWEEN + disagrees)
            ),
            _row(
                factor,
                days[factor.code].pooled,
                "within_person_same_day",
                day_id,
                said=(ASSOCIATION, _SAME_DAY),
            ),
        ]
    return {
        "trigger_effect": pl.DataFrame(rows, infer_schema_length=None),
        "trigger_timing": timing_rows(factors, profiles, evidence, onset_id),
        "trigger_site": site_rows(factors, within, onset_id),
    }


def unrecorded_rows(factors: Sequence[Factor], basis: str) -> pl.DataFrame:
    """A row for each factor that no diary records, so that none is left out in silence."""
    nobody = Support(n_people=0, n_person_days=0, n_events=0, n_sites=0)
    reason = "no day in these diaries records it"
    rows = [
        _row(
            factor,
            not_estimable(factor.code, reason, nobody),
            "within_person",
            f"{basis}_onset",
            said=("not_estimable", reason),
        )
        for factor in factors
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def _judged(
    factors: Sequence[Factor],
    effects: Mapping[str, WithinEffect],
    evidence: Mapping[str, TimingEvidence],
    outcome: str,
) -> list[dict[str, Any]]:
    published = {code: effect.published for code, effect in effects.items()}
    tested = [
        None if factor.claim is Claim.NEGATIVE_CONTROL else published[factor.code].p_value
        for factor in factors
    ]
    rows = []
    for factor, q_value in zip(factors, q_values(tested), strict=True):
        estimate = published[factor.code]
        verdict = factor_verdict(factor.claim, estimate, q_value, evidence=evidence[factor.code])
        row = _row(factor, estimate, "within_person", outcome, said=(verdict.code, verdict.rule))
        row |= {
            "q_value": q_value,
            **_over_sites(effects[factor.code]),
        }
        rows.append(row)
    return rows


def _over_sites(effect: WithinEffect) -> dict[str, float | None]:
    across = effect.across if effect.is_over_sites else NO_SITES
    without = [ratio for ratio in effect.without.values() if ratio is not None]
    return {
        "tau": across.tau,
        "i2": across.i2,
        "prediction_low": across.prediction_low,
        "prediction_high": across.prediction_high,
        "without_site_low": min(without, default=None),
        "without_site_high": max(without, default=None),
    }


def _row(
    factor: Factor,
    estimate: FactorEstimate,
    estimand: str,
    outcome: str,
    *,
    said: tuple[str, str],
) -> dict[str, Any]:
    """``said`` is the verdict and its rule, where there is an estimate."""
    is_known = estimate.log_rate_ratio is not None
    return {
        "trigger_id": factor.code,
        "estimand_id": estimand,
        "outcome_id": outcome,
        "lag_days": 0 if estimand == "within_person_same_day" else factor.primary_lag,
        **ratio_columns(estimate),
        "q_value": None,
        "family_p_value": None,
        **dict.fromkeys(_OVER_SITES),
        "verdict": str(said[0]) if is_known else "not_estimable",
        "verdict_rule": said[1] if is_known else estimate.reason,
    }


def site_rows(
    factors: Sequence[Factor], effects: Mapping[str, WithinEffect], outcome: str
) -> pl.DataFrame:
    """One row per factor and site with people who could move its estimate."""
    rows = [
        {
            "trigger_id": factor.code,
            "outcome_id": outcome,
            "site_code": site,
            **ratio_columns(estimate),
            "without_it": effects[factor.code].without.get(site),
        }
        for factor in factors
        for site, estimate in sorted(effects[factor.code].by_site.items())
    ]
    return pl.DataFrame(rows, infer_schema_length=None)
