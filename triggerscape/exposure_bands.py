"""The bands by which days are put into strata: posture, sleep and stress, few and named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

ALL = "all"
"""The word for every band of an exposure together."""


@dataclass(frozen=True)
class Band:
    """Amounts above ``above`` up to and including ``up_to``; None where there is no limit."""

    word: str
    meaning: str
    above: float | None = None
    up_to: float | None = None


@dataclass(frozen=True)
class BandedExposure:
    """One exposure: the amount it is read from (a code of ``doses``), its bands as they are drawn.

    ``best`` is the band that the others are compared with.
    """

    code: str
    dose: str
    bands: tuple[Band, ...]
    best: str

    @property
    def column(self) -> str:
        """The key of a stratum that names the band."""
        return f"{self.code}_band"

    @property
    def words(self) -> tuple[str, ...]:
        """The bands, then ``all``."""
        return (*(band.word for band in self.bands), ALL)

    def place(self, word: str) -> int:
        """Where a band is drawn, from 1; 0 for ``all``."""
        return 0 if word == ALL else 1 + self.words.index(word)

    @property
    def meaning(self) -> str:
        """Every band with its limits, in words."""
        return "; ".join(f"{band.word}: {band.meaning}" for band in self.bands)


# Limits, both included upwards, and where they are from:
# posture: poor is the factor posture_poor, the lower two of five; no published limit is known.
# sleep: short is the factor sleep_short, 6.5 hours (Bertisch et al 2020); beyond 9 hours is more
# than the National Sleep Foundation recommends for adults (Hirshkowitz et al 2015).
# stress: high is high_stress as the definitions declare it, 7 of 10, and stays there if a site's
# setting does not; amounts are kept in tenths. Low ends at 3, as is usual for such scales. No limit
# is known for migraine.
EXPOSURES: tuple[BandedExposure, ...] = (
    BandedExposure(
        "posture",
        "posture_rating",
        (
            Band("good", "own rating 4 or 5 of 5", above=3),
            Band("middling", "3", above=2, up_to=3),
            Band("poor", "1 or 2", up_to=2),
        ),
        best="good",
    ),
    BandedExposure(
        "sleep",
        "sleep_hours",
        (
            Band("short", "6.5 hours or less", up_to=6.5),
            Band("enough", "over 6.5 to 9", above=6.5, up_to=9),
            Band("long", "over 9", above=9),
        ),
        best="enough",
    ),
    BandedExposure(
        "stress",
        "stress",
        (
            Band("low", "3 or less of 10", up_to=3),
            Band("moderate", "over 3, below 7", above=3, up_to=6.9),
            Band("high", "7 or more", above=6.9),
        ),
        best="low",
    ),
)

STRATA: tuple[tuple[str, ...], ...] = tuple(product(*(one.words for one in EXPOSURES)))
"""Every stratum: a word for each exposure in their order, ``all`` among them."""


def reference_of(words: Sequence[str]) -> tuple[str, ...]:
    """The stratum that one is compared with: the best band of each exposure that it names."""
    return tuple(
        ALL if word == ALL else one.best for word, one in zip(words, EXPOSURES, strict=True)
    )
