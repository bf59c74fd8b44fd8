"""Diary rows of a site under the contract's names and units, sorted by person and day."""

from __future__ import annotations

import numpy as np
import polars as pl

from triggerscape.cohort.days.simulation import World
from triggerscape.cohort.rows.attack_values import attack_values
from triggerscape.cohort.rows.habit_values import habit_values
from triggerscape.cohort.rows.order import in_contract_order
from triggerscape.cohort.sending.keys import Keys
from triggerscape.cohort.setting.clock import dates, to_utc, wall_times
from triggerscape.cohort.setting.draws import DayArray
from triggerscape.contract.catalogue import INPUTS

_HURRIED = 0.05  # share of entries left unfinished
_DELAYS = ((0, 1, 2, 3, 5, 7), (0.88, 0.07, 0.025, 0.015, 0.007, 0.003))


def diary_rows(world: World, keys: Keys) -> pl.DataFrame:
    """One row per written person-day; an attack log holds only days with a headache.

    Columns the site does not collect are absent. A day not written is absent too, or a row marked
    missed where the site sends those.
    """
    person, day = _rows(world)
    draws = world.luck.stream("diary rows")
    written = world.written[day, person]
    hurried = draws.random(len(day)) < _HURRIED
    status = np.where(written, np.where(hurried, "partial", "complete"), "missed")
    delay = draws.choice(_DELAYS[0], size=len(day), p=_DELAYS[1])
    minute = draws.integers(18 * 60, 24 * 60, len(day))
    entered = wall_times(world.calendar, day + delay, minute)
    told = attack_values(world, person, day, draws)
    told |= habit_values(world, person, day, hurried, draws)
    told = {name: told[name] for name in told if name not in world.site.not_collected}
    clinical = pl.DataFrame(told).with_columns(
        pl.when(pl.lit(pl.Series(written))).then(pl.col(name)).alias(name) for name in told
    )
    entry = pl.DataFrame(
        {
            "site_code": np.full(len(day), world.site.code),
            "person_key": pl.Series(keys.people).gather(person),
            "diary_date": dates(world.calendar, day),
            "entry_status": status,
            "entered_at": pl.select(pl.when(pl.lit(pl.Series(written))).then(entered)).to_series(),
            "recorded_at": to_utc(entered, world.site.timezone).dt.offset_by("5m"),
        }
    )
    return in_contract_order(pl.concat([entry, clinical], how="horizontal"), INPUTS["diary"])


def _rows(world: World) -> tuple[DayArray, DayArray]:
    chosen = world.written
    if world.site.attacks_only:
        chosen = chosen & (world.days.migraine | world.chances.other_headache)
    elif "missed_rows" in world.site.traits:
        chosen = world.takes_part
    person, day = np.nonzero(chosen.T)
    return person, day
