"""Pseudonyms: what a site calls its people."""

from __future__ import annotations

from hashlib import sha256

from triggerscape.cohort.days.simulation import World


def person_keys(world: World) -> list[str]:
    """One key per person, in sorted order, so that rows sorted by person are sorted by key.

    Sites that number their people use the same numbers as each other, as real sites do.
    """
    if "numbered_people" in world.site.traits:
        return [f"pt-{number + 1:05d}" for number in range(world.people.size)]
    text = (f"{world.luck.seed}/{world.site.code}/{number}" for number in range(world.people.size))
    return sorted(f"p{sha256(entry.encode()).hexdigest()[:12]}" for entry in text)
