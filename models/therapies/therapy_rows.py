"""The comparison of one pair as rows: every outcome by both sides, and what could forbid it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from models.stream.person_days import FloatArray
from models.therapies.bracket.bracket_results import Difference, TherapyEstimate
from models.therapies.bracket.nuisances import Propensities
from models.therapies.bracket.therapy_bracket import compare_outcome, compare_therapies
from models.therapies.diagnostics.therapy_diagnostics import therapy_diagnostics
from models.therapies.later_start import later_start
from models.therapies.outcomes import FURTHER, HEADLINE, Outcome, people_with, trial_of
from models.therapies.therapy_verdicts import (
    TherapyVerdict,
    further_verdict,
    therapy_verdict,
)

ADJUSTED, CHANGE, RECENT_CHANGE = "att_aipw", "att_did", "att_did_recent"
BRACKET = "att_bracket"


@dataclass(frozen=True, eq=False)
class ComparisonRows:
    """Rows shaped as estimates.therapy_effect and estimates.therapy_diagnostic."""

    effects: pl.DataFrame
    diagnostics: pl.DataFrame


def comparison_rows(
    people: pl.DataFrame, therapy: str, comparator: str, *, is_no_start: bool = False
) -> ComparisonRows:
    """Compare two arms in every outcome; each gets a row a side and, of two sides, their range.

    ``people`` holds one row per person and time zero with ``arm`` and every column of
    trials.person_at_zero; of starters also is_stopped_by_84. The verdict belongs to the outcome and
    stands on all its rows. Against no start nobody can stop, so that outcome is left out; there
    ``days_to_start`` says of who did not start how long after time zero they did, null for never.
    """
    propensities = Propensities()
    headline_people = people_with(people, HEADLINE)
    estimate = replace(
        compare_therapies(trial_of(headline_people, HEADLINE), propensities),
        later_start=later_start(people),
    )
    headline = therapy_verdict(estimate, is_no_start=is_no_start)
    effects = _rows(HEADLINE, headline_people, estimate, headline)
    for outcome in FURTHER:
        if outcome.only_active and is_no_start:
            continue
        known = people_with(people, outcome)
        found = _compare(known, outcome, propensities)
        verdict = further_verdict(found, outcome.smallest_worthwhile, headline)
        effects += _rows(outcome, known, found, verdict)
    pair = {"therapy_id": therapy, "comparator_id": comparator}
    return ComparisonRows(
        pl.DataFrame([pair | row for row in effects], infer_schema_length=None),
        pl.DataFrame(
            [pair | row for row in _diagnostic_rows(estimate, therapy, headline_people)],
            infer_schema_length=None,
        ),
    )


def _compare(people: pl.DataFrame, outcome: Outcome, propensities: Propensities) -> TherapyEstimate:
    trial = trial_of(people, outcome)
    since = _since(people, outcome) if outcome.since else None
    return compare_outcome(trial, since, "the same counted before", propensities)


def _since(people: pl.DataFrame, outcome: Outcome) -> FloatArray:
    """In the order of the trial's rows."""
    ordered = people.sort([n for n in ("person_id", "index_date") if n in people.columns])
    return np.asarray(ordered[outcome.since].cast(pl.Float64).to_numpy(), dtype=np.float64)


def _rows(
    outcome: Outcome,
    people: pl.DataFrame,
    estimate: TherapyEstimate,
    verdict: TherapyVerdict | None,
) -> list[dict[str, Any]]:
    shared = {
        "measure_id": outcome.measure_id,
        "first_day": outcome.days[0],
        "last_day": outcome.days[1],
        "n_days": None if outcome.is_asked else int(people["outcome_days"].sum() or 0),
        "n_sites": people["site_code"].n_unique(),
        "verdict": str(verdict.code) if verdict else None,
        "verdict_rule": "; ".join(verdict.reasons) if verdict else None,
    }
    overlap = estimate.overlap
    of_adjusted = {
        "overlap_share": overlap.overlap_share if overlap else None,
        "largest_imbalance": finite(overlap.largest_imbalance) if overlap else None,
        "smallest_detectable": estimate.minimum_detectable_difference,
    }
    rows = [shared | _side(ADJUSTED, estimate.adjusted, estimate) | of_adjusted]
    if outcome.since:
        change = CHANGE if outcome is HEADLINE else RECENT_CHANGE
        rows.append(shared | _side(change, estimate.change, estimate) | dict.fromkeys(of_adjusted))
        rows.append(shared | _side(BRACKET, _range(estimate), estimate) | of_adjusted)
    return rows


def _range(estimate: TherapyEstimate) -> Difference | None:
    """From the lower end of both intervals to the higher: a range with nothing in its middle."""
    adjusted, change = estimate.adjusted, estimate.change
    if adjusted is None or change is None:
        return None
    return Difference(
        math.nan,
        math.nan,
        min(adjusted.ci_low, change.ci_low),
        max(adjusted.ci_high, change.ci_high),
        min(adjusted.n_started_a, change.n_started_a),
        min(adjusted.n_started_b, change.n_started_b),
    )


def _side(estimand: str, side: Difference | None, estimate: TherapyEstimate) -> dict[str, Any]:
    return {
        "estimand_id": estimand,
        "status": "estimated" if side else "not_estimable",
        "reason": "" if side else "; ".join(estimate.reasons),
        "difference": finite(side.difference) if side else None,
        "standard_error": finite(side.standard_error) if side else None,
        "ci_low": side.ci_low if side else None,
        "ci_high": side.ci_high if side else None,
        "n_people": side.n_started_a if side else estimate.n_started_a,
        "n_comparator": side.n_started_b if side else estimate.n_started_b,
    }


def _diagnostic_rows(
    estimate: TherapyEstimate, therapy: str, people: pl.DataFrame
) -> list[dict[str, Any]]:
    return [
        {
            "diagnostic_id": one.diagnostic_id,
            "value": finite(one.value),
            "ci_low": one.ci_low,
            "ci_high": one.ci_high,
            "bound": one.bound,
            "is_met": one.is_met,
            "decides": one.decides,
            "sentence": one.sentence,
            "n_people": estimate.n_started_a,
            "n_comparator": estimate.n_started_b,
            "n_sites": people["site_code"].n_unique(),
        }
        for one in therapy_diagnostics(estimate, therapy)
    ]


def finite(value: float | None) -> float | None:
    """The number, or None where it is none."""
    return value if value is not None and math.isfinite(value) else None
