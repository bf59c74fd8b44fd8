"""After a stop: how those who stopped fare, against people still on the therapy."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from models.therapies.event_time.event_rows import DIFFERENCE, window_row
from models.therapies.event_time.event_study import AFTER
from models.therapies.event_time.event_trial import LAST_BEFORE, EventTrial, read_event_trial
from models.therapies.event_time.window_estimates import (
    ByWindow,
    on_all_rows,
    window_estimates,
)
from models.therapies.event_time.window_fit import WindowFit, fit_windows

AFTER_STOP = "after_stop"
ON_COURSE = "course_days"


def after_stop_rows(frame: pl.DataFrame, therapy: str) -> pl.DataFrame:
    """Rows of estimates.therapy_event_time: windows 0 to 5 after the stop, the therapy with itself.

    ``frame`` is the trial of stopping as ``read_event_trial`` takes it, with ``course_days``, the
    length of the course up to time zero. Above 0, those who stopped have more migraine days.
    """
    event = read_event_trial(frame, LAST_BEFORE, also=(ON_COURSE,))
    fits, found = after_stop(event)
    shared: dict[str, Any] = {
        "therapy_id": therapy,
        "comparator_id": therapy,
        "estimand_id": AFTER_STOP,
        "measure_id": DIFFERENCE,
        "without_start": None,
        "responds_from_day": None,
        "response_rule": None,
    }
    rows = [shared | window_row(event, fit, found.get(fit.window), is_effect=True) for fit in fits]
    return pl.DataFrame(rows, infer_schema_length=None)


def after_stop(event: EventTrial) -> tuple[tuple[WindowFit, ...], ByWindow]:
    """The change since windows -3 to -1 of stoppers against the others, by window.

    Given the months before time zero and how long the course has lasted: who stops because it did
    not help, or because all is well, has told so in these months.
    """
    fits = fit_windows(event, AFTER, {AFTER_STOP: event.history_features})
    found = {fit.window: on_all_rows(fit.rows, fit.sides[AFTER_STOP]) for fit in fits if fit.sides}
    return fits, window_estimates(found, np.asarray(event.trial.person_id))
