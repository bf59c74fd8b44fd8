"""The sites: where they are, how diaries are kept there, and what each does differently."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from triggerscape.cohort.setting.draws import DayArray

SPECIAL_FROM = 6  # with fewer sites all are plain


@dataclass(frozen=True)
class Site:
    """One site.

    ``traits`` are the ways in which its files differ from the contract, ``not_collected`` the
    columns its diary has not got, ``devices`` whether it owns a laser and a PEMF coil. A site that
    names a ``currency`` sends what therapies cost, and how satisfied people were with visits.
    """

    code: str = ""
    timezone: str = "Europe/London"
    hemisphere: str = "north"
    weight: int = 8
    by_app: bool = False
    attacks_only: bool = False
    devices: bool = False
    currency: str = ""
    traits: frozenset[str] = frozenset()
    not_collected: frozenset[str] = frozenset()

    @property
    def entry_basis(self) -> str:
        """How diary entries come about here."""
        return "event_log" if self.attacks_only else "daily_prompt"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# An attack log asks about the attack and nothing else.
_LIFESTYLE = _words(
    "sleep_hours sleep_quality sleep_interruptions stress sitting_hours screen_hours "
    "posture_rating neck_pain caffeine_mg alcohol_units water_ml meals_skipped exercise_min menses "
    "triggers_asked preventive_taken x_craving x_nc1 x_nc2 x_nc3 x_pressure_drop x_humidity"
)
_WEATHER = _words("x_pressure_drop x_humidity")

_TWELVE: tuple[Site, ...] = (
    Site(weight=16, devices=True, currency="EUR", traits=_words("missed_rows")),
    Site(
        timezone="America/New_York",
        weight=7,
        by_app=True,
        attacks_only=True,
        traits=_words("gzip"),
        not_collected=_LIFESTYLE,
    ),
    Site(
        timezone="Europe/Berlin",
        weight=13,
        devices=True,
        currency="EUR",
        traits=_words("semicolon gzip"),
        not_collected=_words("exercise_min"),
    ),
    Site(timezone="Asia/Seoul", weight=8, traits=_words("parquet headache_free")),
    Site(timezone="America/Chicago", weight=9, by_app=True, not_collected=_words("water_ml")),
    Site(weight=8, devices=True, currency="GBP", traits=_words("mean_item_hit6")),
    Site(
        timezone="Europe/Paris",
        weight=10,
        currency="EUR",
        traits=_words("sleep_minutes numbered_people"),
    ),
    Site(
        timezone="Europe/Madrid",
        weight=7,
        devices=True,
        currency="EUR",
        traits=_words("yes_no day_first"),
    ),
    Site(
        timezone="Australia/Sydney",
        hemisphere="south",
        weight=6,
        traits=_words("posture_reversed numbered_people"),
        not_collected=_words("caffeine_mg"),
    ),
    Site(
        timezone="America/Los_Angeles",
        weight=5,
        by_app=True,
        attacks_only=True,
        not_collected=_LIFESTYLE,
    ),
    Site(
        timezone="Europe/Amsterdam",
        weight=6,
        devices=True,
        currency="EUR",
        traits=_words("calendar_months"),
    ),
    Site(weight=5, traits=_words("gzip parquet"), not_collected=_WEATHER | {"sleep_quality"}),
)


def make_sites(count: int) -> tuple[Site, ...]:
    """The first ``count`` sites, S01 onwards; twelve give every special site, fewer than six none.

    Of fewer than six the first alone sends costs.

    Raises:
        ValueError: count below 1.
    """
    if count < 1:
        raise ValueError(f"a population needs at least one site, not {count}")
    plain = Site()
    return tuple(
        replace(
            _TWELVE[index % len(_TWELVE)]
            if count >= SPECIAL_FROM
            else replace(plain, weight=count - index + 2, currency="" if index else "EUR"),
            code=f"S{index + 1:02d}",
        )
        for index in range(count)
    )


def share_people(people: int, sites: tuple[Site, ...]) -> DayArray:
    """People per site, by weight, largest remainders first; they add up to ``people``."""
    weights = np.array([site.weight for site in sites], dtype=float)
    exact = people * weights / weights.sum()
    counts: DayArray = np.floor(exact).astype(np.int64)
    remainders = np.argsort(-(exact - counts), kind="stable")
    counts[remainders[: people - int(counts.sum())]] += 1
    return counts
