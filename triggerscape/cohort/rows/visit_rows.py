"""Visit rows of a site: one per person and day with a session."""

from __future__ import annotations

import numpy as np
import polars as pl

from triggerscape.cohort.days.charges import Charges
from triggerscape.cohort.days.simulation import World
from triggerscape.cohort.rows.given import Given, given_therapies, visits_of
from triggerscape.cohort.rows.order import in_contract_order
from triggerscape.cohort.sending.keys import Keys
from triggerscape.cohort.setting.clock import dates, offset_minutes, to_utc, wall_times
from triggerscape.contract.catalogue import INPUTS
from triggerscape.vocabulary import therapy

_ROLES = {
    "omt": "osteopath",
    "massage": "massage_therapist",
    "needling": "physiotherapist",
    "physio": "physiotherapist",
    "device": "physiotherapist",
    "injection": "neurologist",
}


def visit_rows(world: World, keys: Keys) -> pl.DataFrame:
    """All visits, by person and day; none at sites that people reach by app alone."""
    given = [] if world.site.by_app else given_therapies(world, world.calendar.length)
    visits = visits_of(given)
    rows = len(visits)
    draws = world.luck.stream("visit rows")
    person = np.array([one.person for one in visits], dtype=np.int64)
    day = np.array([one.day for one in visits], dtype=np.int64)
    begins = wall_times(world.calendar, day, draws.integers(8 * 4, 17 * 4, rows) * 15)
    before = np.where(world.days.migraine[day, person], 6, 2) + draws.integers(-1, 3, rows)
    severity = world.people.severity[person]
    roles = [_ROLES[therapy(one.code).group] for one in visits]
    frame = pl.DataFrame(
        {
            "site_code": np.full(rows, world.site.code),
            "visit_key": pl.Series([keys.visit(one) for one in visits], dtype=pl.String),
            "person_key": pl.Series(keys.people, dtype=pl.String).gather(person),
            "visit_date": dates(world.calendar, day),
            "start_local": begins,
            "utc_offset_min": offset_minutes(begins, world.site.timezone),
            "duration_min": draws.integers(2, 7, rows) * 10,
            "setting": np.full(rows, "clinic"),
            "status": pl.Series([one.status for one in visits], dtype=pl.String),
            "clinician_role": pl.Series(roles, dtype=pl.String),
            "dx_codes": pl.Series([["icd10:G43.909"]] * rows, dtype=pl.List(pl.String)),
            "pain_before": before,
            "pain_after": np.clip(before - draws.integers(0, 3, rows), 0, 10),
            "cva_deg": np.clip(np.round(draws.normal(49, 5, rows) - severity, 1), 20, 80),
            "cervical_rotation_deg": np.clip(np.round(draws.normal(68, 9, rows)), 0, 120),
            "ndi_pct": 2 * np.clip(np.round(draws.normal(12, 5, rows) + 1.5 * severity), 0, 50),
            "recorded_at": to_utc(begins, world.site.timezone).dt.offset_by("2h"),
        }
    )
    if world.charges is not None:
        said = pl.Series(_satisfaction(world.charges, given, visits), dtype=pl.Int16)
        frame = frame.with_columns(satisfaction=said)
    return in_contract_order(frame, INPUTS["visit"])


def _satisfaction(charges: Charges, given: list[Given], visits: list[Given]) -> list[int | None]:
    """An answer for each visit that took place, to all that was given in it."""
    codes: dict[tuple[int, int], list[str]] = {}
    for one in given:
        if one.is_session and one.status == "completed":
            codes.setdefault((one.person, one.day), []).append(one.code)
    return [
        charges.satisfaction(codes.get((one.person, one.day), ()), one.day, one.person)
        for one in visits
    ]
