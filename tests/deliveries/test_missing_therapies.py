"""A site whose therapies did not all come never reads as a site without therapies.

Five sites have the same four people. WHOLE sent everything. LOST never sent the therapies of its
first quarter, and REFUSED sent a file of them that cannot be read; NONE sent no therapies at all;
UNSIGNED sent everything without a manifest, so that nobody knows whether that was everything.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from attested import attested
from sites_at_the_door import add_site, csv_of, new_workspace, send

import flows.build
import flows.delivery_review
from flows.bucket_runner import every_bucket
from flows.bucket_work import DESIGN
from flows.build import build, validate
from flows.ingest import ingest
from flows.run import open_run
from triggerscape.contract.features import FEATURES
from triggerscape.contract.trials import TRIALS
from triggerscape.warehouse.designs.trials.active_trial import active_trial_sql
from triggerscape.warehouse.opening import open_tables
from triggerscape.warehouse.reference.tables import make_reference
from triggerscape.workspace import Workspace

YEAR = [date(2025, 1, 1) + timedelta(day) for day in range(365)]
QUARTERS = (
    ("2025-01-01", "2025-03-31"),
    ("2025-04-01", "2025-06-30"),
    ("2025-07-01", "2025-09-30"),
    ("2025-10-01", "2025-12-31"),
)
# The first person is treated in March and again in May; the others are new to what they get.
THERAPIES = (
    ("person-1", "dry_needling", "2025-03-20"),
    ("person-1", "dry_needling", "2025-05-10"),
    ("person-2", "dry_needling", "2025-05-20"),
    ("person-3", "omt_cranial", "2025-07-15"),
    ("person-4", "dry_needling", "2025-08-20"),
)
PEOPLE = csv_of(
    *(f"person-{number},45,female,mwoa" for number in range(1, 5)),
    header="person_key,age_years,sex,diagnosis",
)
DIARY = csv_of(
    *(
        f"person-{number},{day},complete,{str(day.day % 7 == number).lower()}"
        for number in range(1, 5)
        for day in YEAR
    ),
    header="person_key,diary_date,entry_status,headache",
)
EXPECTING = '[expected]\ncontracts = ["diary", "therapy"]'
EXTRACTED = "2026-01-10T00:00:00"


def _therapies(first: str, last: str) -> bytes:
    rows = [
        f"t{number},{person},{code},{start},session,completed"
        for number, (person, code, start) in enumerate(THERAPIES)
        if first <= start <= last
    ]
    header = "therapy_key,person_key,therapy_code,start_date,delivery,status"
    return csv_of(*rows, header=header)


def _sent(site: str) -> dict[str, bytes]:
    """The files a site puts into its inbox."""
    year = (QUARTERS[0][0], QUARTERS[3][1])
    people = {"diary.csv": DIARY, "person.csv": PEOPLE}
    sent = attested(site, "people", people, extracted_at=EXTRACTED, days=year)
    for number, days in enumerate(QUARTERS, 1):
        data = _therapies(*days)
        if site == "NONE" or (site, number) == ("LOST", 1):
            continue
        if (site, number) == ("REFUSED", 1):
            data = b"PAR1 and no more"
        quarter = attested(
            site, f"q{number}", {"therapy.csv": data}, extracted_at=EXTRACTED, days=days
        )
        sent |= quarter
    if site == "UNSIGNED":
        sent = {name: data for name, data in sent.items() if not name.endswith("manifest.json")}
    return sent


class Found:
    """What one run over the five inboxes finds."""

    def __init__(self, home: Path) -> None:
        new_workspace(home)
        for site in ("WHOLE", "LOST", "REFUSED", "NONE", "UNSIGNED"):
            add_site(home, site, EXPECTING)
            send(home, site, _sent(site))
        self.run = open_run(Workspace(home))
        ingest(self.run)
        validate(self.run)
        self.said = [line for line in build(self.run).warnings if "therapies" in line]
        every_bucket(self.run, DESIGN)

    def rows(self, query: str, site: str) -> list[tuple[object, ...]]:
        with self.run.connect() as con:
            make_reference(con, self.run.settings)
            open_tables(con, self.run.lake, [*FEATURES, *TRIALS])
            return con.execute(f"FROM ({query}) WHERE site_code = '{site}'").fetchall()

    def starts(self, table: str, site: str) -> set[tuple[object, ...]]:
        """Leaf and day of the uses a table of the site holds."""
        query = f"SELECT therapy_id, CAST(index_date AS VARCHAR) AS day, site_code FROM {table}"
        return {(leaf, day) for leaf, day, _ in self.rows(query, site) if "_" in str(leaf)}

    def arms(self, site: str) -> list[object]:
        """The arm of each of the site's people in manipulation against needling; 1 is the first."""
        query = active_trial_sql("omt", "dry_needling")
        return sorted(arm for arm, _ in self.rows(f"SELECT arm, site_code FROM ({query})", site))


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    with pytest.MonkeyPatch.context() as patched:
        # The gates change no row, and take seconds a run.
        patched.setattr(flows.build, "hold_to_promises", lambda *_: [])
        patched.setattr(flows.delivery_review, "_hold_to_promises", lambda *_: None)
        return Found(tmp_path_factory.mktemp("therapies") / "workspace")


NEW_IN_SUMMER = {("omt_cranial", "2025-07-15"), ("dry_needling", "2025-08-20")}


def test_with_every_file_new_is_who_was_not_treated_before(found):
    assert found.starts("features.new_start", "WHOLE") == {
        ("dry_needling", "2025-05-20"),
        *NEW_IN_SUMMER,
    }
    assert found.arms("WHOLE") == [0, 0, 1]


@pytest.mark.parametrize("site", ["LOST", "REFUSED"])
def test_a_treated_person_is_not_new_because_a_quarter_is_missing(found, site):
    # The danger is real: as far as the files that came tell, the use in May was the first.
    assert ("dry_needling", "2025-05-10") in found.starts("features.first_use", site)
    assert found.starts("features.new_start", site) == NEW_IN_SUMMER
    assert found.arms(site) == [0, 1]


@pytest.mark.parametrize("site", ["NONE", "UNSIGNED"])
def test_where_nobody_knows_what_is_missing_nobody_is_untreated(found, site):
    assert found.starts("features.new_start", site) == set()
    assert found.arms(site) == []


def test_each_site_with_therapies_missing_is_named(found):
    days = {"LOST": 275, "NONE": 0, "REFUSED": 275, "UNSIGNED": 0}
    assert [line.split(" diary days")[0] for line in found.said] == [
        f"site {site}: therapies were delivered in full for {days[site]} of 365" for site in days
    ]
