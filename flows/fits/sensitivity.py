"""Sensitivity: which other days, strata and weights the trigger models are fitted to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.fits.observation_cells import observation_weight
from flows.fits.trigger_design import AT_RISK
from models.triggers.sensitivity.sensitivity_rows import Variant, sensitivity_rows
from triggerscape.contract.estimates.sensitivity import SENSITIVITY_ESTIMATE
from triggerscape.factors import Claim
from triggerscape.warehouse.designs.onset_design import ONSET_DESIGN
from triggerscape.warehouse.literals import sql_text

if TYPE_CHECKING:
    import polars as pl

    from flows.fits.trigger_design import TriggerDesign

# Other at-risk days than the usual ones, as conditions on design.onset.
OTHER_DAYS = {
    "late_entries_in": "is_at_risk",
    "clean_days_1": "clean_days >= 1 AND NOT has_late_entry",
    "clean_days_2": "clean_days >= 2 AND NOT has_late_entry",
    "clean_days_5": "is_at_risk AND clean_days >= 5 AND NOT has_late_entry",
    "first_14_days_out": f"{AT_RISK} AND day_number >= 14",
    "first_28_days_out": f"{AT_RISK} AND day_number >= 28",
}


def fit_sensitivity(design: TriggerDesign) -> dict[str, pl.DataFrame]:
    """Every analysis beside what it is compared with, as estimates.trigger_sensitivity."""
    codes = [f.code for f in design.factors if f.claim is not Claim.PREMONITORY]
    variants = [
        Variant("time_stratified", design.onset(codes, stratum="stratum"), by_stratum=True),
        Variant(
            "observed_weights",
            design.onset(codes, weight=observation_weight(design)),
            weight="weight",
        ),
    ]
    for analysis, where in (OTHER_DAYS | _without_event_logs(design)).items():
        changed = _people_changed(design, where)
        variants.append(Variant(analysis, design.onset(codes, where=where), n_changed=changed))
    rows = sensitivity_rows(design.onset, variants, design.factors, design.basis)
    return {SENSITIVITY_ESTIMATE.name: rows}


def _without_event_logs(design: TriggerDesign) -> dict[str, str]:
    """The condition that leaves out sites whose logs cover days without an entry, if any do."""
    query = "SELECT DISTINCT site_code FROM features.covered_day ORDER BY site_code"
    sites = [sql_text(site) for (site,) in design.con.execute(query).fetchall()]
    if not sites:
        return {}
    return {"event_logs_out": f"{AT_RISK} AND site_code NOT IN ({', '.join(sites)})"}


def _people_changed(design: TriggerDesign, where: str) -> int:
    """People with a day that only one of the two analyses uses."""
    query = f"""
SELECT count(DISTINCT person_id) FILTER (({AT_RISK}) IS DISTINCT FROM ({where}))
FROM {ONSET_DESIGN} WHERE attack_basis = {sql_text(design.basis)}
"""
    return int(design.con.execute(query).fetchall()[0][0])
