"""How long a therapy takes to act, how long it lasts after the last dose, what makes one course.

Where no study tells, the figure is marked assumed. Nobody has measured how the effect of a manual
therapy builds up, so an onset there is a convention: late enough to call what follows established.
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
    # Effect in trials after the third fortnightly session, gone 8 to 12 weeks later: the middle.
    # Trials space sessions out to a month; one that is late by two weeks is still the same course.
    "omt": CourseTimes(42, 70, 42),
    # Weekly massage: better from the third week on and for three weeks after (Lawler 2006). The
    # gap is assumed: fortnightly sessions, of which one was missed.
    "massage": CourseTimes(21, 21, 28),
    "needling": CourseTimes(21, 21, 28),  # assumed, as massage
    "physio": CourseTimes(42, 28, 28),  # assumed: exercises are learned over weeks
    "chiropractic": CourseTimes(42, 70, 42),  # assumed, as osteopathic thrust techniques
    "device": CourseTimes(14, 28, 28),  # 2 and 4 weeks; gap assumed
    # Two months to judge an oral preventive by, one until it is gone; a refill a month late is
    # taken for what was left over (assumed).
    "preventive": CourseTimes(42, 28, 28),
    "injection": CourseTimes(14, 28, 42),  # blocks and trigger points: assumed
    "supplement": CourseTimes(70, 56, 28),  # 8 to 12 weeks: the middle; 8 weeks; gap assumed
    "nutrition": CourseTimes(70, 56, 28),  # as supplements
    "stress_mgmt": CourseTimes(42, 28, 28),  # assumed, as physiotherapy
    "selfcare": CourseTimes(14, 14, 14),  # assumed
    "ergonomic": CourseTimes(14, 14, 28),  # assumed, as self-care
    "exercise": CourseTimes(42, 28, 28),  # assumed, as physiotherapy
    "unmapped": CourseTimes(28, 28, 28),  # assumed: four weeks of whatever it was
}

TIMES_OF_LEAF: dict[str, CourseTimes] = {
    # Antibodies act within two weeks; migraine days are back to where they began 13 to 16 weeks
    # after the last dose (PMC8988461). A code does not tell monthly from quarterly doses: the gap
    # spans a quarter and two weeks.
    "preventive_cgrp_mab": CourseTimes(14, 112, 98),
    # Cycles of 12 weeks (PREEMPT), after which it has worn off; the next may be four weeks late
    # (assumed).
    "botulinum_toxin": CourseTimes(28, 84, 112),
}


def times_of(code: str, group: str) -> CourseTimes | None:
    """The times of one therapy leaf, or its group's; None for an acute drug."""
    return TIMES_OF_LEAF.get(code, TIMES_OF_GROUP.get(group))
