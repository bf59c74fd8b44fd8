"""What RELEASE.md says of the changes, and which release they are against."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from fixture_tables import INFO, few_tables

from triggerscape.contract.releases.changes import REASONS
from triggerscape.release.changes.earlier import compared_tables, release_before
from triggerscape.release.changes.headlines import NEEDED
from triggerscape.release.changes.moved import changes
from triggerscape.release.history import Release
from triggerscape.release.shape import released_tables
from triggerscape.release.writers.change_notes import change_lines

OLD = released_tables(few_tables(), INFO, "2026-06-28.1")
EFFECT = "pub.trigger_effect"


def test_a_first_release_and_one_in_which_nothing_moved_say_so():
    first, none = (change_lines(changes(OLD, old, INFO)) for old in (None, OLD))
    assert first[2] == "This is the first release; there is none to compare it with."
    assert none[2] == "No headline estimate moved since the release before."


def test_the_notes_count_the_moves_and_list_the_furthest():
    is_row = (pl.col("trigger_id") == "alcohol_heavy") & (pl.col("estimand_id") == "within_person")
    effects = OLD[EFFECT].with_columns(estimate=pl.when(is_row).then(1.5).otherwise("estimate"))
    lines = change_lines(changes({**OLD, EFFECT: effects}, OLD, INFO))
    assert lines[0] == "## What changed"
    assert lines[2] == "Against release 2026-06-28.1, 1 headline estimate moved."
    assert f"| `{EFFECT}` | {REASONS['restated']} | 1 |" in lines
    (listed,) = [line for line in lines if line.startswith("| trigger_effect: alcohol_heavy")]
    assert "| 1.5 (" in listed


def test_the_notes_name_tables_that_were_not_compared():
    old = {name: frame for name, frame in OLD.items() if name != EFFECT}
    lines = change_lines(changes(OLD, old, INFO))
    assert f"| `{EFFECT}` | {REASONS['schema']} | not compared |" in lines


def known(tmp_path: Path, release_id: str) -> Release:
    """A release of which the folder has what changes are read from, and no trigger effects."""
    path = tmp_path / release_id
    (path / "parquet").mkdir(parents=True)
    for name in set(NEEDED) - {EFFECT}:
        OLD[name].write_parquet(path / "parquet" / f"{name.removeprefix('pub.')}.parquet")
    return Release(
        release_id, path, date.fromisoformat(release_id[:10]), "r", "0", True, INFO.rule, None, ""
    )


@pytest.mark.parametrize(
    ("new", "before"),
    [
        ((date(2026, 5, 31), 1), None),
        ((date(2026, 6, 28), 1), "2026-05-31.1"),
        ((date(2026, 6, 28), 11), "2026-06-28.10"),
        ((date(2026, 7, 26), 1), "2026-06-28.10"),
    ],
)
def test_the_release_before_is_the_newest_that_is_older(tmp_path, new, before):
    """The counter counts: 10 comes after 9."""
    found = release_before(
        [known(tmp_path, i) for i in ("2026-06-28.10", "2026-05-31.1", "2026-06-28.9")], *new
    )
    assert (found.release_id if found else None) == before


def test_a_release_is_read_for_comparison_even_where_a_table_is_missing(tmp_path):
    assert compared_tables(None) is None
    tables = compared_tables(known(tmp_path, "2026-06-28.1"))
    assert tables.keys() == set(NEEDED) - {EFFECT}
    assert all(tables[name].equals(OLD[name]) for name in tables)
    assert changes(OLD, tables, INFO).select("table_name", "reason").rows() == [(EFFECT, "schema")]
