"""Which days are recorded: the cells they are counted in, and a day's weight as SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.triggers.sensitivity.observation_weights import observation_weights
from triggerscape.warehouse.designs.onset_design import ONSET_DESIGN
from triggerscape.warehouse.literals import sql_text

if TYPE_CHECKING:
    from flows.fits.trigger_design import TriggerDesign

# First days of each band: since the start of the diary, and of the clean run before the day.
TENURE_FROM = (0, 14, 28, 84)
CLEAN_RUN_FROM = (0, 7, 28)


def observation_weight(design: TriggerDesign) -> str:
    """A SQL expression over design.onset: the inverse of the chance that such a day is recorded.

    Counted over every day, known or not, whose clean run is long enough for an attack to begin.
    Looked up in a list of weights, for a join might hand on days out of order.
    """
    basis = sql_text(design.basis)
    query = f"""
SELECT d.site_code, {_weekend("d.weekend")} AS weekend,
    {_band("d.day_number", TENURE_FROM)} AS tenure,
    {_band("o.clean_days", CLEAN_RUN_FROM)} AS clean_run,
    count(*) AS n_days, count(d.is_attack) AS n_recorded
FROM features.diary_spine AS d
JOIN features.onset_day AS o ON o.person_id = d.person_id AND o.diary_date = d.diary_date
WHERE d.attack_basis = {basis} AND o.clean_days >= (
    SELECT min(clean_days) FROM {ONSET_DESIGN} WHERE is_at_risk AND attack_basis = {basis}
)
GROUP BY ALL
"""
    weights = observation_weights(design.con.sql(query).pl())
    sites = weights["site_code"].unique().sort().to_list()
    shape = (len(sites), 2, len(TENURE_FROM), len(CLEAN_RUN_FROM))
    table = dict.fromkeys(range(shape[0] * shape[1] * shape[2] * shape[3]), 1.0)
    for site, weekend, tenure, clean_run, weight in weights.iter_rows():
        cell = (sites.index(site) * shape[1] + weekend) * shape[2] + tenure
        table[cell * shape[3] + clean_run] = weight
    numbers = ", ".join(repr(weight) for weight in table.values())
    places = " ".join(f"WHEN {sql_text(site)} THEN {place}" for place, site in enumerate(sites))
    cell = (
        f"((CASE site_code {places} END * {shape[1]} + {_weekend('weekend')}) * {shape[2]}"
        f" + {_band('day_number', TENURE_FROM)}) * {shape[3]}"
        f" + {_band('clean_days', CLEAN_RUN_FROM)}"
    )
    return f"([{numbers}]::DOUBLE[])[1 + {cell}]"


def _weekend(name: str) -> str:
    """1 on a weekend, 0 on other days and where a diary has no calendar."""
    return f"CAST(coalesce({name}, 0) AS INTEGER)"


def _band(name: str, starts: tuple[int, ...]) -> str:
    """The place of the last start that is not above the number."""
    passed = " + ".join(f"CAST({name} >= {start} AS INTEGER)" for start in starts[1:])
    return f"({passed})"
