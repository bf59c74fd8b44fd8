"""Person, coverage and questionnaire rows of a site."""

from __future__ import annotations

import numpy as np
import polars as pl

from triggerscape.cohort.days.questionnaires import Answers, make_answers
from triggerscape.cohort.days.simulation import World
from triggerscape.cohort.sending.clock import dates, to_utc, wall_times
from triggerscape.cohort.sending.order import in_contract_order
from triggerscape.cohort.setting.draws import DayArray
from triggerscape.contract.catalogue import INPUTS

_CODES = {
    "chronic_migraine": "icd10:G43.709",
    "mwa": "icd10:G43.109",
    "mwoa": "icd10:G43.009",
}
_EVENING = 19 * 60


def person_rows(world: World, keys: list[str], until: int) -> pl.DataFrame:
    """Everybody enrolled before day ``until``, as known then.

    App users who fall silent never leave on paper.
    """
    people = world.people
    draws = world.luck.stream("person rows")
    told = people.headache_share * 30 + draws.normal(1.5, 2.0, people.size)
    leaves = (world.left < min(until, world.calendar.length)) & (not world.site.by_app)
    last = dates(world.calendar, world.left - 1)
    known = np.where(leaves, world.left, world.enrolled)
    evening = wall_times(world.calendar, known, np.full(people.size, _EVENING))
    frame = pl.DataFrame(
        {
            "site_code": np.full(people.size, world.site.code),
            "person_key": keys,
            "birth_year": people.birth_year,
            "sex": np.where(people.female, "female", "male"),
            "diagnosis": people.diagnosis,
            "diagnosis_code": [_CODES[name] for name in people.diagnosis],
            "onset_age": people.onset_age,
            "enrolled_on": dates(world.calendar, world.enrolled),
            "left_on": pl.select(pl.when(pl.lit(pl.Series(leaves))).then(pl.lit(last))).to_series(),
            "baseline_headache_days": np.clip(np.round(told), 0, 31),
            "consent_scope": np.full(people.size, "research"),
            "recorded_at": to_utc(evening, world.site.timezone),
        }
    )
    return in_contract_order(frame, INPUTS["person"]).filter(world.enrolled < until)


def coverage_rows(world: World, keys: list[str]) -> pl.DataFrame:
    """Stretches of days on which the log was kept: there, no entry means no attack."""
    person, first, last = _stretches(world)
    evening = wall_times(world.calendar, last, np.full(len(last), _EVENING))
    frame = pl.DataFrame(
        {
            "site_code": np.full(len(person), world.site.code),
            "person_key": pl.Series(keys, dtype=pl.String).gather(person),
            "from_date": dates(world.calendar, first),
            "to_date": dates(world.calendar, last),
            "basis": np.full(len(person), "app opened"),
            "recorded_at": to_utc(evening, world.site.timezone),
        }
    )
    return in_contract_order(frame, INPUTS["diary_coverage"])


def _stretches(world: World) -> tuple[DayArray, DayArray, DayArray]:
    """Person, first and last day of every run of written days, by person and day."""
    padded = np.zeros((world.written.shape[0] + 2, world.written.shape[1]), dtype=np.int8)
    padded[1:-1] = world.written
    change = np.diff(padded, axis=0).T
    person, first = np.nonzero(change == 1)
    _, after = np.nonzero(change == -1)
    return person, first, after - 1


def questionnaire_rows(world: World, keys: list[str]) -> pl.DataFrame:
    """HIT-6 and MIDAS answers; one site sends HIT-6 as the mean of items scored 1 to 5."""
    hit6, midas = make_answers(world)
    frames = [_answer_rows(world, keys, answers) for answers in (hit6, midas)]
    both = pl.concat(frames, how="diagonal")
    return both.sort("person_key", "instrument", "completed_on", maintain_order=True)


def _answer_rows(world: World, keys: list[str], answers: Answers) -> pl.DataFrame:
    rows = len(answers.person)
    evening = wall_times(world.calendar, answers.day, np.full(rows, _EVENING))
    frame = pl.DataFrame(
        {
            "site_code": np.full(rows, world.site.code),
            "person_key": pl.Series(keys, dtype=pl.String).gather(answers.person),
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
