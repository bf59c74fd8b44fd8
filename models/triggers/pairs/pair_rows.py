"""Pairs of factors as rows of estimates.trigger_combination, and the words for them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import polars as pl
from scipy import stats

from models.multiplicity import q_values
from models.results import CONFIDENCE
from models.triggers.pairs.pair_fit import FALSE_DISCOVERY_RATE, PairFit

_PASSED = f"at q {FALSE_DISCOVERY_RATE:g}"


class Reading(StrEnum):
    """The words a pair can carry."""

    MORE_THAN_MULTIPLIED = "more_than_multiplied"
    LESS_THAN_MULTIPLIED = "less_than_multiplied"
    MORE_THAN_ADDED = "more_than_added"
    LESS_THAN_ADDED = "less_than_added"
    NO_INTERACTION_SHOWN = "no_interaction_shown"
    NOT_ESTIMABLE = "not_estimable"


def pair_rows(fits: Sequence[PairFit], outcome: str) -> pl.DataFrame:
    """One row per pair, in the order given.

    q-values are Benjamini-Hochberg over the pairs: one family for the products (the robust score
    tests), another for the excess. Intervals are Student's t over the people with a day with both.
    """
    excess = [_excess_columns(fit) for fit in fits]
    adjusted = q_values([one["excess_p"] for one in excess])
    rows = [
        {
            "first_id": fit.first,
            "second_id": fit.second,
            "outcome_id": outcome,
            **_interaction_columns(fit),
            **told,
            "excess_q": excess_q,
            **_meeting_columns(fit),
            **dict(zip(("reading", "reading_rule"), _reading(fit, told, excess_q), strict=True)),
        }
        for fit, told, excess_q in zip(fits, excess, adjusted, strict=True)
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def _interaction_columns(fit: PairFit) -> dict[str, object]:
    estimate, support = fit.interaction, fit.interaction.support
    return {
        "status": str(estimate.status),
        "reason": estimate.reason,
        "fit": "full" if fit.is_full else "one_step",
        "log_interaction": estimate.log_rate_ratio,
        "interaction_error": estimate.standard_error,
        "log_interaction_low": estimate.ci_low,
        "log_interaction_high": estimate.ci_high,
        "p_value": fit.test.p_value,
        "q_value": fit.q_value,
        "n_people": support.n_people,
        "n_days": support.n_person_days,
        "n_attacks": support.n_events,
        "n_sites": support.n_sites,
    }


def _excess_columns(fit: PairFit) -> dict[str, float | None]:
    names = ("excess", "excess_error", "excess_low", "excess_high", "excess_p")
    told = fit.excess
    if told is None or told.standard_error == 0:
        return dict.fromkeys(names)
    freedom = fit.test.support.n_people - 1
    half = _half_width(fit, told.standard_error)
    p_value = float(2 * stats.t.sf(abs(told.value) / told.standard_error, freedom))
    values = (told.value, told.standard_error, told.value - half, told.value + half, p_value)
    return dict(zip(names, values, strict=True))


def _meeting_columns(fit: PairFit) -> dict[str, float | None]:
    names = ("log_lift", "lift_error", "log_lift_low", "log_lift_high", "share_together")
    told = fit.co_occurrence
    if told is None:
        return dict.fromkeys(names)
    half = _half_width(fit, told.standard_error)
    ends = (told.log_lift - half, told.log_lift + half)
    values = (told.log_lift, told.standard_error, *ends, told.share_together)
    return dict(zip(names, values, strict=True))


def _half_width(fit: PairFit, error: float) -> float:
    freedom = fit.test.support.n_people - 1
    return float(stats.t.ppf(0.5 + CONFIDENCE / 2, freedom)) * error


def _reading(
    fit: PairFit, told: dict[str, float | None], excess_q: float | None
) -> tuple[str, str]:
    """The word and its rule.

    In order: no interaction estimated; the rate ratio of both departs from the product of the two
    at q 0.10; the attacks on days with both depart from the sum of the two at q 0.10, as two
    factors do that each multiply the rate; otherwise nothing shown.
    """
    interaction, excess = fit.interaction.log_rate_ratio, told["excess"]
    if interaction is None or fit.q_value is None:
        return Reading.NOT_ESTIMABLE, fit.interaction.reason
    added = ""
    if excess is not None and excess_q is not None and excess_q <= FALSE_DISCOVERY_RATE:
        added = "more" if excess > 0 else "fewer"
    if fit.q_value <= FALSE_DISCOVERY_RATE:
        word, side = Reading.LESS_THAN_MULTIPLIED, "below"
        if interaction > 0:
            word, side = Reading.MORE_THAN_MULTIPLIED, "above"
        return word, (
            f"the rate ratio of both is {side} the product of the two, {_PASSED}; "
            f"attacks on days with both: {added or 'neither more nor fewer shown'}"
            f"{' than the two add up to' if added else ' than the sum'}"
        )
    if added:
        word = Reading.MORE_THAN_ADDED if added == "more" else Reading.LESS_THAN_ADDED
        return word, (
            f"{added} attacks on days with both than the two add up to, {_PASSED}; "
            "no departure from multiplying their rate ratios is shown"
        )
    return Reading.NO_INTERACTION_SHOWN, (
        f"neither a departure from multiplying nor from adding up is shown, {_PASSED}"
    )
