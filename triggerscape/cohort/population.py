"""Population: how many people, days and sites, which seed and which truth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from triggerscape.cohort.days.simulation import Place, World, simulate
from triggerscape.cohort.setting.calendar import Calendar
from triggerscape.cohort.setting.draws import Luck
from triggerscape.cohort.setting.sites import Site, make_sites, share_people
from triggerscape.cohort.truth import Truth

BETWEEN_SITES = 1_000_000  # the place of draws that belong to no one site


@dataclass(frozen=True)
class Population:
    """A recipe: a world is simulated when asked for and not kept, so one site fills the memory."""

    truth: Truth
    seed: int
    calendar: Calendar
    sites: tuple[Site, ...]
    people_per_site: tuple[int, ...]
    site_effects: tuple[float, ...]  # log odds of migraine

    @property
    def people(self) -> int:
        """Number of people over all sites."""
        return sum(self.people_per_site)

    def world(self, index: int) -> World:
        """Everything that happened at one site; the same every time."""
        place = Place(self.sites[index], self.people_per_site[index], self.site_effects[index])
        return simulate(self.truth, place, self.calendar, Luck(self.seed, index))

    def worlds(self) -> Iterator[World]:
        """The worlds of all sites, one after the other."""
        for index in range(len(self.sites)):
            yield self.world(index)


def make_population(people: int, days: int, sites: int, seed: int, truth: Truth) -> Population:
    """Describe a population of ``people`` over ``days`` calendar days at ``sites`` sites.

    Raises:
        ValueError: fewer than 56 days, fewer people than sites, or no site at all.
    """
    if days < 56:
        raise ValueError(f"two months of 28 days are the least, not {days} days")
    chosen = make_sites(sites)
    if people < sites:
        raise ValueError(f"{people} people cannot be spread over {sites} sites")
    shares = share_people(people, chosen)
    effects = truth.site_sd * Luck(seed, BETWEEN_SITES).stream("sites").standard_normal(sites)
    effects -= effects @ shares / people  # sites differ, the population's burden stays
    return Population(
        truth,
        seed,
        Calendar(days),
        chosen,
        tuple(int(share) for share in shares),
        tuple(float(effect) for effect in effects),
    )
