"""An attack log through the pipeline: only covered days without an attack are free of headache."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

from mapped_lines import SourceFormat

from flows.build import build, validate
from flows.ingest import ingest
from flows.run import Run, open_run
from triggerscape.contract.features import FEATURES
from triggerscape.warehouse.opening import open_tables
from triggerscape.workspace import Workspace

TRACKER = SourceFormat("cluster_headache_tracker")
PEOPLE, ATTACKS, EVERY_DAYS = 4, 10, 3
FIRST = dt.datetime(2025, 3, 1, 9, 0)  # noqa: DTZ001
COVERAGE = b"person_key,from_date,to_date,basis\nperson-0,2025-03-01,2025-03-10,app_export\n"


def attack_log() -> bytes:
    """What the mapping makes of an export: 40 attacks of four people, one every third day."""
    attacks = [FIRST + dt.timedelta(days=EVERY_DAYS * number) for number in range(ATTACKS)]
    lines = [
        {
            "person_key": f"person-{person}",
            "start_time": str(began),
            "end_time": str(began + dt.timedelta(hours=2)),
            "intensity": str(3 + began.day % 5),
        }
        for person in range(PEOPLE)
        for began in attacks
    ]
    days = TRACKER.map_lines("diary_from_attacks", lines)
    text = io.StringIO()
    names = [name for name in days[0] if name != "source_row"]
    writer = csv.DictWriter(text, names, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(days)
    return text.getvalue().encode()


def arrive(home: Path, profile: str, **files: bytes) -> Run:
    """A workspace of one site with these files, judged and reviewed."""
    workspace = Workspace(home)
    workspace.create()
    workspace.settings_file.write_text("[warehouse]\nbuckets = 1\nthreads = 1\n", encoding="utf-8")
    (workspace.sites / "APP.toml").write_text(f'site_code = "APP"\n{profile}\n', encoding="utf-8")
    for name, data in files.items():
        path = workspace.inbox / "APP" / "march" / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    run = open_run(workspace)
    ingest(run)
    return run


def spine(run: Run) -> list[tuple[int, bool | None, int]]:
    """How many days of each person have a headache, have none, or are not known.

    People are told apart by their days, the one with free days first: their keys are ours now.
    """
    validate(run)
    build(run)
    with run.connect() as con:
        open_tables(con, run.lake, FEATURES)
        return con.execute(
            """
            WITH person AS (
                SELECT person_id, row_number() OVER (
                    ORDER BY count(*) FILTER (NOT is_headache) DESC, person_id
                ) - 1 AS number
                FROM features.diary_spine GROUP BY person_id
            )
            SELECT p.number, s.is_headache, count(*)
            FROM features.diary_spine AS s JOIN person AS p ON p.person_id = s.person_id
            GROUP BY ALL ORDER BY ALL
            """
        ).fetchall()


def test_only_covered_days_without_an_attack_are_free_of_headache(tmp_path: Path) -> None:
    run = arrive(tmp_path, 'entry_basis = "event_log"', diary=attack_log(), diary_coverage=COVERAGE)
    days = {(person, ached): number for person, ached, number in spine(run)}
    # 28 days from the first attack to the last. Of those without an attack the ten covered ones
    # hold six, of one person; all others say nothing.
    free = (ATTACKS - 1) * EVERY_DAYS + 1 - ATTACKS
    for person in range(PEOPLE):
        assert days[person, True] == ATTACKS
        assert days.get((person, False), 0) == (6 if person == 0 else 0)
        assert days[person, None] == free - (6 if person == 0 else 0)
    with run.open_build() as opened:
        account = opened.execute(
            "SELECT rows_in, rows_accepted FROM ledger.row_account WHERE contract = 'diary'"
        ).fetchall()
    assert account == [(PEOPLE * ATTACKS, PEOPLE * ATTACKS)]
