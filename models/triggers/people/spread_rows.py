"""How people differ, as rows of estimates.trigger_person_spread: one per factor and measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from models.multiplicity import q_values
from models.results import Status, Support
from models.triggers.people.effect_bands import (
    BANDS,
    CLEARLY,
    Share,
    heterogeneity,
    shares_of_responders,
    shares_under_spread,
)
from models.triggers.people.person_spread import PersonSpread, SpreadVerdict, spread_verdict
from triggerscape.factors import Claim, Factor

MEASURES = (
    "rate_ratio_typical",
    "rate_ratio_spread",
    "cochran_q",
    "i2",
    "share_above_1_2",
    "share_clear_own",
    "share_clear_by_chance",
    "share_clear_shrunken",
    "share_responding",
    "rate_ratio_responding",
)
_NOT_SHOWN = "a minority of responders does not explain the diaries better than a spread"


@dataclass(frozen=True)
class SpreadFound:
    """One factor: what was fitted or why not, whose diaries, and of how many people in all."""

    factor: Factor
    spread: PersonSpread | None
    reason: str
    support: Support
    n_people_in_all: int


@dataclass(frozen=True)
class _Value:
    """One number with its interval; ``counted`` are the people on the smaller side of a share."""

    value: float | None
    low: float | None = None
    high: float | None = None
    reason: str = ""
    counted: int | None = None


def spread_rows(found: Sequence[SpreadFound], outcome: str) -> pl.DataFrame:
    """Every measure of every factor, in the order given; rate ratios on the log scale.

    q-values are Benjamini-Hochberg over the tests of a spread of all candidates of the outcome; a
    negative control is not a hypothesis and takes no part.
    """
    tested = [
        one.spread.normal.p_value
        if one.spread is not None and one.factor.claim is Claim.CANDIDATE
        else None
        for one in found
    ]
    rows = [
        row
        for one, q_value in zip(found, q_values(tested), strict=True)
        for row in _rows(one, q_value, outcome)
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def _rows(one: SpreadFound, q_value: float | None, outcome: str) -> Iterator[dict[str, object]]:
    verdict, rule = SpreadVerdict.NOT_ESTIMABLE, one.reason
    values: Mapping[tuple[str, str], _Value] = {
        (measure, ""): _Value(None, reason=one.reason) for measure in MEASURES
    }
    if one.spread is not None:
        verdict, rule = spread_verdict(one.spread, one.factor.claim, q_value)
        values = _values(one.spread, verdict)
    for (measure, band), value in values.items():
        is_test = measure == "rate_ratio_spread" and one.spread is not None
        known = value.value is not None
        yield {
            "trigger_id": one.factor.code,
            "outcome_id": outcome,
            "measure_id": measure,
            "band_id": band,
            "lag_days": one.factor.primary_lag,
            "status": str(Status.ESTIMATED if known else Status.NOT_ESTIMABLE),
            "reason": value.reason,
            "value": value.value,
            "ci_low": value.low,
            "ci_high": value.high,
            "p_value": one.spread.normal.p_value if is_test and one.spread else None,
            "q_value": q_value if is_test else None,
            "smallest_detectable": one.spread.smallest_detectable
            if is_test and one.spread
            else None,
            "n_people": one.support.n_people,
            "n_counted": one.support.n_people if value.counted is None else value.counted,
            "n_people_in_all": one.n_people_in_all,
            "n_days": one.support.n_person_days,
            "n_attacks": one.support.n_events,
            "n_sites": one.support.n_sites,
            "verdict": str(verdict),
            "verdict_rule": rule,
        }


def _values(spread: PersonSpread, verdict: SpreadVerdict) -> dict[tuple[str, str], _Value]:
    normal, people = spread.normal, spread.n_people
    best, pooled = normal.best, spread.pooled
    (above,) = shares_under_spread(normal, pooled, [CLEARLY])
    bands = shares_under_spread(normal, pooled, BANDS)
    by_measure = {
        "rate_ratio_typical": _Value(
            best.mean + pooled,
            best.mean + pooled - 1.96 * best.mean_error,
            best.mean + pooled + 1.96 * best.mean_error,
        ),
        "rate_ratio_spread": _Value(best.sd, normal.sd_low, normal.sd_high),
        "cochran_q": _Value(spread.cochran_q, reason="a test statistic has no interval"),
        "i2": _Value(
            heterogeneity(best, spread.typical_variance),
            heterogeneity(normal.region[0], spread.typical_variance),
            heterogeneity(normal.region[-1], spread.typical_variance),
        ),
        "share_above_1_2": _share(above, people),
        "share_clear_own": _counted(spread.clear.own, people),
        "share_clear_by_chance": _expected(spread.clear.by_chance, people),
        "share_clear_shrunken": _counted(spread.clear.shrunken, people),
        "share_responding": _Value(None, reason=_NOT_SHOWN),
        "rate_ratio_responding": _Value(None, reason=_NOT_SHOWN),
    }
    if verdict is SpreadVerdict.SOME_RESPOND:
        found = spread.responders
        share = Share(found.share, found.share_low, found.share_high)
        (above,) = shares_of_responders(found, [CLEARLY])
        bands = shares_of_responders(found, BANDS)
        by_measure |= {
            "share_above_1_2": _share(above, people),
            "share_responding": _share(share, people),
            "rate_ratio_responding": _Value(found.effect, found.effect_low, found.effect_high),
        }
    values = {(measure, ""): value for measure, value in by_measure.items()}
    shares = zip(BANDS, bands, strict=True)
    return values | {("share_in_band", band.code): _share(one, people) for band, one in shares}


def _share(share: Share, people: int) -> _Value:
    """A share of the fitted law: as many people as it stands for, though none is named by it."""
    counted = round(min(share.value, 1 - share.value) * people)
    return _Value(share.value, share.low, share.high, counted=counted or people)


def _counted(share: float, people: int) -> _Value:
    """A share of people that were counted one by one."""
    low, high = _wilson(share, people)
    return _Value(share, low, high, counted=round(min(share, 1 - share) * people))


def _expected(share: float, people: int) -> _Value:
    """The share that chance alone would give, with the range it would give in these people."""
    low, high = _wilson(share, people)
    return _Value(share, low, high)


def _wilson(share: float, people: int) -> tuple[float, float]:
    """Wilson's 95% interval of a share (J Am Stat Assoc 1927;22:209)."""
    reach = 1.96**2 / people
    centre = (share + reach / 2) / (1 + reach)
    half = 1.96 / (1 + reach) * (share * (1 - share) / people + reach / (4 * people)) ** 0.5
    return max(centre - half, 0.0), min(centre + half, 1.0)
