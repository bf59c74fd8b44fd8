"""The newest block of days lies in weeks, and only the newest: whichever way it came to be that."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from feature_deliveries import first_delivery, moment, silent
from feature_lake import Delivery, accept, build_features, built_files, workspace

from flows.run import Run
from triggerscape.warehouse.blocks import BLOCK_DAYS, block_of_file, first_day_of_block

TABLE = "features.habit_day"
FIRST = first_delivery(people=4, days=88)
LAST = max(FIRST.tables["core.diary_day"], key=lambda row: row["diary_date"])
BLOCK = first_day_of_block(LAST["diary_date"])
NEXT = BLOCK + timedelta(BLOCK_DAYS)
# A day of the next block, when the newest one so far has ended; and nothing in it after all.
ENTRY = {"entry_status": "complete", "headache": True, "diary_date": NEXT + timedelta(9)}
DAY = silent(LAST) | ENTRY
BEGUN = Delivery("begun", moment(2), {"core.diary_day": [DAY]})
TAKEN_BACK = Delivery("taken back", moment(3), {"core.diary_day": [silent(DAY)]})


def files_from(run: Run, day: date) -> list[date]:
    """The first days of the table's files, from a day on."""
    firsts = [block_of_file(file) for file in run.lake.bucket_files(TABLE, 0)]
    return [first for first in firsts if first >= day]


def at_once(home: Path, *deliveries: Delivery) -> Run:
    run = workspace(home, buckets=1)
    for delivery in deliveries:
        accept(run, delivery)
    build_features(run)
    return run


def test_a_block_lies_in_weeks_until_the_next_one_begins_and_again_when_it_did_not(tmp_path):
    run = at_once(tmp_path / "nights", FIRST)
    weeks = files_from(run, BLOCK)
    assert len(weeks) > 1
    assert all((later - BLOCK).days % 7 == 0 for later in weeks)

    accept(run, BEGUN)
    build_features(run)
    assert files_from(run, BLOCK) == [BLOCK, NEXT + timedelta(7)]
    assert built_files(run.lake) == built_files(at_once(tmp_path / "begun", FIRST, BEGUN).lake)

    accept(run, TAKEN_BACK)
    build_features(run)
    assert files_from(run, BLOCK) == weeks
    everything = at_once(tmp_path / "all", FIRST, BEGUN, TAKEN_BACK)
    assert built_files(run.lake) == built_files(everything.lake)
