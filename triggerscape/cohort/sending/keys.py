"""Pseudonyms: what a site calls its people, their visits and their therapies."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from triggerscape.vocabulary import THERAPY_CODES

if TYPE_CHECKING:
    from triggerscape.cohort.days.simulation import World
    from triggerscape.cohort.rows.given import Given

# First numbers, so that a person's, a visit's and a therapy's are told apart at a glance.
FIRST_PERSON = 100_000_001
FIRST_VISIT = 500_000_000
FIRST_THERAPY = 10_000_000_000
_LEAVES = 100  # room for the codes of one day


@dataclass(frozen=True)
class Keys:
    """The keys of one site. ``days`` is the length of its calendar, from which numbers are made."""

    people: list[str]
    days: int
    are_numbers: bool

    def visit(self, one: Given) -> str:
        """The key of the visit in which a session took place."""
        if self.are_numbers:
            return str(FIRST_VISIT + one.person * self.days + one.day)
        return f"{self.people[one.person]}.{one.day}"

    def therapy(self, one: Given) -> str:
        """The key of one session or course."""
        if self.are_numbers:
            place = one.person * self.days + one.day
            return str(FIRST_THERAPY + place * _LEAVES + THERAPY_CODES.index(one.code))
        return f"{self.people[one.person]}.{one.code}.{one.day}"


def site_keys(world: World, *, are_numbers: bool = False) -> Keys:
    """The keys of a site's people, in sorted order, so that rows sorted by person are by key.

    Numbers of 9 figures can be written in every format, and start at the same one at every site.
    Without them, sites that number their people share numbers too, as real sites do.
    """
    size, length = world.people.size, world.calendar.length
    if are_numbers:
        return Keys([str(FIRST_PERSON + number) for number in range(size)], length, are_numbers)
    if "numbered_people" in world.site.traits:
        return Keys([f"pt-{number + 1:05d}" for number in range(size)], length, are_numbers)
    text = (f"{world.luck.seed}/{world.site.code}/{number}" for number in range(size))
    people = sorted(f"p{sha256(entry.encode()).hexdigest()[:12]}" for entry in text)
    return Keys(people, length, are_numbers)
