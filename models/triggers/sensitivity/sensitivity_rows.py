"""Every sensitivity analysis of every factor beside what it is compared with, as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from models.results import FactorEstimate, not_estimable
from models.stream.person_blocks import BatchSource
from models.triggers.adjustment.set_fits import ColumnReader, adjusted_estimates
from models.triggers.between_person import fit_between_person
from models.triggers.disagreement import contrasts_disagree
from models.triggers.sensitivity.recording_ratio import log_recording_ratio
from models.triggers.sensitivity.within_between import fit_within_between
from models.triggers.within_person import fit_within_person
from triggerscape.factors import Claim, Factor
from triggerscape.meanings.analyses import ANALYSES, BETWEEN, HEADLINE, TOGETHER

DISAGREES = "; people and days of one person say different things"
UNCHANGED = "no day is added, taken away or weighted otherwise"


@dataclass(frozen=True)
class Variant:
    """One analysis that fits all candidates together to other days, strata or weights.

    ``n_changed`` are the people with a day in one of the two sets and not in the other; None where
    every day is looked at otherwise.
    """

    analysis_id: str
    source: BatchSource
    by_stratum: bool = False
    weight: str = ""
    n_changed: int | None = None


def sensitivity_rows(
    read: ColumnReader, variants: Sequence[Variant], factors: Sequence[Factor], basis: str
) -> pl.DataFrame:
    """One row per factor, estimand and analysis, shaped as estimates.trigger_sensitivity.

    Candidates and negative controls only. The headline is each factor with its declared set over
    all people; beside it stand the factor alone, all factors together, and the recording ratio that
    would undo it. Every variant is all factors together, compared with that fit on the usual days,
    so that one thing differs. The within-between model has two rows a factor, one for each part.
    """
    causes = [factor for factor in factors if factor.claim is not Claim.PREMONITORY]
    codes = [factor.code for factor in causes]
    declared = adjusted_estimates(read, causes)
    together = fit_within_person(read(codes), codes).estimates
    rows = [
        *_rows(TOGETHER, HEADLINE, together, declared.joint),
        *_rows("factor_alone", HEADLINE, declared.single, declared.joint),
        *(_recording(estimate) for estimate in declared.joint),
    ]
    for variant in variants:
        found = _fit(variant, codes, together)
        rows += _rows(variant.analysis_id, TOGETHER, found, together, variant.n_changed)
    rows += _within_between(read, together)
    basis_id = {"outcome_id": f"{basis}_onset"}
    return pl.DataFrame([basis_id | row for row in rows], infer_schema_length=None)


def _fit(
    variant: Variant, codes: Sequence[str], together: Sequence[FactorEstimate]
) -> tuple[FactorEstimate, ...]:
    if variant.n_changed == 0:
        return tuple(not_estimable(one.factor, UNCHANGED, one.support) for one in together)
    return fit_within_person(
        variant.source, codes, by_stratum=variant.by_stratum, weight=variant.weight
    ).estimates


def _within_between(read: ColumnReader, together: Sequence[FactorEstimate]) -> list[dict[str, Any]]:
    """Both parts of every factor that can be estimated within people.

    A factor that cannot be estimated alone between people has no between part, for the same reason.
    """
    able = [estimate for estimate in together if estimate.log_rate_ratio is not None]
    codes = [estimate.factor for estimate in able]
    if not codes:
        return []
    alone = fit_between_person(read(codes), codes)
    unbounded = {one.factor: one for one in alone if one.log_rate_ratio is None}
    both = fit_within_between(read(codes), codes, only_within=unbounded)
    between = [unbounded.get(one.factor, one) for one in both.between]
    rows = _rows("within_between", BETWEEN, between, alone, estimand=BETWEEN)
    for row, within, beside in zip(rows, both.within, between, strict=True):
        if contrasts_disagree(within, beside):
            row["done_otherwise"] += DISAGREES
    return [*_rows("within_between", TOGETHER, both.within, able), *rows]


def _rows(
    analysis: str,
    compared_with: str,
    found: Sequence[FactorEstimate],
    beside: Sequence[FactorEstimate],
    n_changed: int | None = None,
    *,
    estimand: str = "within_person",
) -> list[dict[str, Any]]:
    return [
        _row(analysis, compared_with, one, n_changed, estimand)
        | {"difference_in_errors": _difference(one, other)}
        for one, other in zip(found, beside, strict=True)
    ]


def _difference(one: FactorEstimate, other: FactorEstimate) -> float | None:
    """How far apart two estimates are, in standard errors of the one compared with."""
    if one.log_rate_ratio is None or other.log_rate_ratio is None or not other.standard_error:
        return None
    return (one.log_rate_ratio - other.log_rate_ratio) / other.standard_error


def _recording(estimate: FactorEstimate) -> dict[str, Any]:
    row = _row("delta_adjustment", HEADLINE, estimate, None, "within_person")
    nothing = dict.fromkeys(("standard_error", "log_ci_low", "log_ci_high", "p_value"))
    ratio = {"log_rate_ratio": log_recording_ratio(estimate), "difference_in_errors": None}
    return row | nothing | ratio


def _row(
    analysis: str,
    compared_with: str,
    estimate: FactorEstimate,
    n_changed: int | None,
    estimand: str,
) -> dict[str, Any]:
    support = estimate.support
    return {
        "trigger_id": estimate.factor,
        "estimand_id": estimand,
        "analysis_id": analysis,
        "done_otherwise": ANALYSES[analysis],
        "compared_with": compared_with,
        "status": str(estimate.status),
        "reason": estimate.reason,
        "log_rate_ratio": estimate.log_rate_ratio,
        "standard_error": estimate.standard_error,
        "log_ci_low": estimate.ci_low,
        "log_ci_high": estimate.ci_high,
        "p_value": estimate.p_value,
        "n_people": support.n_people,
        "n_changed": support.n_people if n_changed is None else n_changed,
        "n_days": support.n_person_days,
        "n_attacks": support.n_events,
        "n_sites": support.n_sites,
    }
