"""The event study of one comparison as rows, one per estimand, measure and window."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from models.sensitivity import minimum_detectable_effect
from models.therapies.bracket.people_counted import people_by_arm
from models.therapies.bracket.sides import FEWEST_STARTERS
from models.therapies.event_time.event_study import (
    ADJUSTED,
    AFTER,
    CHANGE,
    EventStudy,
    event_study,
)
from models.therapies.event_time.event_trial import WINDOWS, EventTrial, read_event_trial
from models.therapies.event_time.response_time import ResponseTime, response_time
from models.therapies.event_time.window_estimates import ByWindow, WindowEstimate
from models.therapies.event_time.window_fit import WindowFit

STARTERS = "starters_only"
DIFFERENCE = "mmd_window_difference"
OBSERVED, EXPECTED, BEFORE_AFTER = "mmd_observed", "mmd_expected", "mmd_change"


@dataclass(frozen=True)
class _Line:
    """One measure of one estimand by window, and what stands beside each of its numbers."""

    estimand: str
    measure: str
    windows: tuple[int, ...]
    found: ByWindow
    beside: ByWindow = field(default_factory=dict)


def event_rows(
    frame: pl.DataFrame, therapy: str, comparator: str, *, context: str = ""
) -> pl.DataFrame:
    """Rows of estimates.therapy_event_time for one trial, as ``read_event_trial`` takes it.

    A window in which too few are known keeps its rows, not estimable and with the reason.
    ``context`` is what else a response to this comparison holds, said behind its rule.
    """
    event = read_event_trial(frame)
    study = event_study(event)
    response = response_time(study.effect)
    expected, change = study.expected, study.expected_change
    lines = (
        _Line(CHANGE, DIFFERENCE, WINDOWS, study.effect[CHANGE]),
        _Line(ADJUSTED, DIFFERENCE, AFTER, study.effect[ADJUSTED]),
        _Line(CHANGE, EXPECTED, WINDOWS, expected[CHANGE]),
        _Line(ADJUSTED, EXPECTED, WINDOWS, expected[ADJUSTED]),
        _Line(STARTERS, OBSERVED, WINDOWS, study.observed, expected[ADJUSTED]),
        _Line(STARTERS, BEFORE_AFTER, AFTER, study.before_after, change),
    )
    rows = [row for line in lines for row in _rows(event, study, line)]
    shared = {"therapy_id": therapy, "comparator_id": comparator, **_said(response, context)}
    return pl.DataFrame([shared | row for row in rows], infer_schema_length=None)


def window_row(
    event: EventTrial, fit: WindowFit, found: WindowEstimate | None, *, is_effect: bool
) -> dict[str, Any]:
    """The columns that a number of a window has, estimated or not."""
    rows = fit.rows
    started = rows & (event.trial.arm == 1)
    days = event.known_days
    n_people, n_comparator = people_by_arm(event.trial.arm[rows], event.trial.person_id[rows])
    return {
        "event_window": fit.window,
        "status": "estimated" if found else "not_estimable",
        "reason": ""
        if found
        else f"fewer than {FEWEST_STARTERS} comparable people of an arm are known in the window",
        "estimate": found.estimate if found else None,
        "standard_error": found.standard_error if found else None,
        "ci_low": found.ci_low if found else None,
        "ci_high": found.ci_high if found else None,
        "band_low": found.band_low if found else None,
        "band_high": found.band_high if found else None,
        "smallest_detectable": minimum_detectable_effect(found.standard_error)
        if found and is_effect
        else None,
        "n_people": n_people,
        "n_comparator": n_comparator,
        "n_days": None if days is None else int(days[started, WINDOWS.index(fit.window)].sum()),
        "n_sites": len(np.unique(event.site[rows])),
    }


def _rows(event: EventTrial, study: EventStudy, line: _Line) -> list[dict[str, Any]]:
    is_effect = line.measure == DIFFERENCE
    beside = {window: found.estimate for window, found in line.beside.items()}
    return [
        {
            "estimand_id": line.estimand,
            "measure_id": line.measure,
            **window_row(event, fit, line.found.get(fit.window), is_effect=is_effect),
            "without_start": beside.get(fit.window),
        }
        for fit in study.fits
        if fit.window in line.windows
    ]


def _said(response: ResponseTime, context: str) -> dict[str, Any]:
    beside = f"; {context}" if context and response.from_day is not None else ""
    return {"responds_from_day": response.from_day, "response_rule": f"{response.rule}{beside}"}
