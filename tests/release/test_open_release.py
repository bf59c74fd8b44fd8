"""A release from Python: opened for reading only, announced once, one number with its sentence."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

import triggerscape
from triggerscape.errors import TriggerscapeError
from triggerscape.reading.release import OpenRelease

HEAVY = {"duckdb", "polars", "numpy", "pyarrow", "cyclopts", "rich", "prefect", "sklearn"}


@pytest.fixture
def opened(release: Path) -> Iterator[OpenRelease]:
    with triggerscape.open_release(release, quiet=True) as opened:
        yield opened


def test_a_bare_import_loads_nothing_heavy():
    told = "import json, sys, triggerscape; print(json.dumps(sorted(sys.modules)))"
    printed = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, check=True, timeout=60
    ).stdout
    assert {name.split(".")[0] for name in json.loads(printed)} & HEAVY == set()


def test_a_name_that_is_no_way_in_is_refused_as_python_does():
    with pytest.raises(AttributeError, match="open_realease"):
        _ = triggerscape.open_realease


def test_opening_says_once_which_release_it_is(release: Path, capsys):
    with triggerscape.open_release(release) as opened:
        opened.sql("SELECT 1")
    said = capsys.readouterr()
    assert said.err == "release 2026-06-28.1, as of 2026-06-28, made-up population\n"
    assert said.out == ""


def test_a_workspace_a_folder_and_the_file_open_the_same(release: Path, monkeypatch):
    workspace = release.parent.parent / "of_releases"
    workspace.mkdir(exist_ok=True)
    link = workspace / "releases"
    if not link.exists():
        link.symlink_to(release.parent)
    monkeypatch.setenv("TRIGGERSCAPE_HOME", str(workspace))
    places = [None, workspace, str(workspace), release, release / "triggerscape.duckdb"]
    found = set()
    for place in places:
        with triggerscape.open_release(place, quiet=True) as opened:
            found.add((opened.release_id, opened.as_of.isoformat(), opened.is_synthetic))
    assert found == {("2026-06-28.1", "2026-06-28", True)}


def test_tables_are_found_without_their_schema_and_become_polars_frames(opened: OpenRelease):
    frame = opened.sql("SELECT trigger_id, estimate FROM trigger_effect ORDER BY ALL").pl()
    assert frame.columns == ["trigger_id", "estimate"]
    assert frame.height == 56


@pytest.mark.parametrize(
    "forbidden",
    [
        "CREATE TABLE t AS SELECT 1",
        "DELETE FROM dim_trigger",
        "COPY dim_trigger TO 'out.csv'",
        "ATTACH 'other.duckdb'",
        "SELECT * FROM read_text('/etc/hostname')",
        "SET enable_external_access = true",
        "SET threads = 64",
        "INSTALL httpfs",
    ],
)
def test_nothing_is_written_and_no_other_file_is_reached(opened: OpenRelease, forbidden: str):
    with pytest.raises(duckdb.Error):
        opened.connection.execute(forbidden)


def test_the_threads_are_those_asked_for(release: Path, tmp_path: Path):
    copy = Path(shutil.copy(release / "triggerscape.duckdb", tmp_path))
    with triggerscape.open_release(copy, quiet=True, threads=2) as opened:
        asked = "SELECT current_setting('threads')"
        assert opened.connection.execute(asked).fetchall() == [(2,)]
        with triggerscape.open_release(copy, quiet=True, threads=2) as again:
            assert again.release_id == opened.release_id
        with pytest.raises(TriggerscapeError, match="open here already"):
            triggerscape.open_release(copy, quiet=True)


def test_a_file_of_another_kind_is_refused(tmp_path: Path):
    other = tmp_path / "triggerscape.duckdb"
    other.write_bytes(b"not a database" * 1000)
    with pytest.raises(TriggerscapeError, match="no DuckDB file"):
        triggerscape.open_release(other)


def test_no_release_yet_names_the_command_that_makes_one(tmp_path: Path):
    with pytest.raises(TriggerscapeError, match="nothing to query yet") as refused:
        triggerscape.open_release(tmp_path)
    assert refused.value.fix == "triggerscape run"
    with pytest.raises(TriggerscapeError, match="nothing to query yet") as refused:
        triggerscape.open_research(tmp_path)
    assert refused.value.fix == "triggerscape run"


def test_another_duckdb_file_is_not_taken_for_one(tmp_path: Path, release: Path):
    other = tmp_path / "other.duckdb"
    duckdb.connect(str(other)).close()
    with pytest.raises(TriggerscapeError, match="holds no release"):
        triggerscape.open_release(other)
    with pytest.raises(TriggerscapeError, match="no person-level copy"):
        triggerscape.open_research(release / "triggerscape.duckdb")


def test_one_number_comes_with_its_interval_people_and_sentence(opened: OpenRelease):
    found = opened.estimate("trigger_effect", trigger_id="sleep_short")
    [row] = opened.connection.execute(
        "SELECT estimate, ci_low, ci_high, n_people, n_days FROM trigger_effect "
        "WHERE trigger_id = 'sleep_short' AND estimand_id = 'within_person'"
    ).fetchall()
    assert (found.value, found.ci_low, found.ci_high, found.n_people) == row[:4]
    assert str(found) == found.sentence
    assert found.sentence == (
        "Rate ratio of attack onset, Slept 6.5 hours or less, within_person, migraine_onset: "
        f"{row[0]:.3f}, 95% interval {row[1]:.3f} to {row[2]:.3f}, {row[3]:,} people, "
        f"{row[4]:,} days, 12 sites. "
        "Attack onset on exposed against other days of the same person."
    )


def test_a_key_that_is_said_is_not_replaced_by_the_headline(opened: OpenRelease):
    keys = {"trigger_id": "sleep_short", "estimand_id": "between_person"}
    assert opened.estimate("pub.trigger_effect", **keys).row["estimand_id"] == "between_person"


def test_a_hidden_number_says_that_it_is_and_nothing_more(opened: OpenRelease):
    found = opened.estimate("trigger_effect", trigger_id="x_perfume")
    assert (found.value, found.ci_low, found.ci_high, found.n_people) == (None,) * 4
    assert found.status == "c"
    assert "confidential: it may rest on fewer than 11 people" in found.sentence
    assert " 6 " not in found.sentence, "the fixture has 6 people there"


def test_a_range_of_two_methods_has_no_middle(opened: OpenRelease):
    keys = {"therapy_id": "omt", "comparator_id": "dry_needling", "estimand_id": "att_bracket"}
    found = opened.estimate("therapy_effect", **keys, measure_id="mmd_difference")
    assert found.value is None
    assert f"between {found.ci_low:.2f} to {found.ci_high:.2f}" in found.sentence


@pytest.mark.parametrize(
    ("table", "keys", "message", "fix"),
    [
        ("trigger_efect", {}, "did you mean trigger_effect", "triggerscape schema"),
        ("features.person_window", {}, "no table of a release", "triggerscape schema"),
        ("dim_trigger", {}, "holds no estimates", "dim_trigger"),
        ("trigger_effect", {"site": "a"}, "has no key site", "trigger_id, estimand_id"),
        ("trigger_effect", {"trigger_id": "sleep_shrt"}, "did you mean sleep_short", "DISTINCT"),
        ("therapy_effect", {"therapy_id": "omt"}, "rows of therapy_effect", "say comparator_id"),
        (
            "therapy_effect",
            {"therapy_id": "omt", "comparator_id": "preventive_beta_blocker"},
            "no row with all of these",
            "fewer",
        ),
    ],
)
def test_a_question_that_names_no_single_row_says_what_to_ask(
    opened: OpenRelease, table: str, keys: dict[str, str], message: str, fix: str
):
    with pytest.raises(TriggerscapeError, match=message) as refused:
        opened.estimate(table, **keys)
    assert fix in refused.value.fix


def test_the_person_level_copy_opens_with_its_last_day(demo_home: Path, capsys):
    with triggerscape.open_research(demo_home) as research:
        [(days, last)] = research.connection.execute(
            "SELECT count(*), max(diary_date) FROM core.diary_day"
        ).fetchall()
        assert days > 1000
        assert research.last_day == last
        with pytest.raises(duckdb.Error):
            research.connection.execute("DELETE FROM core.diary_day")
    said = capsys.readouterr()
    assert said.err == (
        f"person-level copy {research.recipe[:12]}, days up to {last}; it stays in the workspace\n"
    )
