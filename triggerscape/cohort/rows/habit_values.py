"""What a diary says about the rest of the day: habits, triggers, preventives, self-care."""

from __future__ import annotations

import numpy as np
import polars as pl

from triggerscape.cohort.days.simulation import World
from triggerscape.cohort.setting.draws import BoolArray, DayArray
from triggerscape.cohort.setting.habits import PER_UNIT

ASKED = ("bright_light", "cheese", "chocolate", "fatigue", "noise", "odour", "travel")
EXTRAS = ("x_craving", "x_humidity", "x_nc1", "x_nc2", "x_nc3", "x_pressure_drop")
_NUMBERS = (
    "sleep_hours",
    "sleep_quality",
    "sleep_interruptions",
    "stress",
    "sitting_hours",
    "screen_hours",
    "posture_rating",
    "neck_pain",
    "caffeine_mg",
    "alcohol_units",
    "water_ml",
    "meals_skipped",
    "exercise_min",
)
_SKIPPED = 0.4  # share of the number questions left out of an unfinished entry
_RESCUE = 0.65  # share of migraine days with a hot or cold pack


def habit_values(
    world: World, person: DayArray, day: DayArray, hurried: BoolArray, draws: np.random.Generator
) -> dict[str, pl.Series]:
    """The contract's habit columns, and the x_ columns, for the given person-days."""
    told: dict[str, pl.Series] = {}
    for name in (*_NUMBERS, *EXTRAS):
        recorded = world.values[name][day, person]
        per_unit = PER_UNIT.get(name, 1)
        series = pl.Series(recorded if per_unit == 1 else recorded / per_unit)
        asked = ~hurried | (draws.random(len(day)) >= _SKIPPED)
        told[name] = pl.select(pl.when(pl.lit(pl.Series(asked))).then(pl.lit(series))).to_series()
    women = pl.lit(pl.Series(world.people.female[person]))
    bleeding = pl.lit(pl.Series(world.around.cycle.bleeding[day, person]))
    told["menses"] = pl.select(pl.when(women).then(bleeding)).to_series()
    present = {code: world.values[code][day, person] > 0 for code in ASKED if code != "noise"}
    present["noise"] = present["odour"] & (draws.random(len(day)) < 0.5)
    told["triggers_asked"] = pl.Series([list(ASKED)], dtype=pl.List(pl.String)).new_from_index(
        0, len(day)
    )
    told["triggers_present"] = chosen_words(present)
    faithful = draws.random(len(day)) < 0.9
    told["preventive_taken"] = pl.Series(_on_preventive(world)[day, person] & faithful)
    told["selfcare"] = _selfcare(world, person, day, draws)
    return told


def _on_preventive(world: World) -> BoolArray:
    on = np.zeros_like(world.written)
    for course in world.courses:
        if course.therapy.startswith("preventive_"):
            on[course.start : course.stop, course.person] = True
    return on


def _selfcare(
    world: World, person: DayArray, day: DayArray, draws: np.random.Generator
) -> pl.Series:
    """Daily practice in a course of self-care, and a pack on the head when it hurts."""
    done: dict[str, BoolArray] = {}
    for course in world.courses:
        if course.therapy == "selfcare":
            on = done.setdefault(course.code, np.zeros_like(world.written))
            on[course.start : course.stop, course.person] = True
    kept = {code: on[day, person] & (draws.random(len(day)) < 0.8) for code, on in done.items()}
    rescue = world.days.migraine[day, person] & (draws.random(len(day)) < _RESCUE)
    cold = draws.random(len(day)) < 0.6
    return chosen_words(kept | {"selfcare_cold": rescue & cold, "selfcare_heat": rescue & ~cold})


def chosen_words(chosen: dict[str, BoolArray]) -> pl.Series:
    """One list per row: the names whose array is true there, in alphabetical order."""
    names = sorted(chosen)
    code = np.zeros(len(chosen[names[0]]), dtype=np.int64)
    for place, name in enumerate(names):
        code += chosen[name].astype(np.int64) << place
    spelled = [
        [name for place, name in enumerate(names) if number >> place & 1]
        for number in range(2 ** len(names))
    ]
    return pl.Series("words", spelled, dtype=pl.List(pl.String)).gather(code)
