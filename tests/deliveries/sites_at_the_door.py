"""Many sites send one spoiled delivery each, one sends a clean one; all come in the same run."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from flows.build import validate
from flows.ingest import ingest
from flows.run import Run, open_run
from triggerscape.contract.core import CORE
from triggerscape.warehouse.opening import open_tables
from triggerscape.workspace import Workspace

CLEAN = "CLEAN"
HEADER = "person_key,diary_date,entry_status,headache,migraine,pain_max,sleep_hours,neck_pain"
DAY_1 = "person-1,2025-03-01,complete,true,true,6,7.5,2"
DAY_2 = "person-1,2025-03-02,complete,false,false,0,8,1"
DAY_3 = "person-2,2025-03-01,complete,true,false,3,6.25,0"


def csv_of(*rows: str, header: str = HEADER) -> bytes:
    """A diary of these rows, as a site would send it."""
    return "".join(f"{line}\n" for line in (header, *rows)).encode()


def new_workspace(home: Path) -> Workspace:
    """An empty workspace of one bucket."""
    workspace = Workspace(home)
    workspace.create()
    workspace.settings_file.write_text("[warehouse]\nbuckets = 1\nthreads = 1\n", encoding="utf-8")
    return workspace


def add_site(home: Path, site: str, profile: str = "") -> None:
    """Write a site's profile: its code, then what it declares."""
    text = f'site_code = "{site}"\n{profile}\n'
    (home / "sites" / f"{site}.toml").write_text(text, encoding="utf-8")


def send(home: Path, site: str, files: dict[str, bytes]) -> None:
    """Put files into a site's inbox; ``march/diary.csv`` lies in the delivery ``march``."""
    for name, data in files.items():
        path = home / "inbox" / site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


@dataclass(frozen=True)
class Arrived:
    """What the ledger and core hold after one run."""

    run: Run
    said: tuple[str, ...]

    def counts(self, site: str) -> tuple[int, int, int, int]:
        """Rows in, accepted, quarantined and duplicates of all files of a site."""
        return self.accounts.get(site, (0, 0, 0, 0))

    def rules(self, site: str) -> set[str]:
        """The rules for which a file or a row of the site was refused."""
        return {rule for of_site, rule in self.refusals if of_site == site}

    @cached_property
    def accounts(self) -> dict[str, tuple[int, int, int, int]]:
        """The counts of every site that sent a file, as they stand when first asked for."""
        with self.run.open_build() as build:
            rows = build.execute(
                "SELECT site_code, sum(rows_in), sum(rows_accepted), sum(rows_quarantined), "
                "sum(rows_duplicate) FROM ledger.row_account GROUP BY site_code"
            ).fetchall()
        return {
            site: (int(rows_in), int(accepted), int(quarantined), int(duplicates))
            for site, rows_in, accepted, quarantined, duplicates in rows
        }

    @cached_property
    def refusals(self) -> set[tuple[str, str]]:
        """Each site with each rule for which a file or a row of it was refused."""
        with self.run.open_build() as build:
            rows = build.execute(
                "SELECT site_code, rule FROM ledger.quarantine JOIN ledger.file_use USING (use_id) "
                "UNION SELECT site_code, file_rule FROM ledger.file_use WHERE file_rule <> ''"
            ).fetchall()
        return {(site, rule) for site, rule in rows}

    def diary(self, site: str, columns: str) -> list[tuple[object, ...]]:
        """Columns of a site's core.diary_day, by person and day."""
        with self.run.connect() as con:
            open_tables(con, self.run.lake, CORE)
            return con.execute(
                f"SELECT {columns} FROM core.diary_day WHERE site_code = ? "
                "ORDER BY person_key, diary_date",
                [site],
            ).fetchall()


def arrive(home: Path) -> Arrived:
    """Ingest and validate what lies in the inbox."""
    run = open_run(Workspace(home))
    return Arrived(run, ingest(run).warnings + validate(run).warnings)
