"""Value: what each therapy costs and how it is liked, and what each comparison costs and avoids."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from models.therapies.bracket.sides import FEWEST_STARTERS
from models.therapies.value.charge_rows import Charges, charge_rows
from models.therapies.value.plane_rows import plane_rows, unknown_rows, why_unknown
from triggerscape.contract.estimates.value import THERAPY_VALUE_ESTIMATE
from triggerscape.warehouse.designs.trials.no_start_trial import NO_START

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flows.fits.therapy_trials import TherapyTrials

SITES = """
SELECT site_code, min(first_currency) AS first_currency, max(last_currency) AS last_currency,
    min(cost_date) AS first_date, max(cost_date) AS last_date
FROM features.therapy_cost
WHERE priced_rows > 0
GROUP BY site_code
ORDER BY site_code
"""
_COVERS = """
SELECT person_id, site_code, therapy_code,
    CAST(sum(cover_told_thousandths) AS BIGINT) AS cover_told_thousandths,
    CAST(sum(covered_thousandths) AS BIGINT) AS covered_thousandths
FROM features.therapy_cost
WHERE cover_told_thousandths > 0
GROUP BY person_id, site_code, therapy_code
ORDER BY person_id, therapy_code
"""
_ANSWERS = """
SELECT person_id, site_code, therapy_code, CAST(sum(answers) AS BIGINT) AS answers,
    CAST(sum(satisfaction_sum) AS BIGINT) AS satisfaction_sum
FROM features.therapy_satisfaction
GROUP BY person_id, site_code, therapy_code
ORDER BY person_id, therapy_code
"""
_COURSES = "FROM features.therapy_cost_course ORDER BY person_id, therapy_code, course_number"
_STARTS = "FROM features.therapy_cost_start ORDER BY person_id, therapy_id"
_AFTER = """
SELECT person_id, index_date, charged_rows, priced_rows, cost_thousandths
FROM trials.therapy_cost_after
"""


def fit_value(trials: TherapyTrials) -> dict[str, pl.DataFrame]:
    """Every therapy by itself, then every comparison, as estimates.therapy_value.

    Comparisons are those of therapy_effect: the declared pairs, then 50 starters or more against no
    start.
    """
    sites = _read(trials, SITES)
    alone = Charges(
        starts=_read(trials, _STARTS),
        courses=_read(trials, _COURSES),
        covers=_read(trials, _COVERS),
        answers=_read(trials, _ANSWERS),
        sites=sites,
    )
    frames = [charge_rows(alone), *_comparisons(trials, sites)]
    return {THERAPY_VALUE_ESTIMATE.name: pl.concat(frames)}


def _comparisons(trials: TherapyTrials, sites: pl.DataFrame) -> Iterator[pl.DataFrame]:
    pairs = [*trials.comparisons, *((one, NO_START) for one in trials.started(FEWEST_STARTERS))]
    for therapy, comparator in pairs:
        if sites.is_empty():  # no need to read anybody
            yield unknown_rows(therapy, comparator, why_unknown(sites))
            continue
        charged = trials.against(therapy, comparator).join(
            _read(trials, _AFTER),
            on=["person_id", "index_date"],
            how="inner",
            maintain_order="left",
        )
        yield plane_rows(charged, sites, therapy, comparator)


def _read(trials: TherapyTrials, query: str) -> pl.DataFrame:
    found: pl.DataFrame = trials.con.sql(query).pl()
    return found
