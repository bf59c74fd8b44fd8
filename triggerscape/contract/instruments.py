"""Questionnaires: their items and answers, their totals, and how far they look back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations_with_replacement


@dataclass(frozen=True)
class Instrument:
    """One questionnaire of ``items`` items, each worth one of ``points``.

    ``low`` to ``high`` are its totals. ``adds_up`` says that the total is the sum of the items as
    they are sent; of others a part is turned round or weighed first. ``recall`` is the fewest and
    the most days looked back on, None where it asks about the day itself. ``beyond`` are the
    highest answers to questions that stand behind the items and do not count. ``grades`` are the
    published grades of the total, each with the lowest total that has it.
    """

    name: str
    title: str
    items: int
    points: tuple[int, ...]
    low: int
    high: int
    adds_up: bool
    recall: tuple[int, int] | None
    beyond: tuple[int, ...] = ()
    grades: tuple[tuple[str, int], ...] = ()

    @cached_property
    def unreachable(self) -> tuple[int, ...]:
        """Totals between ``low`` and ``high`` to which no answers to all items add up."""
        if not self.adds_up or self._has_every_point:
            return ()
        sums = {sum(one) for one in combinations_with_replacement(self.points, self.items)}
        return tuple(total for total in range(self.low, self.high + 1) if total not in sums)

    def takes(self, item: int) -> tuple[int, ...]:
        """The answers an item, counted from 1, can have; empty where there is no such item."""
        if item <= self.items:
            return self.points
        place = item - self.items - 1
        return tuple(range(self.beyond[place] + 1)) if place < len(self.beyond) else ()

    @property
    def ranges(self) -> tuple[tuple[str, int, int], ...]:
        """Each grade with the lowest and the highest total that has it; empty without grades."""
        ends = [low - 1 for _, low in self.grades[1:]] + [self.high]
        return tuple(
            (name, low, high) for (name, low), high in zip(self.grades, ends, strict=False)
        )

    @property
    def _has_every_point(self) -> bool:
        return self.points == tuple(range(self.points[0], self.points[-1] + 1))


_MONTH, _QUARTER, _FORTNIGHT = (28, 31), (84, 92), (14, 14)

# HIT-6: Kosinski 2003. MIDAS: Stewart 2001; its five items count days of three months, and what is
# counted in one is left out of the next, so its total cannot pass three times 92. Questions A and
# B, headache days and pain, stand behind the items. MSQ 2.1: Cole 2007; its parts are turned round
# and given as 0 to 100. PHQ-9, GAD-7, PSQI (its seven components), PSS-10 and NDI as published.
# Grades: HIT-6 by impact (Bayliss 2003); MIDAS I to IV (Stewart 2001), IV parted at 41.
_HIT6_GRADES = (("little_or_none", 36), ("some", 50), ("substantial", 56), ("severe", 60))
_MIDAS_GRADES = (("I", 0), ("II", 6), ("III", 11), ("IV-A", 21), ("IV-B", 41))
INSTRUMENTS: dict[str, Instrument] = {
    one.name: one
    for one in (
        Instrument(
            "hit6",
            "HIT-6",
            6,
            (6, 8, 10, 11, 13),
            36,
            78,
            adds_up=True,
            recall=_MONTH,
            grades=_HIT6_GRADES,
        ),
        Instrument(
            "midas",
            "MIDAS",
            5,
            tuple(range(93)),
            0,
            276,
            adds_up=True,
            recall=_QUARTER,
            beyond=(92, 10),
            grades=_MIDAS_GRADES,
        ),
        Instrument(
            "msq21", "MSQ 2.1", 14, tuple(range(1, 7)), 0, 100, adds_up=False, recall=_MONTH
        ),
        Instrument("phq9", "PHQ-9", 9, tuple(range(4)), 0, 27, adds_up=True, recall=_FORTNIGHT),
        Instrument("gad7", "GAD-7", 7, tuple(range(4)), 0, 21, adds_up=True, recall=_FORTNIGHT),
        Instrument("psqi", "PSQI", 7, tuple(range(4)), 0, 21, adds_up=True, recall=_MONTH),
        Instrument("pss10", "PSS-10", 10, tuple(range(5)), 0, 40, adds_up=False, recall=_MONTH),
        Instrument("ndi", "NDI", 10, tuple(range(6)), 0, 50, adds_up=True, recall=None),
    )
}
MOST_ITEMS = 14
