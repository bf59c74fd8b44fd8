"""One synthetic site as large as asked for: a cohort's files, repeated under other person keys."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from lake_build import use_of

from expectations.judging_files import Bench, judge_file
from flows.run import open_run
from triggerscape.contract.catalogue import INPUTS
from triggerscape.delivery.arrival import Arrival
from triggerscape.delivery.door.confined import confined_reader
from triggerscape.delivery.door.staging import stage
from triggerscape.delivery.inbox import Delivery, Use
from triggerscape.demo import send_cohort
from triggerscape.workspace import Workspace

CONTRACTS = ("person", "diary", "visit", "therapy", "questionnaire")
KEY = bytes(range(32))
DAY_COLUMN = {"diary": 2, "questionnaire": 3, "therapy": 5, "visit": 3}
_PERSON = re.compile(rb",p(?=[0-9a-f]{12})")


def send(home: Path, people: int, days: int, *, seed: int = 5) -> dict[str, Path]:
    """The files of one site with one delivery, by contract."""
    workspace = Workspace(home)
    send_cohort(workspace, people, days, 1, seed, say=lambda _: None)
    return {name: one for name in INPUTS for one in workspace.inbox.glob(f"*/*/{name}.csv")}


def repeat(file: Path, target: Path, copies: int) -> Path:
    """The lines of a file so many times, every time of other people."""
    header, body = file.read_bytes().rstrip(b"\n").split(b"\n", 1)
    with target.open("wb") as out:
        out.write(header)
        for copy in range(copies):
            out.write(b"\n" + _PERSON.sub(b",p%04x" % copy, body))
        out.write(b"\n")
    return target


def cut_at(file: Path, contract: str, day: str, target: Path) -> tuple[Path, Path]:
    """A file parted by its day column: the lines before a day, and those of it and after."""
    header, *lines = file.read_bytes().rstrip(b"\n").split(b"\n")
    place = DAY_COLUMN[contract]
    late = [line.split(b",", place + 1)[place] >= day.encode() for line in lines]
    parts = []
    for name, wanted in (("before", False), ("after", True)):
        kept = [line for line, is_late in zip(lines, late, strict=True) if is_late is wanted]
        part = target / f"{contract}-{name}.csv"
        part.write_bytes(b"\n".join([header, *kept]) + b"\n")
        parts.append(part)
    return parts[0], parts[1]


def cut_all(
    files: dict[str, Path], day: str, target: Path
) -> tuple[dict[str, Path], dict[str, Path]]:
    """Every file before a day, persons whole, and every file from it on."""
    old, new = {"person": files["person"]}, {}
    for contract in CONTRACTS[1:]:
        old[contract], new[contract] = cut_at(files[contract], contract, day, target)
    return old, new


def last_day(home: Path) -> str:
    """The last day the cohort's delivery is about."""
    [manifest] = Workspace(home).inbox.glob("*/*/manifest.json")
    return str(json.loads(manifest.read_text(encoding="utf-8"))["period_end"])


def land(home: Path, files: dict[str, Path], name: str) -> int:
    """Land and judge files into the lake as a run does, without a ledger; gives back their rows."""
    run = open_run(Workspace(home))
    [profile] = run.profiles.values()
    rows = 0
    with run.connect_to_judge() as con, confined_reader() as reader:
        for contract, file in files.items():
            folder = run.workspace.vault / "judging" / contract
            folder.mkdir(parents=True)
            delivery = Delivery(profile.site_code, name, (file,))
            arrival = Arrival(
                stage(file, run.workspace.vault), delivery, Use(contract, None), profile
            )
            judged = judge_file(Bench(con, reader, folder, KEY, run.buckets), arrival)
            if judged.file_rule:
                raise SystemExit(f"{file.name}: {judged.file_rule}: {judged.sentence}")
            use = use_of(contract, name)
            for bucket, parts in judged.parts.items():
                run.lake.keep_waiting(contract, bucket, use, parts)
            run.lake.place(contract, taken={use}, held=set())
            shutil.rmtree(folder)
            rows += judged.rows_in
    return rows
