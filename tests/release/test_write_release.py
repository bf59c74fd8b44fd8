"""Publishing: one release per run, the same bytes every time, nothing half done."""

from __future__ import annotations

import fcntl
import json
import stat
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from fixture_tables import INFO, few_tables, unprotected_tables

from triggerscape.errors import ContractBroken, DisclosureRefused, WorkspaceBusy
from triggerscape.release.folder import write_release
from triggerscape.release.history import latest_release, list_releases, show_release
from triggerscape.release.verification import verify_release

TABLES = few_tables()


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_same_tables_give_the_same_bytes(tmp_path):
    first = write_release(TABLES, INFO, tmp_path / "one")
    shuffled = {name: frame.reverse() for name, frame in reversed(TABLES.items())}
    assert contents(first) == contents(write_release(shuffled, INFO, tmp_path / "two"))


def test_a_run_is_published_once(tmp_path):
    path = write_release(TABLES, INFO, tmp_path)
    before = {p: p.stat().st_mtime_ns for p in sorted(tmp_path.rglob("*")) if p.name != ".lock"}
    assert write_release(TABLES, INFO, tmp_path) == path
    after = {p: p.stat().st_mtime_ns for p in sorted(tmp_path.rglob("*")) if p.name != ".lock"}
    assert after == before


def test_releases_are_numbered_within_their_as_of_date(tmp_path):
    later = date(2026, 7, 26)
    for run_id, as_of in (("a", INFO.as_of), ("b", INFO.as_of), ("c", later), ("b", INFO.as_of)):
        write_release(TABLES, replace(INFO, run_id=run_id, as_of=as_of), tmp_path)
    assert [(r.release_id, r.run_id) for r in list_releases(tmp_path)] == [
        ("2026-06-28.1", "a"),
        ("2026-06-28.2", "b"),
        ("2026-07-26.1", "c"),
    ]
    assert latest_release(tmp_path).release_id == "2026-07-26.1"


def test_no_release_yet(tmp_path):
    assert list_releases(tmp_path / "nowhere") == []
    assert latest_release(tmp_path) is None


def test_a_published_release_is_read_only_and_latest_is_a_real_copy(tmp_path):
    path = write_release(TABLES, INFO, tmp_path)
    modes = {stat.S_IMODE(p.stat().st_mode) for p in [path, *path.rglob("*")]}
    assert modes == {0o444, 0o555}
    assert not (tmp_path / "latest").is_symlink()
    assert contents(tmp_path / "latest") == contents(path)
    pointer = json.loads((tmp_path / "latest.json").read_text(encoding="utf-8"))
    assert (pointer["release_id"], pointer["path"]) == ("2026-06-28.1", "2026-06-28.1")
    assert {p.name for p in tmp_path.iterdir()} == {
        ".lock",
        "2026-06-28.1",
        "latest",
        "latest.json",
    }


def test_a_second_release_replaces_the_copy(tmp_path):
    write_release(TABLES, INFO, tmp_path)
    second = write_release(TABLES, replace(INFO, run_id="second"), tmp_path)
    assert contents(tmp_path / "latest") == contents(second)


def test_a_pointer_moved_back_by_hand_stays_when_an_old_run_is_repeated(tmp_path):
    write_release(TABLES, replace(INFO, run_id="a"), tmp_path)
    pointer = (tmp_path / "latest.json").read_bytes()
    write_release(TABLES, replace(INFO, run_id="b"), tmp_path)
    (tmp_path / "latest.json").write_bytes(pointer)
    write_release(TABLES, replace(INFO, run_id="b"), tmp_path)
    assert latest_release(tmp_path).run_id == "a"


def test_showing_a_release_counts_rows_and_hidden_rows(release):
    shown = {table.name: (table.rows, table.hidden) for table in show_release(release)}
    assert shown["pub.trigger_effect"] == (56, 2)
    assert shown["pub.data_quality"] == (96, 8)


def nothing_published(releases: Path) -> bool:
    return {p.name for p in releases.iterdir()} <= {".lock"}


@pytest.mark.parametrize("name", ["pub.burden_site_window", "pub.data_quality"])
def test_unprotected_rows_are_refused_before_anything_is_written(tmp_path, name):
    raw = unprotected_tables()[name]
    raw = raw.with_columns(status=pl.lit("ok"))
    with pytest.raises(DisclosureRefused) as caught:
        write_release({**TABLES, name: raw}, INFO, tmp_path)
    assert caught.value.code == "E411"
    assert caught.value.exit_code == 4
    assert nothing_published(tmp_path)


def test_an_undeclared_table_or_column_is_refused(tmp_path):
    extra = pl.DataFrame({"person_id": ["p1"]})
    with pytest.raises(DisclosureRefused):
        write_release({**TABLES, "pub.person": extra}, INFO, tmp_path)
    sites = TABLES["pub.dim_site"].with_columns(address=pl.lit("x"))
    with pytest.raises(DisclosureRefused):
        write_release({**TABLES, "pub.dim_site": sites}, INFO, tmp_path)
    assert nothing_published(tmp_path)


def test_a_missing_table_is_refused(tmp_path):
    tables = {name: frame for name, frame in TABLES.items() if name != "pub.dim_site"}
    with pytest.raises(ContractBroken, match=r"pub\.dim_site"):
        write_release(tables, INFO, tmp_path)


def test_a_doubled_key_is_refused_without_a_release(tmp_path):
    sites = TABLES["pub.dim_site"]
    with pytest.raises(ContractBroken, match="not unique"):
        write_release({**TABLES, "pub.dim_site": pl.concat([sites, sites])}, INFO, tmp_path)
    assert nothing_published(tmp_path)


def test_a_word_without_explanation_is_refused(tmp_path):
    sites = TABLES["pub.dim_site"].filter(pl.col("site_id") != "site-c")
    with pytest.raises(ContractBroken, match=r"site_id has words that pub\.dim_site"):
        write_release({**TABLES, "pub.dim_site": sites}, INFO, tmp_path)
    assert nothing_published(tmp_path)


def test_two_runs_do_not_publish_at_once(tmp_path):
    with (tmp_path / ".lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(WorkspaceBusy):
            write_release(TABLES, INFO, tmp_path)
    assert verify_release(write_release(TABLES, INFO, tmp_path)) == []
