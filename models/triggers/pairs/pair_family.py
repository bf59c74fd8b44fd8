"""Which pairs of factors are tested: the family over which false discoveries are counted."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from triggerscape.factors import Claim, Factor

# One of these says something of the other by how it is made: a product of the two means nothing.
MADE_OF_ONE_ANSWER = (
    frozenset({"alcohol_any", "alcohol_heavy"}),
    frozenset({"stress_level", "stress_letdown"}),
    frozenset({"caffeine_high", "caffeine_withdrawal"}),
)


def pair_family(factors: Sequence[Factor]) -> list[tuple[str, str]]:
    """All pairs of candidates, in the order of ``factors``, but those made of one answer.

    Possible early signs and negative controls take no part: together with another factor they are
    no hypothesis either.
    """
    codes = [factor.code for factor in factors if factor.claim is Claim.CANDIDATE]
    return [pair for pair in combinations(codes, 2) if frozenset(pair) not in MADE_OF_ONE_ANSWER]
