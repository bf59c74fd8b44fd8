"""What each therapy costs by itself, who pays and how it is liked, as rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from models.stream.person_days import FloatArray
from models.therapies.value.known_costs import NO_CURRENCY, known_costs
from models.therapies.value.person_means import Mean, person_mean, person_share
from models.therapies.value.plane_rows import FEWEST_PRICED, value_frame, why_unknown
from triggerscape.vocabulary import therapy as known_therapy

NO_COMPARISON = "none"
PER_28 = 28 / 84
TOO_FEW = "fewer than two people"
NOT_PRICED = "of fewer than 8 in 10 people every charge is known"


@dataclass(frozen=True, eq=False)
class Charges:
    """What is on record of every therapy: frames as features.therapy_cost_* hold them.

    ``starts`` is features.therapy_cost_start; ``courses`` features.therapy_cost_course; ``covers``
    the sums of cover_told_thousandths and covered_thousandths by person_id, site_code and
    therapy_code; ``answers`` those of features.therapy_satisfaction. ``sites`` is what
    ``known_costs`` takes.
    """

    starts: pl.DataFrame
    courses: pl.DataFrame
    covers: pl.DataFrame
    answers: pl.DataFrame
    sites: pl.DataFrame


def charge_rows(charges: Charges) -> pl.DataFrame:
    """Rows of every therapy shaped as estimates.therapy_value, compared with nothing.

    Sessions and satisfaction once, in no currency; costs once for each currency of the sites.
    Leaves count for their group as well.
    """
    courses, covers, answers = (
        with_groups(frame) for frame in (charges.courses, charges.covers, charges.answers)
    )
    rows: list[dict[str, Any]] = []
    for (therapy,), starts in charges.starts.sort("therapy_id", "person_id").group_by(
        "therapy_id", maintain_order=True
    ):
        own = pl.col("therapy_id") == therapy
        found = [
            _sessions(starts),
            _satisfaction(answers.filter(own)),
            *_costs(starts, charges.sites),
            *_per_currency(courses.filter(own), charges.sites, _course),
            *_per_currency(covers.filter(own), charges.sites, _cover),
        ]
        pair = {"therapy_id": therapy, "comparator_id": NO_COMPARISON}
        rows += [pair | row for row in found]
    return value_frame(rows)


def with_groups(frame: pl.DataFrame) -> pl.DataFrame:
    """Each row under its leaf, and under its group where that is another: ``therapy_id``."""
    codes = frame["therapy_code"].unique().sort().to_list()
    pairs = [(code, name) for code in codes for name in {code, known_therapy(code).group}]
    names = pl.DataFrame(
        sorted(pairs), schema={"therapy_code": pl.String, "therapy_id": pl.String}, orient="row"
    )
    return frame.join(names, on="therapy_code", how="inner", maintain_order="left_right")


def _sessions(starts: pl.DataFrame) -> dict[str, Any]:
    if starts["sessions"].sum() == 0:
        return _row("sessions_per_person", starts, None, "it is not given in sessions")
    return _row("sessions_per_person", starts, _mean(starts, "sessions"))


def _costs(starts: pl.DataFrame, sites: pl.DataFrame) -> list[dict[str, Any]]:
    """Per 28 days of the first 84, among people in whom anything of it is charged."""
    found = []
    charged = starts.filter(pl.col("charged_rows") > 0)
    for known in known_costs(charged, sites):
        if known.priced_share < FEWEST_PRICED:
            row = _row("cost_per_28_days", known.people, None, NOT_PRICED)
        else:
            costs = known.people.with_columns(cost=pl.col("cost") * PER_28)
            row = _row("cost_per_28_days", costs, _mean(costs, "cost"))
        found.append(row | {"currency": known.currency, "priced_share": known.priced_share})
    if found:
        return found
    reason = "nothing of it is charged" if charged.is_empty() else why_unknown(sites)
    return [_row("cost_per_28_days", starts.clear(), None, reason)]


def _per_currency(
    frame: pl.DataFrame, sites: pl.DataFrame, of: Callable[[pl.DataFrame], dict[str, Any]]
) -> list[dict[str, Any]]:
    one = sites.filter(pl.col("first_currency") == pl.col("last_currency"))
    joined = frame.join(
        one.select("site_code", currency="first_currency"), on="site_code", maintain_order="left"
    )
    names = joined["currency"].unique().sort()
    return [of(joined.filter(pl.col("currency") == name)) | {"currency": name} for name in names]


def _course(courses: pl.DataFrame) -> dict[str, Any]:
    """Of ended courses of which anything is priced, those in which everything is."""
    priced = courses.filter(pl.col("priced_rows") > 0)
    known = priced.filter(pl.col("priced_rows") == pl.col("charged_rows"))
    share = known.height / priced.height if priced.height else None
    by_person = known.group_by("person_id").agg(
        pl.col("site_code").first(), cost=pl.col("cost_thousandths").sum() / 1000, courses=pl.len()
    )
    if share is not None and share < FEWEST_PRICED:
        return _row("cost_per_course", by_person, None, NOT_PRICED) | {"priced_share": share}
    mean = _ratio(by_person.sort("person_id"), "cost", "courses")
    return _row("cost_per_course", by_person, mean) | {"priced_share": share}


def _cover(covers: pl.DataFrame) -> dict[str, Any]:
    """Of amounts of which it is told; people whose amounts add up to nothing say nothing."""
    told = covers.filter(pl.col("cover_told_thousandths") > 0)
    by_person = told.group_by("person_id").agg(
        pl.col("site_code").first(),
        pl.col("covered_thousandths", "cover_told_thousandths").sum(),
    )
    people = by_person.sort("person_id")
    mean = person_share(
        _numbers(people, "covered_thousandths"), _numbers(people, "cover_told_thousandths")
    )
    reason = TOO_FEW if by_person.height else "no site says what a payer paid"
    return _row("covered_share", by_person, mean, reason)


def _satisfaction(answers: pl.DataFrame) -> dict[str, Any]:
    by_person = answers.group_by("person_id").agg(
        pl.col("site_code").first(), pl.col("satisfaction_sum", "answers").sum()
    )
    mean = _ratio(by_person.sort("person_id"), "satisfaction_sum", "answers", highest=10.0)
    reason = TOO_FEW if by_person.height else "nobody was asked, or nobody answered"
    return _row("satisfaction_mean", by_person, mean, reason)


def _mean(frame: pl.DataFrame, top: str) -> Mean | None:
    return person_mean(_numbers(frame, top))


def _ratio(frame: pl.DataFrame, top: str, bottom: str, highest: float = np.inf) -> Mean | None:
    return person_mean(_numbers(frame, top), _numbers(frame, bottom), highest=highest)


def _numbers(frame: pl.DataFrame, name: str) -> FloatArray:
    return np.asarray(frame[name].cast(pl.Float64).to_numpy(), dtype=np.float64)


def _row(
    measure: str, people: pl.DataFrame, mean: Mean | None, reason: str = TOO_FEW
) -> dict[str, Any]:
    """One row; ``n_comparator`` repeats the people, since there is nobody else."""
    count = people.height
    row = {
        "currency": NO_CURRENCY,
        "measure_id": measure,
        "status": "estimated" if mean else "not_estimable",
        "reason": "" if mean else reason,
        "n_people": count,
        "n_comparator": count,
        "n_sites": people["site_code"].n_unique(),
    }
    if mean is None:
        return row
    return row | {
        "estimate": mean.value,
        "standard_error": mean.standard_error,
        "ci_low": mean.ci_low,
        "ci_high": mean.ci_high,
    }
