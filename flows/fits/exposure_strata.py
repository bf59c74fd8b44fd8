"""Strata of days by posture, sleep and stress: counted in DuckDB, one stratum at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.fits.trigger_design import AT_RISK
from models.exposure_strata.stratum_rows import stratum_rows
from triggerscape.contract.estimates.exposure_strata import EXPOSURE_STRATUM_ESTIMATE
from triggerscape.warehouse.designs.stratum_days import is_in, stratum_days_sql
from triggerscape.warehouse.literals import sql_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from flows.fits.trigger_design import TriggerDesign

_COUNTED = "strata_of_people"


def fit_strata(design: TriggerDesign) -> dict[str, pl.DataFrame]:
    """Rates and ratios of every stratum, as estimates.exposure_stratum.

    Nothing where no day of these diaries knows posture, sleep and stress.
    """
    days = stratum_days_sql(f"attack_basis = {sql_text(design.basis)} AND {AT_RISK}")
    design.con.execute(f"CREATE OR REPLACE TEMP TABLE {_COUNTED} AS {days}")
    if not design.con.execute(f"SELECT count(*) FROM {_COUNTED}").fetchall()[0][0]:
        return {}

    def groups_of(words: Sequence[str], reference: Sequence[str]) -> pl.DataFrame:
        groups: pl.DataFrame = design.con.sql(_alike(words, reference)).pl()
        return groups

    rows = stratum_rows(groups_of, f"{design.basis}_onset")
    return {EXPOSURE_STRATUM_ESTIMATE.name: rows}


def _alike(words: Sequence[str], reference: Sequence[str]) -> str:
    """People alike in days and attacks of two strata, and how many: few numbers for many people."""
    sums = ", ".join(
        f"CAST(coalesce(sum({what}) FILTER ({is_in(of)}), 0) AS BIGINT) AS {name}{what}"
        for name, of in (("", words), ("reference_", reference))
        for what in ("days", "attacks")
    )
    return f"""
SELECT site_code, days, attacks, reference_days, reference_attacks, count(*) AS people
FROM (SELECT any_value(site_code) AS site_code, {sums} FROM {_COUNTED} GROUP BY person_id)
WHERE days > 0
GROUP BY ALL
ORDER BY ALL"""
