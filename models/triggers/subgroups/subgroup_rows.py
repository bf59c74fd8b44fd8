"""Every subgroup's estimates and the tests between them, as rows."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from models.multiplicity import q_values
from models.results import FactorEstimate, ratio_columns
from models.sensitivity import detectable_ratio
from models.stream.person_blocks import BatchSource
from models.triggers.subgroups.interaction import InteractionTest, interaction_test
from models.triggers.within_person import fit_within_person
from triggerscape.factors import Claim, Factor

BETWEEN_LEVELS = "between levels"
LevelSources = Mapping[str, Mapping[str, BatchSource]]
"""Per kind of subgroup and per level the at-risk days of that level."""


def subgroup_rows(kinds: LevelSources, factors: Sequence[Factor], basis: str) -> pl.DataFrame:
    """One row per factor, kind and level, and one per factor and kind for the test between levels.

    Shaped as estimates.trigger_subgroup. Each level is fitted by itself, its candidates and
    negative controls together; premonitory factors are left out. The row of a test counts the
    people of the smallest level compared, for they could move it most. q-values are
    Benjamini-Hochberg over all tests of candidates; a negative control is not a hypothesis.
    """
    causes = [factor for factor in factors if factor.claim is not Claim.PREMONITORY]
    codes = [factor.code for factor in causes]
    outcome = f"{basis}_onset"
    rows: list[dict[str, Any]] = []
    tests: list[dict[str, Any]] = []
    for kind, levels in kinds.items():
        fits = {
            level: fit_within_person(source, codes).estimates for level, source in levels.items()
        }
        for place, factor in enumerate(causes):
            key = {"trigger_id": factor.code, "outcome_id": outcome, "subgroup_kind": kind}
            found = [estimates[place] for estimates in fits.values()]
            rows += [
                key | {"subgroup_level": level} | _level(estimate)
                for level, estimate in zip(fits, found, strict=True)
            ]
            tests.append(key | {"subgroup_level": BETWEEN_LEVELS} | _test(factor, found))
    adjusted = q_values([None if row["is_control"] else row["p_value"] for row in tests])
    for row, q_value in zip(tests, adjusted, strict=True):
        row["q_value"] = q_value
        del row["is_control"]
    return pl.DataFrame(rows + tests, infer_schema_length=None)


def _level(estimate: FactorEstimate) -> dict[str, Any]:
    return {**ratio_columns(estimate), "q_value": None}


def _test(factor: Factor, levels: Sequence[FactorEstimate]) -> dict[str, Any]:
    test = interaction_test(levels)
    compared = [levels[place].support for place in test.places]
    is_made = test.p_value is not None
    return {
        "is_control": factor.claim is Claim.NEGATIVE_CONTROL,
        "status": "estimated" if is_made else "not_estimable",
        "reason": "" if is_made else _reason(test),
        "log_rate_ratio": None,
        "standard_error": None,
        "log_ci_low": None,
        "log_ci_high": None,
        "p_value": test.p_value,
        "smallest_detectable": _detectable_difference(levels, test) if is_made else None,
        "n_people": min((support.n_people for support in compared), default=0),
        "n_days": sum(support.n_person_days for support in compared),
        "n_attacks": sum(support.n_events for support in compared),
        "n_sites": max((support.n_sites for support in compared), default=0),
    }


def _reason(test: InteractionTest) -> str:
    return f"{len(test.places)} levels with enough people, and two are needed"


def _detectable_difference(levels: Sequence[FactorEstimate], test: InteractionTest) -> float | None:
    """The ratio of rate ratios found with 80% power between the two best measured levels."""
    errors = sorted(
        error for place in test.places if (error := levels[place].standard_error) is not None
    )
    return detectable_ratio(math.hypot(errors[0], errors[1]))
