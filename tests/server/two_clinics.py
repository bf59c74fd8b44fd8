"""A workspace with a small delivery from each of two invented clinics, one of them faulty."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from triggerscape.demo import send_cohort
from triggerscape.workspace import Workspace


def two_clinics(home: Path, mail_port: int) -> Workspace:
    """24 people, 60 days, seed 11; the last diary row of S02 tells a pain of 99 on a scale to 10.

    Whoever is to be told reads mail at localhost.
    """
    workspace = Workspace(home)
    send_cohort(workspace, 24, 60, 2, 11, say=lambda _: None)
    (faulty,) = (workspace.inbox / "S02").glob("*/diary.csv")
    lines = faulty.read_text(encoding="utf-8").splitlines(keepends=True)
    place = lines[0].split(",").index("pain_max")
    cells = lines[-1].split(",")
    cells[place] = "99.0"
    faulty.write_text("".join([*lines[:-1], ",".join(cells)]), encoding="utf-8")
    # Its manifest tells the file's digest, which is another now.
    faulty.with_name("manifest.json").unlink()
    workspace.settings_file.write_text(
        '[alerts]\nemail_to = ["night@clinic.example"]\n'
        f'smtp_host = "localhost"\nsmtp_port = {mail_port}\n',
        encoding="utf-8",
    )
    return workspace


def told_people(workspace: Workspace) -> set[str]:
    """Every key of a person, as the clinics sent it and as we keep it."""
    sent = {
        key
        for file in workspace.inbox.rglob("*.csv")
        for key in re.findall(r"\bp[0-9a-f]{12}\b", file.read_text(encoding="utf-8"))
    }
    files = str(workspace.lake / "features.diary_person" / "**" / "*.parquet")
    kept = duckdb.execute("SELECT DISTINCT person_id FROM read_parquet(?)", [files]).fetchall()
    return sent | {str(key) for (key,) in kept}
