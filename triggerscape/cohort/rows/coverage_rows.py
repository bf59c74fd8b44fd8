"""Coverage rows of a site: the stretches of days on which a log of attacks was kept."""

from __future__ import annotations

import numpy as np
import polars as pl

from triggerscape.cohort.days.simulation import World
from triggerscape.cohort.rows.order import in_contract_order
from triggerscape.cohort.sending.keys import Keys
from triggerscape.cohort.setting.clock import dates, to_utc, wall_times
from triggerscape.cohort.setting.draws import DayArray
from triggerscape.contract.catalogue import INPUTS

_EVENING = 19 * 60 + 5  # never midnight in UTC, which readers of types take for a day


def coverage_rows(world: World, keys: Keys) -> pl.DataFrame:
    """Stretches of days on which the log was kept: there, no entry means no attack."""
    person, first, last = _stretches(world)
    evening = wall_times(world.calendar, last, np.full(len(last), _EVENING))
    frame = pl.DataFrame(
        {
            "site_code": np.full(len(person), world.site.code),
            "person_key": pl.Series(keys.people, dtype=pl.String).gather(person),
            "from_date": dates(world.calendar, first),
            "to_date": dates(world.calendar, last),
            "basis": np.full(len(person), "app_opened"),
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
