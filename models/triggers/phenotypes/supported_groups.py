"""How many kinds of people diaries support: by BIC, and only if both halves of the days agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import adjusted_rand_score

from models.triggers.phenotypes.deconvolved_mixture import Mixture, fit_groups, fit_one_group
from models.triggers.phenotypes.person_profiles import Profiles, add_halves

MOST_GROUPS = 6
LEAST_STABILITY = 0.3
FEWEST_IN_GROUP = 50
LEAST_SHARE = 0.05
WORSE_IN_A_ROW = 2


@dataclass(frozen=True, eq=False)
class Phenotypes:
    """``mixture`` is what may be published: several groups, or everybody in one.

    ``one`` is the fit of a single group. ``n_groups_by_bic`` is what BIC alone would say.
    ``stability`` is the adjusted Rand index between groups found in odd and in even days, None
    where BIC already said one.
    """

    mixture: Mixture
    one: Mixture
    n_groups_by_bic: int
    stability: float | None
    reason: str


def find_phenotypes(halves: Sequence[Profiles]) -> Phenotypes:
    """Groups of people by their profiles, from the evidence of odd and of even days.

    Groups are supported when several of them have a lower BIC than one, none is smaller than 5% of
    the people or 50 of them, and the adjusted Rand index (Hubert and Arabie, J Classif 1985;2:193)
    between the groups found in odd days alone and in even days alone is above 0.3.
    """
    whole = add_halves(halves)
    one = fit_one_group(whole)
    best = one
    worse = 0
    for n_groups in range(2, MOST_GROUPS + 1):
        found = fit_groups(whole, one, n_groups)
        if found.bic < best.bic and _is_large(found):
            best, worse = found, 0
        else:
            worse += 1
        if worse == WORSE_IN_A_ROW:
            break
    if best.n_groups == 1:
        return Phenotypes(one, one, 1, None, "one group explains the diaries best (BIC)")
    stability = split_half_agreement(halves, best.n_groups)
    if stability <= LEAST_STABILITY:
        return Phenotypes(
            one,
            one,
            best.n_groups,
            stability,
            f"{best.n_groups} groups by BIC, yet odd and even days agree on them no better than "
            f"{stability:.2f}",
        )
    return Phenotypes(
        best,
        one,
        best.n_groups,
        stability,
        f"{best.n_groups} groups by BIC; odd and even days agree on them by {stability:.2f}",
    )


def split_half_agreement(halves: Sequence[Profiles], n_groups: int) -> float:
    """Adjusted Rand index between groups fitted to either half of the days by itself.

    Over people with an attack in both halves; each belongs to their likeliest group.
    """
    in_both = np.min([half.attacks for half in halves], axis=0) > 0
    labels = []
    for half in halves:
        there = half.only(in_both)
        found = fit_groups(there, fit_one_group(there), n_groups)
        labels.append(found.memberships.argmax(axis=1))
    return float(adjusted_rand_score(*labels))


def _is_large(found: Mixture) -> bool:
    fewest = max(LEAST_SHARE, FEWEST_IN_GROUP / len(found.memberships))
    return bool(found.weights.min() >= fewest)
