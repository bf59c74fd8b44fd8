"""Sites beside each other as rows: what was observed, what was expected, where it lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from models.site_comparison.case_mix import case_mix, expected_days, expected_shares
from models.site_comparison.funnel import FEWEST_SITES, Z95, funnel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

TRAITS = ("sex", "age_band", "diagnosis")
BASELINE = ("baseline_days",)
FEWEST_PEOPLE = 11


@dataclass(frozen=True)
class _Measure:
    """Sums of a person: days that count, of so many; None where only the share of people counts."""

    measure_id: str
    hits: str
    known: str
    amounts: Sequence[str]
    per: float


PLACED = tuple(
    "observed_mean expected_mean ratio ci_low ci_high limit_95_low limit_95_high limit_998_low "
    "limit_998_high phi tau2 z band".split()
)
MEASURES = (
    _Measure("migraine_days_ratio", "later_migraine_days", "later_known_days", BASELINE, 28),
    _Measure("completeness_ratio", "entry_days", "spine_days", (), 1),
    _Measure("responder_50_ratio", "responded", "", BASELINE, 1),
)


def comparison_rows(people: pl.DataFrame) -> pl.DataFrame:
    """Rows of estimates.site_comparison from one row per person.

    ``people`` has person_id, site_code, the traits, baseline_days (per 28, null if unknown), and
    the columns that MEASURES name, null where a person says nothing to a measure. A site with
    fewer than eleven such people is left out of the comparison and given a reason.
    """
    return pl.concat([_rows(people, measure) for measure in MEASURES])


def _rows(people: pl.DataFrame, measure: _Measure) -> pl.DataFrame:
    needed = [measure.hits, *([measure.known] if measure.known else []), *measure.amounts]
    told = people.drop_nulls(needed).sort("site_code", "person_id")
    if measure.known:
        told = told.filter(pl.col(measure.known) > 0)
    summed = _by_site(told, measure)
    enough = (pl.col("n_people") >= FEWEST_PEOPLE) & (pl.col("squares") > 0)
    compared = summed.filter(enough & (pl.col("observed") > 0))
    sites = people.select("site_code").unique().sort("site_code")
    rows = sites.join(summed.drop("squares"), on="site_code", how="left")
    if compared.height < FEWEST_SITES:
        reason = f"fewer than {FEWEST_SITES} sites can be compared"
        placed = _placed(compared.clear(), measure)
    else:
        reason = "too few people here to be compared"
        placed = _placed(compared, measure)
    status = pl.when(pl.col("z").is_not_null()).then(pl.lit("estimated"))
    return rows.join(placed, on="site_code", how="left").select(
        "site_code",
        pl.lit(measure.measure_id).alias("measure_id"),
        status.otherwise(pl.lit("not_estimable")).alias("status"),
        pl.when(pl.col("z").is_null()).then(pl.lit(reason)).alias("reason"),
        *PLACED,
        pl.col("n_people").fill_null(0),
        pl.col("n_days").fill_null(0),
    )


def _by_site(told: pl.DataFrame, measure: _Measure) -> pl.DataFrame:
    """Sums a site: observed, expected, squares of a person's difference, what they are per."""
    hits = told[measure.hits].cast(pl.Float64).to_numpy()
    mix = case_mix(told, TRAITS, measure.amounts)
    if measure.known:
        known = told[measure.known].cast(pl.Float64).to_numpy()
        due = expected_days(hits, known, mix) if told.height else hits
    else:
        known = np.ones(told.height)
        due = expected_shares(hits, mix) if told.height else hits
    days = known if measure.known else np.zeros(told.height)
    # Rows are sorted by site and person, and added up in that order: the same bits every time.
    sites, first = np.unique(told["site_code"].to_numpy(), return_index=True)
    sums = {
        name: np.add.reduceat(values, first) if first.size else values
        for name, values in (
            ("observed", hits),
            ("expected", due),
            ("whole", known),
            ("squares", (hits - due) ** 2),
            ("n_people", np.ones(told.height)),
            ("n_days", days),
        )
    }
    return pl.DataFrame({"site_code": pl.Series(sites.tolist(), dtype=pl.String), **sums}).cast(
        {"n_people": pl.Int64, "n_days": pl.Int64}
    )


def _placed(sites: pl.DataFrame, measure: _Measure) -> pl.DataFrame:
    """Ratio, interval and place in the funnel of the sites that can be compared."""
    if sites.is_empty():
        return sites.select("site_code", *(pl.lit(None).alias(name) for name in PLACED))
    n = sites["n_people"].to_numpy()
    observed, expected = sites["observed"].to_numpy(), sites["expected"].to_numpy()
    # People, not days, are independent: the variance of a sum is that of its people's differences.
    found = funnel(observed, expected, sites["squares"].to_numpy() * n / (n - 1))
    per = measure.per / sites["whole"].to_numpy()
    return pl.DataFrame(
        {
            "site_code": sites["site_code"],
            "observed_mean": observed * per,
            "expected_mean": expected * per,
            "ratio": np.exp(found.log_ratio),
            "ci_low": np.exp(found.log_ratio - Z95 * found.error),
            "ci_high": np.exp(found.log_ratio + Z95 * found.error),
            "limit_95_low": np.exp(-found.limit_95),
            "limit_95_high": np.exp(found.limit_95),
            "limit_998_low": np.exp(-found.limit_998),
            "limit_998_high": np.exp(found.limit_998),
            "phi": found.phi,
            "tau2": found.tau2,
            "z": found.z,
            "band": list(found.band),
        }
    )
