"""How long a therapy takes to act, how long it lasts after the last dose, what makes one course.

A figure without a study beside it is assumed: nobody has measured how the effect of a manual
therapy builds up, say. An onset is a convention there, late enough to call what follows
established. The synthetic population is planted with the same figures.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CourseTimes:
    """Days of one therapy.

    ``onset_days``: from the start to the full effect. ``washout_days``: after the last dose until
    no effect is left. ``session_gap_days``: sessions or supplies further apart are two courses.
    """

    onset_days: int
    washout_days: int
    session_gap_days: int

    @property
    def carry_days(self) -> int:
        """Days a dose carries on: until the next is overdue, but no longer than it acts."""
        return min(self.session_gap_days, self.washout_days)

    @property
    def effect_days(self) -> int:
        """Days after a dose beyond which nothing of its course is left, nor can it be resumed."""
        return max(self.session_gap_days, self.washout_days)


# Acute drugs are not here: they act on the attack at hand and have no course.
TIMES_OF_GROUP: dict[str, CourseTimes] = {
    # Full effect with the third fortnightly session, gone 8 to 12 weeks after the last: the middle.
    # Sessions are spaced out to a month; one that is late by two weeks is still the same course.
    "omt": CourseTimes(42, 70, 42),
    # Still better three weeks after the last of six weekly massages (Lawler 2006). The gap lets
    # one of two fortnightly sessions be missed.
    "massage": CourseTimes(21, 21, 28),
    "needling": CourseTimes(21, 21, 28),  # as massage
    "physio": CourseTimes(42, 28, 28),  # exercises are learned over weeks
    "chiropractic": CourseTimes(42, 70, 42),  # as osteopathic thrust techniques
    "device": CourseTimes(14, 28, 28),
    # Six weeks to the full effect of an oral preventive, four until it is gone; a refill up to four
    # weeks late is taken for what was left over.
    "preventive": CourseTimes(42, 28, 28),
    "injection": CourseTimes(14, 28, 42),  # nerve blocks and trigger points
    "supplement": CourseTimes(70, 56, 28),  # 8 to 12 weeks: the middle; 8 weeks
    "nutrition": CourseTimes(70, 56, 28),  # as supplements
    "stress_mgmt": CourseTimes(42, 28, 28),  # as physiotherapy
    "selfcare": CourseTimes(14, 14, 14),
    "ergonomic": CourseTimes(14, 14, 28),  # as self-care
    "exercise": CourseTimes(42, 28, 28),  # as physiotherapy
    "unmapped": CourseTimes(28, 28, 28),  # four weeks of whatever it was
}

TIMES_OF_LEAF: dict[str, CourseTimes] = {
    # Antibodies act within the first weeks (PMC6755616), and migraine days are back to where they
    # began 13 to 16 weeks after the last dose (PMC8988461). A code does not tell monthly from
    # quarterly doses: the gap spans a quarter and two weeks.
    "preventive_cgrp_mab": CourseTimes(14, 112, 98),
    # Cycles of 12 weeks (PREEMPT 2, PMID 20647171), after which it has worn off; the next may be
    # four weeks late.
    "botulinum_toxin": CourseTimes(28, 84, 112),
}


def times_of(code: str, group: str) -> CourseTimes | None:
    """The times of one therapy leaf, or its group's; None for an acute drug."""
    return TIMES_OF_LEAF.get(code, TIMES_OF_GROUP.get(group))
