"""Made-up files, judged and measured: plain ones, in which a test plants one thing."""

from __future__ import annotations

from datetime import date, datetime

import duckdb

from expectations.measures.measuring import measure
from triggerscape.contract.catalogue import INPUTS
from triggerscape.delivery.profiles.profile import SiteProfile
from triggerscape.quality.file_measures import FileMeasures

PEOPLE = 20
PROFILE = SiteProfile("AA", timezone="Europe/Vienna")
# SQL over i, the row, p, the person, and d, the day: 20 people, one entry a day each.
_PLAIN = {
    "diary": {
        "diary_date": "d",
        "entry_basis": "'daily_prompt'",
        "entry_status": "'complete'",
        "entered_at": "d + INTERVAL (20 * 60 + p) MINUTE",
        "headache": "(i // 20 + i) % 10 < 3",
        "pain_max": "CASE WHEN (i // 20 + i) % 10 < 3 THEN 3 + i % 5 ELSE 0 END",
        "sleep_hours": "6 + (i * 3) % 7 * 0.5",
        "stress": "4 + (i * 3) % 5",
        "water_ml": "1000 + (i * 3) % 9 * 200",
        "caffeine_mg": "(i * 3) % 4 * 95",
        "exercise_min": "(i * 3) % 3 * 30",
        "acute_triptan": "CASE WHEN i % 9 = 0 THEN 1 ELSE 0 END",
    },
    "visit": {
        "visit_key": "'v-' || i",
        "visit_date": "d",
        "start_local": "d + INTERVAL (8 * 60 + (i * 37) % 480) MINUTE",
        "setting": "CASE WHEN i % 4 = 0 THEN 'telehealth' ELSE 'clinic' END",
        "status": "'completed'",
    },
    "therapy": {
        "therapy_key": "'t-' || i",
        "therapy_code": "CASE WHEN i % 2 = 0 THEN 'omt_unspecified' ELSE 'dry_needling' END",
        "start_date": "d",
        "delivery": "'session'",
        "status": "'completed'",
    },
    "person": {"sex": "'female'", "enrolled_on": "d"},
    "questionnaire": {"completed_on": "d"},
}


def measured(
    first: str = "2025-03-01",
    *,
    days: int = 31,
    contract: str = "diary",
    site: str = "AA",
    use_id: str = "",
    attested: bool = False,
    extracted_at: datetime | None = None,
    profile: SiteProfile = PROFILE,
    broken: str = "NULL",
    **columns: str,
) -> FileMeasures:
    """The measures of a plain file of so many days, with some columns given as SQL instead."""
    given = {"site_code": f"'{site}'", "person_key": "'p-' || p", **_PLAIN[contract], **columns}
    selected = ", ".join(
        f'CAST({given.get(column.name, "NULL")} AS {column.kind}) AS "{column.name}"'
        for column in INPUTS[contract]
    )
    with duckdb.connect() as con:
        con.execute(
            f"CREATE TABLE judged AS SELECT {selected}, p AS person_id, "
            f"CAST({broken} AS VARCHAR[]) AS broken "
            f"FROM (SELECT i, i % {PEOPLE} AS p, DATE '{first}' + CAST(i // {PEOPLE} AS INTEGER) "
            f"AS d FROM range({days * PEOPLE}) AS r (i))"
        )
        measures = measure(con, INPUTS[contract], profile)
    return FileMeasures(
        use_id or f"{site}-{contract}-{first}",
        site,
        contract,
        f"{contract}.csv",
        extracted_at,
        attested,
        {(one.column, one.period, one.name): one.value for one in measures},
    )


def monthly(months: int, contract: str = "diary", site: str = "AA") -> list[FileMeasures]:
    """So many plain files, one a month from January 2025 on, each a little unlike the others."""
    return [
        measured(
            date(2025 + month // 12, month % 12 + 1, 1).isoformat(),
            days=28,
            contract=contract,
            site=site,
            **({"stress": f"4 + (i * 3) % 5 + {month % 3} * 0.1"} if contract == "diary" else {}),
        )
        for month in range(months)
    ]
