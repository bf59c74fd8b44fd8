"""A seeded sample of the people who can move a model, drawn site by site."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

SEED = 20_261_121

Chosen = Mapping[str, npt.NDArray[np.bool_]]
"""Per site, one flag for each of its contributing people, in the order of the stream."""


def sample_people(people_by_site: Mapping[str, int], most: int) -> Chosen:
    """Everybody where there are at most ``most`` people, else ``most`` of them, by site.

    Each site keeps its share of the whole (largest remainder, ties by the site's code), and its
    people are drawn without replacement from a stream of random numbers of its own, so that a new
    site changes nobody's draw but by the quotas. One byte per person is held.
    """
    sites = sorted(people_by_site)
    total = sum(people_by_site.values())
    if total <= most:
        return {site: np.ones(people_by_site[site], dtype=np.bool_) for site in sites}
    exact = {site: most * people_by_site[site] / total for site in sites}
    quota = {site: int(exact[site]) for site in sites}
    by_remainder = sorted(sites, key=lambda site: (quota[site] - exact[site], site))
    for site in by_remainder[: most - sum(quota.values())]:
        quota[site] += 1
    return {site: _draw(site, people_by_site[site], quota[site]) for site in sites}


def _draw(site: str, n_people: int, wanted: int) -> npt.NDArray[np.bool_]:
    draw = np.random.default_rng([SEED, *site.encode()])
    chosen = np.zeros(n_people, dtype=np.bool_)
    chosen[draw.choice(n_people, size=wanted, replace=False)] = True
    return chosen


class Turnstile:
    """Says of each block's people which were chosen, counting those of each site as they come."""

    def __init__(self, chosen: Chosen) -> None:
        """Nobody has come yet."""
        self._chosen = chosen
        self._seen = dict.fromkeys(chosen, 0)

    def let_in(self, site: str, n_people: int) -> npt.NDArray[np.bool_]:
        """Flags (people,) of the next people of a site."""
        first = self._seen[site]
        self._seen[site] = first + n_people
        return self._chosen[site][first : first + n_people]
