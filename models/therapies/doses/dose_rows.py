"""The doses of one therapy as rows of estimates.therapy_dose."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from threadpoolctl import threadpool_limits

from models.sensitivity import minimum_detectable_effect
from models.therapies.arms.arm_means import Contrast
from models.therapies.arms.arm_trial import read_arms
from models.therapies.bracket.folds import person_folds
from models.therapies.bracket.sides import FEWEST_STARTERS, FOLDS
from models.therapies.doses.dose_contrasts import dose_contrasts
from models.therapies.doses.dose_levels import dose_levels, level_of
from models.therapies.doses.dose_slope import dose_slope
from models.therapies.trial import COVARIATES

ESTIMANDS = {"dose_landmark": (), "dose_first_month": ("mmd_0",)}
"""What is held alike beside history and covariates: the first month counts after the start, and
comes both before and after the sessions of that month; neither answer is the right one alone."""
SESSIONS, MINUTES = "sessions_28", "minutes_28"
STEPS = {SESSIONS: (1.0, "per session"), MINUTES: (60.0, "per hour")}


def dose_rows(starters: pl.DataFrame, therapy: str) -> pl.DataFrame:
    """Levels and slopes of the sessions, and the slope of the hours, shaped as the table.

    ``starters`` has one row per person who newly started the therapy, with mmd_0, sessions_28,
    minutes_28 and outcome_days beside what ``read_trial`` takes. The dose is counted in days 0 to
    27, the outcome in days 28 to 83, and everybody is followed through both: nobody had to last
    longer to have more. A therapy of which too few had a session has one row that says so.
    """
    told = starters.filter(pl.col(SESSIONS) >= 1).sort("person_id")
    if told.height < 2 * FEWEST_STARTERS:
        reason = f"fewer than {2 * FEWEST_STARTERS} starters with a session on record"
        return _frame([_blank(therapy, "dose_landmark", SESSIONS, told, reason)])
    rows: list[dict[str, Any]] = []
    with threadpool_limits(limits=1, user_api="blas"):
        for estimand, further in ESTIMANDS.items():
            known = told.drop_nulls(list(further))
            covariates = (*COVARIATES, *further)
            rows += _levels(known, therapy, estimand, covariates)
            timed = known.filter(pl.col(MINUTES) > 0)
            rows.append(_slope(known, therapy, estimand, SESSIONS, covariates))
            rows.append(_slope(timed, therapy, estimand, MINUTES, covariates))
    return _frame(rows)


def _levels(
    people: pl.DataFrame, therapy: str, estimand: str, covariates: tuple[str, ...]
) -> list[dict[str, Any]]:
    sessions = people[SESSIONS].cast(pl.Int64).to_numpy()
    levels = dose_levels(sessions, FEWEST_STARTERS)
    if len(levels) < 2:
        reason = f"fewer than {FEWEST_STARTERS} people had another number of sessions"
        return [_blank(therapy, estimand, SESSIONS, people, reason)]
    placed = people.with_columns(arm=level_of(sessions, levels))
    found = dose_contrasts(read_arms(placed, covariates))
    rows = []
    for place, level in enumerate(levels[1:], start=1):
        of_level = placed.filter(pl.col("arm").is_in([0, place]))
        row = _blank(therapy, estimand, SESSIONS, of_level, found.reason) | {
            "dose_level": level.label,
            "reference_level": levels[0].label,
            "n_people": found.people[place],
            "n_reference": found.people[0],
            "overlap_share": found.overlap.overlap_share if found.overlap else None,
            "largest_imbalance": found.overlap.largest_imbalance if found.overlap else None,
        }
        rows.append(row | (_numbers(found.contrasts[place - 1]) if found.contrasts else {}))
    return rows


def _slope(
    people: pl.DataFrame, therapy: str, estimand: str, dose: str, covariates: tuple[str, ...]
) -> dict[str, Any]:
    step, label = STEPS[dose]
    amount = np.asarray(people[dose].cast(pl.Float64).to_numpy()) / step
    commonest = int(np.unique(amount, return_counts=True)[1].max(initial=0))
    if people.height < 2 * FEWEST_STARTERS or people.height - commonest < FEWEST_STARTERS:
        reason = f"fewer than {FEWEST_STARTERS} people had another dose than most"
        return _blank(therapy, estimand, dose, people, reason) | {"dose_level": label}
    row = _blank(therapy, estimand, dose, people, "") | {"dose_level": label}
    trial = read_arms(people.with_columns(arm=pl.lit(0)), covariates)
    folds = person_folds(trial.person_id, trial.arm, FOLDS)
    found = dose_slope(trial.outcome, amount, trial.features, trial.person_id, folds)
    return row | _numbers(found)


def _numbers(found: Contrast) -> dict[str, Any]:
    return {
        "status": "estimated",
        "difference": found.value,
        "standard_error": found.standard_error,
        "ci_low": found.ci_low,
        "ci_high": found.ci_high,
        "p_value": found.p_value,
        "smallest_detectable": minimum_detectable_effect(found.standard_error),
    }


def _blank(
    therapy: str, estimand: str, dose: str, people: pl.DataFrame, reason: str
) -> dict[str, Any]:
    return {
        "therapy_id": therapy,
        "estimand_id": estimand,
        "dose_id": dose,
        "dose_level": "any",
        "reference_level": "",
        "status": "not_estimable",
        "reason": reason,
        "difference": None,
        "standard_error": None,
        "ci_low": None,
        "ci_high": None,
        "p_value": None,
        "n_people": people.height,
        "n_reference": people.height,
        "n_days": int(people["outcome_days"].sum() or 0),
        "n_sites": people["site_code"].n_unique(),
        "overlap_share": None,
        "largest_imbalance": None,
        "smallest_detectable": None,
    }


def _frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, infer_schema_length=None)
