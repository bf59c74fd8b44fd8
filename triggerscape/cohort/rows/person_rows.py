"""Person rows of a site: who takes part, in coarse terms, as known on a day."""

from __future__ import annotations

import numpy as np
import polars as pl

from triggerscape.cohort.days.simulation import World
from triggerscape.cohort.rows.order import in_contract_order
from triggerscape.cohort.sending.keys import Keys
from triggerscape.cohort.setting.clock import dates, to_utc, wall_times
from triggerscape.contract.catalogue import INPUTS

_CODES = {
    "chronic_migraine": "icd10:G43.709",
    "mwa": "icd10:G43.109",
    "mwoa": "icd10:G43.009",
}
_EVENING = 19 * 60 + 5  # never midnight in UTC, which readers of types take for a day


def person_rows(world: World, keys: Keys, until: int) -> pl.DataFrame:
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
            "person_key": keys.people,
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
