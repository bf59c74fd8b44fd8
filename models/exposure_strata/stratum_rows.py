"""Strata of days as rows of estimates.exposure_stratum: rates, and ratios within people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from models.exposure_strata.onset_share import onset_share
from models.exposure_strata.person_groups import PersonGroups
from models.exposure_strata.within_person_ratio import tells_something, within_person_ratio
from models.results import Status
from models.triggers.verdicts import FEWEST_EXPECTED_ATTACKS, FEWEST_PEOPLE
from triggerscape.exposure_bands import EXPOSURES, STRATA, reference_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Words = tuple[str, ...]
    GroupsOf = Callable[[Words, Words], pl.DataFrame]

RATE, RATIO = "onset_rate", "onset_ratio"
PER_DAYS = 100
_FEW = f"fewer than {FEWEST_PEOPLE} people"
_NUMBERS = ("estimate", "standard_error", "ci_low", "ci_high")


def stratum_rows(groups_of: GroupsOf, outcome: str) -> pl.DataFrame:
    """A rate of each of the 64 strata and a ratio of the 56 that are no reference.

    ``groups_of`` gives of a stratum and its reference the groups of people alike: site_code, days,
    attacks, reference_days, reference_attacks, people, as in ``PersonGroups``. No number where
    fewer than 20 people have such days, or fewer than 10 attacks are to be expected on either kind
    of day; whether attacks came does not decide it, unless fewer than two people had one.
    """
    rows: list[dict[str, Any]] = []
    for words in STRATA:
        reference = reference_of(words)
        groups = groups_of(words, reference)
        rows.append(_row(words, outcome, RATE, _rate(groups.filter(pl.col("days") > 0))))
        if words != reference:
            told = tells_something(PersonGroups.of_frame(groups))
            rows.append(_row(words, outcome, RATIO, _ratio(groups.filter(told))))
    return pl.DataFrame(rows, infer_schema_length=None)


def _row(
    words: Sequence[str], outcome: str, measure: str, found: dict[str, Any]
) -> dict[str, object]:
    pairs = list(zip(EXPOSURES, words, strict=True))
    status = Status.NOT_ESTIMABLE if found["reason"] else Status.ESTIMATED
    return {
        **{exposure.column: word for exposure, word in pairs},
        "outcome_id": outcome,
        "measure_id": measure,
        **{f"{exposure.code}_order": exposure.place(word) for exposure, word in pairs},
        "is_reference": tuple(words) == reference_of(words),
        "status": str(status),
        **dict.fromkeys(_NUMBERS),
        **found,
    }


def _rate(groups: pl.DataFrame) -> dict[str, Any]:
    counts = _counts(groups, days="days", attacks="attacks")
    if counts["n_people"] < FEWEST_PEOPLE:
        return {"reason": _FEW, **counts}
    if not 0 < counts["n_attacks"] < counts["n_days"]:
        return {"reason": "an attack on none or all of its days", **counts}
    found = onset_share(PersonGroups.of_frame(groups))
    shares = (found.share, found.ci_low, found.ci_high)
    value, low, high = (PER_DAYS * share for share in shares)
    numbers = (value, found.logit_error, low, high)
    return {"reason": "", **dict(zip(_NUMBERS, numbers, strict=True)), **counts}


def _ratio(groups: pl.DataFrame) -> dict[str, Any]:
    both = groups.with_columns(
        all_days=pl.col("days") + pl.col("reference_days"),
        all_attacks=pl.col("attacks") + pl.col("reference_attacks"),
    )
    counts = _counts(both, days="all_days", attacks="all_attacks")
    if counts["n_people"] < FEWEST_PEOPLE:
        return {"reason": _FEW, **counts}
    struck = (pl.col("attacks") > 0, pl.col("reference_attacks") > 0)
    if min(groups.filter(of_one)["people"].sum() for of_one in struck) < 2:
        return {"reason": "attacks of fewer than two people on one kind of day", **counts}
    found = within_person_ratio(PersonGroups.of_frame(groups))
    if min(found.expected, found.expected_reference) < FEWEST_EXPECTED_ATTACKS:
        few = f"fewer than {FEWEST_EXPECTED_ATTACKS} attacks to be expected on one kind of day"
        return {"reason": few, **counts}
    numbers = (found.ratio, found.log_error, found.ci_low, found.ci_high)
    return {"reason": "", **dict(zip(_NUMBERS, numbers, strict=True)), **counts}


def _counts(groups: pl.DataFrame, *, days: str, attacks: str) -> dict[str, int]:
    return {
        "n_people": int(groups["people"].sum()),
        "n_days": int((groups[days] * groups["people"]).sum()),
        "n_attacks": int((groups[attacks] * groups["people"]).sum()),
        "n_sites": groups["site_code"].n_unique(),
    }
