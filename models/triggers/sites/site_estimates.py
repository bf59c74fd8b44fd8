"""Each site's own effects: its people alone, fitted in passes that serve all sites at once."""

from __future__ import annotations

from collections.abc import Mapping

from numpy.linalg import LinAlgError
from threadpoolctl import threadpool_limits

from models.results import FactorEstimate
from models.stream.block_stream import BlockStream
from models.stream.person_blocks import BatchSource
from models.triggers.likelihood.estimability import Estimability
from models.triggers.likelihood.factor_estimates import factor_estimates
from models.triggers.likelihood.likelihood_scan import scan_likelihood
from models.triggers.likelihood.newton import Ascent, sandwich
from models.triggers.sites.site_model import site_model
from models.triggers.within_person import PUBLICATION_GOAL, WithinPersonFit

MOST_SITE_PASSES = 6  # of everything: one stubborn site is not worth more
NOT_SETTLED = "the likelihood of this site has no clear top"


def site_estimates(
    source: BatchSource,
    fit: WithinPersonFit,
    *,
    by_stratum: bool = False,
    weight: str = "",
    decrement_goal: float = PUBLICATION_GOAL,
    threads: int = 1,
) -> dict[str, tuple[FactorEstimate, ...]]:
    """By site code, estimates in the order of the fit, each from that site's people alone.

    ``source``, ``by_stratum`` and ``weight`` as they were for ``fit``. Every site starts one Newton
    step from the optimum of all sites; each pass moves all sites that have further to go, and one
    is enough as a rule. A factor the site cannot speak about (``site_model``) keeps the value of
    all sites, so that the others stay adjusted. Each site has its own person-clustered sandwich.
    """
    factors = [estimate.factor for estimate in fit.estimates]
    models = {
        site: site_model(sums, fit.site_counts[site], factors, fit.kept)
        for site, sums in fit.site_sums.items()
    }
    ascents = {
        site: Ascent(fit.expansion_point, sums, models[site].kept)
        for site, sums in fit.site_sums.items()
    }
    stream = BlockStream(source, factors, by_stratum=by_stratum, weight=weight, repeated=True)
    lost: set[str] = set()
    with threadpool_limits(limits=1, user_api="blas"):
        for _ in range(MOST_SITE_PASSES):
            moving = _moving(ascents, decrement_goal) - lost
            if not moving:
                break
            points = {s: a.ahead if s in moving else a.point for s, a in ascents.items()}
            seen = scan_likelihood(stream.loaders(), points, threads=threads)
            for site in moving:
                try:
                    ascents[site].see(seen.sites[site])
                except LinAlgError:  # so far out that the likelihood is flat
                    lost.add(site)
    for site in lost | _moving(ascents, decrement_goal):
        reasons = dict.fromkeys(models[site].kept, NOT_SETTLED) | models[site].reasons
        models[site] = Estimability((), reasons)
    return {
        site: factor_estimates(
            factors,
            ascent.ahead,
            sandwich(ascent.sums, models[site].kept),
            models[site],
            {site: fit.site_counts[site]},
        )
        for site, ascent in sorted(ascents.items())
    }


def _moving(ascents: Mapping[str, Ascent], goal: float) -> set[str]:
    return {site for site, ascent in ascents.items() if ascent.decrement >= goal}
