"""Questionnaire rows of a site: HIT-6 and MIDAS, by person, instrument and day."""

from __future__ import annotations

import numpy as np
import polars as pl

from triggerscape.cohort.days.questionnaires import Answers, make_answers
from triggerscape.cohort.days.simulation import World
from triggerscape.cohort.rows.order import in_contract_order
from triggerscape.cohort.sending.keys import Keys
from triggerscape.cohort.setting.clock import dates, to_utc, wall_times
from triggerscape.contract.catalogue import INPUTS

_EVENING = 19 * 60 + 5  # never midnight in UTC, which readers of types take for a day


def questionnaire_rows(world: World, keys: Keys) -> pl.DataFrame:
    """All answers, by person, instrument and day."""
    hit6, midas = make_answers(world)
    frames = [_answer_rows(world, keys, answers) for answers in (hit6, midas)]
    both = pl.concat(frames, how="diagonal")
    return both.sort("person_key", "instrument", "completed_on", maintain_order=True)


def _answer_rows(world: World, keys: Keys, answers: Answers) -> pl.DataFrame:
    rows = len(answers.person)
    evening = wall_times(world.calendar, answers.day, np.full(rows, _EVENING))
    frame = pl.DataFrame(
        {
            "site_code": np.full(rows, world.site.code),
            "person_key": pl.Series(keys.people, dtype=pl.String).gather(answers.person),
            "instrument": np.full(rows, answers.instrument),
            "completed_on": dates(world.calendar, answers.day),
            **{f"item_{n + 1}": answers.items[:, n] for n in range(answers.items.shape[1])},
            "total": answers.items.sum(axis=1),
            "version": np.full(rows, "1"),
            "recall_days": np.full(rows, answers.recall_days),
            "recorded_at": to_utc(evening, world.site.timezone),
        }
    )
    return in_contract_order(frame, INPUTS["questionnaire"])
