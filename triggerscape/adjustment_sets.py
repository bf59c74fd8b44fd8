"""What each factor is adjusted for: what comes before it or with it, never what follows from it.

A factor's set follows from when the factor happens, with a few departures, each with its reason.
To hold a consequence fixed would take away part of the effect. A premonitory factor follows from
the coming attack, so nothing else is ever adjusted for one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from triggerscape.factors import Claim, Factor

# Calendar, cycle and weather are brought about by nothing a person did.
GIVEN_DOMAINS = frozenset({"calendar", "hormonal", "weather"})
# A journey is planned: days before it do not bring it about, and it shortens the night before.
GIVEN_CODES = frozenset({"travel"})
BEFOREHAND = -1_000


@dataclass(frozen=True)
class Departure:
    """``other`` is put into the set of ``factor``, or left out of it, against the order of time."""

    factor: str
    other: str
    reason: str


ALSO_HELD: tuple[Departure, ...] = (
    Departure(
        "stress_level",
        "stress_letdown",
        "only a stressful day can be followed by a let-down: without it the level would carry the "
        "effect of its ending",
    ),
)
NOT_HELD: tuple[Departure, ...] = (
    Departure(
        "screen_long",
        "posture_poor",
        "sitting badly follows from sitting long: held fixed, it would hide part of the effect",
    ),
)


def is_given(factor: Factor) -> bool:
    """True for what nobody's doing, nor anybody's attack, can bring about."""
    return factor.domain in GIVEN_DOMAINS


def moment(factor: Factor) -> int:
    """When the factor happens, as a number that grows with time.

    Two steps a day: the night that ended on the morning of the day, then the day itself. What is
    given beforehand stands before all of them.
    """
    if is_given(factor) or factor.code in GIVEN_CODES:
        return BEFOREHAND
    return -2 * factor.primary_lag + (0 if factor.domain == "sleep" else 1)


def adjustment_set(factor: Factor, factors: Sequence[Factor]) -> tuple[str, ...]:
    """The codes a factor is adjusted for, out of ``factors``, in their order.

    A premonitory factor is adjusted for everything, other early signs too: it may be their
    companion, and it is never called a cause. Every other factor is adjusted for what happens no
    later than it does and is not premonitory, with the departures declared above.
    """
    return tuple(other.code for other in factors if other != factor and _is_held(factor, other))


def answering_models(factors: Sequence[Factor]) -> dict[tuple[str, ...], list[str]]:
    """The columns of every model of factors with their sets, and the factors each answers for.

    Factors with the same columns share a model; all in the order of ``factors``.
    """
    models: dict[tuple[str, ...], list[str]] = {}
    for factor in factors:
        held = {factor.code, *adjustment_set(factor, factors)}
        columns = tuple(other.code for other in factors if other.code in held)
        models.setdefault(columns, []).append(factor.code)
    return models


def _is_held(factor: Factor, other: Factor) -> bool:
    if factor.claim is Claim.PREMONITORY:
        return True
    if other.claim is Claim.PREMONITORY:
        return False
    if (factor.code, other.code) in {(d.factor, d.other) for d in ALSO_HELD}:
        return True
    if (factor.code, other.code) in {(d.factor, d.other) for d in NOT_HELD}:
        return False
    return moment(other) <= moment(factor)
