"""Apps, a study and Epic through the door of the pipeline, each with the profile of its guide."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from app_exports import with_person

from flows.ingest import ingest
from flows.run import Run, open_run
from triggerscape.warehouse.lake import use_of
from triggerscape.workspace import Workspace

LOG = 'entry_basis = "event_log"\n'
PROFILES = {
    "CHT": f'{LOG}format = "cluster_headache_tracker"',
    "NOTES": f'{LOG}format = "cluster_headache_tracker"',
    "DAILY": 'format = "cluster_headache_tracker"',
    "MOODS": f'{LOG}format = "daylio"',
    "EMA": 'format = "daily_ema"\n[ids]\ndigits_are_pseudonyms = true',
    "NORTH": 'format = "epic"\ntimezone = "America/Chicago"\n'
    '[file]\ndelimiter = "\\t"\nunquoted = true',
}
WORDS = b"word,contract_column,value\nstress,triggers_present,stress\n"
COVERAGE = b"person_key,from_date,to_date,basis\nperson-1,2024-03-01,2024-03-10,study_period\n"
DIAGNOSES = b"PAT_ENC_CSN_ID\tDX_ID\tCOMMENTS\r\n500100\t11\t\r\n"
CONTACTS = (("500100", "Completed"), ("500101", "Canceled"), ("500102", ""))


def forty_attacks() -> bytes:
    header = "person_key,start_time,end_time,intensity\n"
    lines = (
        f"person-{person},2025-0{month}-{day:02d} 08:00:00,2025-0{month}-{day:02d} 09:00:00,5\n"
        for person in (1, 2)
        for month in (3, 4)
        for day in range(1, 21, 2)
    )
    return (header + "".join(lines)).encode()


def contacts(header: str) -> bytes:
    """One visit kept, one cancelled and a call, under every column of the real table."""
    names = header.strip().split("\t")
    rows = [
        {
            "PAT_ID": "Z0000001",
            "PAT_ENC_CSN_ID": csn,
            "CONTACT_DATE": "3/4/2025 12:00:00 AM",
            "APPT_STATUS_C_NAME": status,
        }
        for csn, status in CONTACTS
    ]
    told = ["\t".join(row.get(name, "") for name in names) for row in rows]
    return "\r\n".join([header.strip(), *told, ""]).encode()


@pytest.fixture(scope="module")
def run(shared_data: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Six sites' files, judged and reviewed in one run."""
    work = tmp_path_factory.mktemp("exports")
    exports = shared_data("app-export-samples")
    sample = exports / "cluster_headache_tracker_sample_logs.csv"
    tracker = with_person(sample, work / "tracker.csv").read_bytes()
    files = {
        "CHT/headache_logs-1.csv": tracker,
        "CHT/words.csv": WORDS,
        "CHT/diary_coverage.csv": COVERAGE,
        "NOTES/headache_logs-1.csv": tracker.replace(b"Stress,", b"Stress,after a fight"),
        "DAILY/headache_logs-1.csv": forty_attacks(),
        "MOODS/daylio_1.csv": with_person(
            exports / "daylio_sample_multiple_moods.csv", work / "moods.csv"
        ).read_bytes(),
        "EMA/aces_daily.csv": shared_data("aces-daily/aces_daily.csv").read_bytes(),
        "NORTH/PAT_ENC.tsv": contacts(
            shared_data("epic-ehi-headers/PAT_ENC.header.tsv").read_text(encoding="utf-8")
        ),
        "NORTH/PAT_ENC_DX.tsv": DIAGNOSES,
        "NORTH/dx_code.tsv": b"dx_id\tdx_code\r\n11\ticd10:G43.709\r\n",
    }
    workspace = Workspace(work / "workspace")
    workspace.create()
    workspace.settings_file.write_text("[warehouse]\nbuckets = 1\nthreads = 1\n", encoding="utf-8")
    for site, profile in PROFILES.items():
        text = f'site_code = "{site}"\n{profile}\n'
        (workspace.sites / f"{site}.toml").write_text(text, encoding="utf-8")
    for name, data in files.items():
        path = workspace.inbox / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    opened = open_run(workspace)
    ingest(opened)
    return opened


@pytest.mark.parametrize(
    ("use", "rows_in", "outside"),
    [
        (("CHT", "headache_logs-1.csv", "diary"), 3, 0),
        (("CHT", "diary_coverage.csv", "diary_coverage"), 1, 0),
        # Two days have two entries each, which are one row.
        (("MOODS", "daylio_1.csv", "diary"), 7, 2),
        (("EMA", "aces_daily.csv", "diary"), 6599, 6599 - 2443),
        (("EMA", "aces_daily.csv", "person"), 6599, 6599 - 191),
        # The cancelled visit is kept with its status; the call is none.
        (("NORTH", "PAT_ENC.tsv", "visit"), 3, 1),
    ],
)
def test_every_line_is_a_row_or_counted_as_outside(
    run: Run, use: tuple[str, str, str], rows_in: int, outside: int
) -> None:
    with run.open_build() as build:
        found = build.execute(
            "SELECT rows_in, rows_refused, rows_outside, is_held, file_rule FROM ledger.file_use "
            "WHERE (site_code, file_name, contract) = (?, ?, ?)",
            use,
        ).fetchall()
    assert found == [(rows_in, 0, outside, False, "")]


def of_site(run: Run, site: str, columns: str) -> list[tuple[object, ...]]:
    with run.open_build() as build:
        return build.execute(
            f"SELECT {columns} FROM ledger.file_use WHERE site_code = ?", [site]
        ).fetchall()


def test_a_log_of_attacks_is_one_even_where_the_profile_calls_it_a_daily_diary(run: Run) -> None:
    assert of_site(run, "DAILY", "rows_in, is_held") == [(40, False)]
    [(use,)] = of_site(run, "DAILY", "use_id")
    files = [f for bucket in range(run.buckets) for f in run.lake.accepted_files("diary", bucket)]
    taken = [str(file) for file in files if use_of(file) == use]
    with run.connect() as con:
        basis = con.execute("SELECT DISTINCT entry_basis FROM read_parquet(?)", [taken])
        assert basis.fetchall() == [("event_log",)]


def test_an_export_with_somebodys_notes_is_refused_whole(run: Run) -> None:
    assert of_site(run, "NOTES", "file_rule, rows_in, rows_refused") == [("file.identifiers", 3, 3)]


def test_a_study_without_headache_has_not_collected_it(run: Run) -> None:
    collected = {str(names) for (names,) in of_site(run, "EMA", "collected")}
    assert all("headache" not in names.split() for names in collected)
