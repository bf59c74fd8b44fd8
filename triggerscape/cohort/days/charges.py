"""What each day's therapies are charged at a site that sends it, and what people say of visits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from triggerscape.vocabulary import therapy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from triggerscape.cohort.prices import TherapyValue
    from triggerscape.cohort.setting.draws import BoolArray, FloatArray, Luck
    from triggerscape.cohort.truth import Truth


@dataclass(frozen=True)
class Charges:
    """Draws of shape (days, people), or (people,), that no other draw of the site depends on.

    All therapies of one day share its ``factor``, as one bill would; ``mood`` is how a person
    answers on a day, whatever was given.
    """

    values: Mapping[str, TherapyValue]
    factor: FloatArray
    insured: BoolArray
    mood: FloatArray
    answers: BoolArray

    def bill(self, code: str, day: int, person: int) -> tuple[float, float] | None:
        """Charged and covered by a payer, to the hundredth; None for what nobody charges."""
        value = self._of(code)
        if value is None:
            return None
        amount = round(value.price * float(self.factor[day, person]), 2)
        share = value.covered if self.insured[person] else 0.0
        return amount, round(amount * share, 2)

    def satisfaction(self, codes: Sequence[str], day: int, person: int) -> int | None:
        """The answer after a visit with these therapies; None where nobody answered."""
        liked = [value.satisfaction for code in codes if (value := self._of(code))]
        if not liked or not self.answers[day, person]:
            return None
        answer = round(sum(liked) / len(liked) + float(self.mood[day, person]))
        return min(max(answer, 0), 10)

    def _of(self, code: str) -> TherapyValue | None:
        """The value of a leaf, or of the group it is planted in."""
        return self.values.get(code) or self.values.get(therapy(code).group)


def draw_charges(truth: Truth, migraine: BoolArray, luck: Luck) -> Charges:
    """The charges of one site over days with and without ``migraine`` (days, people).

    A charge is log-normal about the planted price. Satisfaction hangs on the therapy, the person
    and the day's own migraine: a therapy that does nothing may be liked as well as any.
    """
    days, people = map(int, migraine.shape)
    draws = luck.stream("cost")
    spread = truth.price_sd
    factor = np.exp(spread * draws.standard_normal((days, people)) - spread**2 / 2)
    insured: BoolArray = draws.random(people) < truth.insured
    said = luck.stream("satisfaction")
    leniency = truth.satisfaction_person_sd * said.standard_normal(people)
    mood = leniency + truth.satisfaction_sd * said.standard_normal((days, people))
    mood += truth.satisfaction_on_migraine_day * migraine
    answers: BoolArray = said.random((days, people)) < truth.satisfaction_answered
    return Charges(truth.values, factor, insured, mood, answers)
