"""Three analyses that look right and are not, of the same people: the suite has to fail each."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import numpy as np
import polars as pl
import statsmodels.api as sm

from flows.fits.trigger_design import BATCH_ROWS, TriggerDesign
from models.multiplicity import q_values
from models.triggers.within_person import fit_within_person
from triggerscape.contract.factor_columns import table_of_factor
from triggerscape.factors import Claim, Factor
from triggerscape.warehouse.literals import quoted

ALPHA = 0.05


def pooled_regression(design: TriggerDesign) -> pl.DataFrame:
    """Everybody's at-risk days in one Poisson regression, errors clustered by person."""
    codes = _causes(design.factors)
    table = pl.DataFrame(design.onset(codes)().read_all()).drop_nulls()
    x = sm.add_constant(table.select(codes).to_numpy().astype(float))
    model = sm.GLM(table["outcome"].to_numpy(), x, family=sm.families.Poisson())
    fit = model.fit(cov_type="cluster", cov_kwds={"groups": table["person_id"].to_numpy()})
    return _called(codes, fit.params[1:], fit.bse[1:], fit.pvalues[1:])


def same_day_association(estimates: pl.DataFrame) -> pl.DataFrame:
    """Attack day against the same day's factors, within people, out of estimates.trigger_effect."""
    rows = estimates.filter(estimand_id="within_person_same_day").drop_nulls("log_rate_ratio")
    codes = rows["trigger_id"].to_list()
    found = (rows[name].to_numpy() for name in ("log_rate_ratio", "standard_error", "p_value"))
    return _called(codes, *found)


def lag_over_rows(con: duckdb.DuckDBPyConnection, factors: Sequence[Factor]) -> pl.DataFrame:
    """Within people, but yesterday is the row before: a gap of two weeks is a lag of one day."""
    chosen = [factor for factor in factors if factor.claim is not Claim.PREMONITORY]
    columns = "".join(
        f", CAST(lag({_place(f)}.{quoted(f.code)}, {f.primary_lag}) OVER before AS DOUBLE)"
        f" AS {quoted(f.code)}"
        for f in chosen
    )
    query = f"""
        SELECT day.person_id, day.site_code, CAST(day.is_attack AS DOUBLE) AS outcome{columns}
        FROM features.diary_spine AS day
        LEFT JOIN features.design_day AS entry USING (person_id, diary_date)
        WHERE day.is_attack IS NOT NULL
        WINDOW before AS (PARTITION BY day.person_id ORDER BY day.diary_date)
        QUALIFY NOT lag(day.is_attack) OVER before
        ORDER BY day.person_id, day.diary_date
    """
    codes = [factor.code for factor in chosen]
    fit = fit_within_person(lambda: con.cursor().sql(query).to_arrow_reader(BATCH_ROWS), codes)
    known = [e for e in fit.estimates if e.log_rate_ratio is not None]
    return _called(
        [e.factor for e in known],
        *(
            np.array([getattr(e, name) for e in known])
            for name in ("log_rate_ratio", "standard_error", "p_value")
        ),
    )


def _place(factor: Factor) -> str:
    on_the_spine = not factor.is_extra and table_of_factor(factor.code).short_name == "diary_spine"
    return "day" if on_the_spine else "entry"


def _causes(factors: Sequence[Factor]) -> list[str]:
    return [factor.code for factor in factors if factor.claim is not Claim.PREMONITORY]


def _called(
    codes: Sequence[str], effect: np.ndarray, error: np.ndarray, p_value: np.ndarray
) -> pl.DataFrame:
    """Estimates with their intervals, called by q alone, as one does who knows no claims."""
    q = np.array(q_values(list(p_value)), dtype=float)
    verdict = np.select(
        [q > ALPHA, effect > 0], ["no_effect_shown", "trigger"], default="protective"
    )
    return pl.DataFrame(
        {
            "trigger_id": list(codes),
            "log_rate_ratio": effect,
            "standard_error": error,
            "log_ci_low": effect - 1.96 * error,
            "log_ci_high": effect + 1.96 * error,
            "verdict": verdict,
        }
    )
