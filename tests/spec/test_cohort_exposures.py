"""A factor derived from the delivered file is the engine's own exposure, day for day."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest
from cohort_files import rows_of

from triggerscape.cohort.days.exposures import exposure
from triggerscape.cohort.deliveries import write_deliveries
from triggerscape.cohort.population import make_population
from triggerscape.cohort.truth import default_truth
from triggerscape.delivery.profiles.profile import SiteProfile
from triggerscape.delivery.profiles.reading import read_profile

# The published definition of each factor, on the contract's columns and units.
RULES = {
    "sleep_short": ("sleep_hours", lambda hours: hours <= 6.5),
    "sleep_poor": ("sleep_quality", lambda score: score <= 2),
    "stress_level": ("stress", lambda points: points / 2),
    "posture_poor": ("posture_rating", lambda score: score <= 2),
    "screen_long": ("screen_hours", lambda hours: hours >= 8),
    "alcohol_any": ("alcohol_units", lambda units: units > 0),
    "alcohol_heavy": ("alcohol_units", lambda units: units >= 7),
    "caffeine_high": ("caffeine_mg", lambda mg: mg >= 285),
    "meal_skipped": ("meals_skipped", lambda meals: meals >= 1),
    "water_low": ("water_ml", lambda ml: ml < 1500),
    "x_nc1": ("x_nc1", lambda yes: yes),
    "x_humidity": ("x_humidity", lambda steps: steps),
    "x_pressure_drop": ("x_pressure_drop", lambda yes: yes),
}
SITES = range(12)


def number(row: dict[str, str], column: str, profile: SiteProfile) -> float | None:
    """The column in the contract's unit, read as the profile says and no other way."""
    rule = profile.rule("diary", column)
    text = row.get(next(iter(rule.headers), column), "").replace(profile.decimal, ".")
    if not text:
        return None
    value = float(text) * (rule.multiply or 1)
    return value if rule.reverse is None else sum(rule.reverse) - value


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    home = tmp_path_factory.mktemp("exposures")
    population = make_population(96, 84, 12, 10, default_truth())
    write_deliveries(population, home)
    return population, home


@pytest.mark.parametrize("index", SITES)
def test_thresholds_on_the_delivered_values_give_the_engines_exposure(sent, index):
    population, home = sent
    world = population.world(index)
    profile = read_profile(home / "sites" / f"{world.site.code}.toml")
    keys: list[str] = []
    compared = 0
    for folder in sorted((home / "inbox" / world.site.code).iterdir()):
        [people] = folder.glob("person.*")
        keys = sorted({*keys, *(row["person_key"] for row in rows_of(people, profile.delimiter))})
    everybody = {key: person for person, key in enumerate(keys)}
    assert len(everybody) == world.people.size
    truth = {code: exposure(code, world.around) for code in RULES}
    first = world.calendar.first_date
    for folder in sorted((home / "inbox" / world.site.code).iterdir()):
        [diary] = folder.glob("diary.*")
        for row in rows_of(diary, profile.delimiter):
            date = datetime.strptime(row["diary_date"], profile.date_formats[0]).date()  # noqa: DTZ007
            day, person = (date - first).days, everybody[row["person_key"]]
            for code, (column, rule) in RULES.items():
                value = number(row, column, profile)
                if value is not None:
                    assert float(rule(value)) == truth[code][day, person], (code, row)
                    compared += 1
    assert (compared > 0) == (not world.site.attacks_only)


def test_sixty_sleep_minutes_are_exactly_an_hour():
    """390 minutes must come back as 6.5 hours, not as a shade more: the rule is 6.5 or less."""
    for tenths in range(20, 131):
        assert (tenths * 6 * (1 / 60) <= 6.5) == (tenths <= 65)


def test_let_down_and_withdrawal_look_at_yesterday():
    world = make_population(30, 84, 1, 11, default_truth()).world(0)
    stress = world.around.values["stress"] / 2
    caffeine = world.around.values["caffeine_mg"]
    fell = stress[:-1] - stress[1:] >= 2.5
    stopped = (caffeine[1:] == 0) & (caffeine[:-1] >= 190)
    assert np.array_equal(exposure("stress_letdown", world.around)[1:] > 0, fell)
    assert np.array_equal(exposure("caffeine_withdrawal", world.around)[1:] > 0, stopped)
