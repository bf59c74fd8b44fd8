"""On which days attacks begin most, by posture, sleep and stress, in sentences from the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from triggerscape.exposure_bands import ALL, EXPOSURES, reference_of
from triggerscape.release.page.wording import Row, interval, listed, number, number_of

Words = tuple[str, ...]
"""The band of each exposure in their order, ``all`` among them."""


@dataclass(frozen=True)
class Stratum:
    """Days of one kind: how many of them an attack begins on, and against the person's best days.

    Rows of pub.exposure_stratum; ``ratio`` is None for the days the others are compared with.
    """

    words: Words
    rate: Row | None
    ratio: Row | None

    @property
    def is_whole(self) -> bool:
        """True where a band is named for every exposure."""
        return ALL not in self.words

    @property
    def is_reference(self) -> bool:
        """True for the days the others are compared with."""
        return self.words == reference_of(self.words)

    @property
    def shown_ratio(self) -> Row | None:
        """The ratio where it carries a number."""
        return self.ratio if self.ratio and interval(self.ratio) else None

    @property
    def is_apart(self) -> bool:
        """True where the interval of the ratio leaves out 1."""
        row = self.shown_ratio
        return row is not None and not row["ci_low"] <= 1 <= row["ci_high"]


def described(words: Sequence[str]) -> str:
    """``poor posture, short sleep and high stress``, what is named of it."""
    named = zip(words, EXPOSURES, strict=True)
    return listed([f"{word} {one.code}" for word, one in named if word != ALL] or ["any day"])


def stratum_reading(strata: Sequence[Stratum]) -> str:
    """The kind of day most surely above the best days, how many are, and each exposure alone."""
    whole = [one for one in strata if one.is_whole and not one.is_reference]
    shown = [(one, row) for one in whole if (row := one.shown_ratio)]
    if not shown:
        return "No kind of day can be compared with a person's best days."
    apart = sum(one.is_apart for one, _ in shown)
    surest, row = max(shown, key=lambda pair: (pair[1]["ci_low"], pair[0].words))
    best = described(reference_of(surest.words))
    said = [
        f"Of {number_of(len(shown), 'kind of day', 'kinds of days')}, {apart} "
        f"{'differs' if apart == 1 else 'differ'} from the same person's days with {best}."
    ]
    if row["ci_low"] > 1:
        said.append(
            f"Most surely worse: {described(surest.words)}, {_times(row)} as many attacks begin."
        )
    return " ".join([*said, *_alone(strata), *_missing(len(whole) - len(shown))])


def _alone(strata: Sequence[Stratum]) -> list[str]:
    """Each exposure by itself: the band with most attacks against its best, if it is apart."""
    said = []
    for place, exposure in enumerate(EXPOSURES):
        bands = [
            (row["estimate"], one)
            for one in strata
            if [i for i, word in enumerate(one.words) if word != ALL] == [place]
            and one.is_apart
            and (row := one.shown_ratio)
            and row["estimate"] > 1
        ]
        if bands:
            _, worst = max(bands, key=lambda pair: (pair[0], pair[1].words))
            said.append(f"{worst.words[place]} {exposure.code} {_times(worst.shown_ratio or {})}")
    if not said:
        return ["By itself none of the three shows a difference."]
    return [f"By itself, whatever the others: {listed(said)}."]


def _times(row: Row) -> str:
    low, high = number(row["ci_low"], 2), number(row["ci_high"], 2)
    return f"{number(row['estimate'], 2)} times ({low} to {high})"


def _missing(amount: int) -> list[str]:
    if not amount:
        return []
    return [f"{number_of(amount, 'kind of day is', 'kinds of days are')} hidden or too rare."]
