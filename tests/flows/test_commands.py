"""What a person types, and what comes back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from triggerscape.cli import app
from triggerscape.errors import Exit


def _type(*words: str) -> int:
    return int(app(list(words), result_action="return_value"))


def _object(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    printed: dict[str, Any] = json.loads(capsys.readouterr().out)
    return printed


def test_init_makes_a_workspace_and_touches_nothing_that_is_there(tmp_path: Path) -> None:
    home = tmp_path / "w"
    assert _type("init", "--home", str(home), "--quiet") == Exit.OK
    settings = home / "triggerscape.toml"
    settings.write_text("[disclosure]\nthreshold = 20\n", encoding="utf-8")
    assert _type("init", "--home", str(home), "--quiet") == Exit.OK
    assert settings.read_text(encoding="utf-8") == "[disclosure]\nthreshold = 20\n"
    assert (home / "vault").stat().st_mode & 0o077 == 0


def test_a_wrong_setting_says_what_where_and_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "w"
    _type("init", "--home", str(home), "--quiet")
    (home / "triggerscape.toml").write_text("[disclosure]\nthreshold = 3\n", encoding="utf-8")
    assert _type("run", "--home", str(home), "--json") == Exit.FAILED
    error = _object(capsys)["error"]
    assert error["code"] == "E101"
    assert "disclosure.threshold must be a whole number from 11 to 1000" in error["message"]
    assert error["where"].endswith("triggerscape.toml")
    assert error["fix"]


def test_run_without_a_workspace_names_the_command_that_makes_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _type("run", "--home", str(tmp_path / "none")) == Exit.FAILED
    assert f"triggerscape init --home {tmp_path / 'none'}" in capsys.readouterr().err


def test_what_holds_people_is_closed_to_everybody_else(demo_home: Path) -> None:
    private = [demo_home / "build.duckdb", demo_home / "research.duckdb"]
    private += [demo_home / "vault", demo_home / "lake", *(demo_home / "lake").rglob("*.parquet")]
    assert [path for path in private if path.stat().st_mode & 0o077] == []


def test_status_counts_every_row_of_every_site(
    demo_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _type("status", "--home", str(demo_home), "--json") == Exit.OK
    data = _object(capsys)["data"]
    assert data["last_run"]["state"] == "completed"
    for site in data["sites"]:
        parts = ("rows_accepted", "rows_quarantined", "rows_duplicate")
        assert site["rows_in"] == sum(site[part] for part in parts)


def test_sql_reads_the_release_and_can_do_nothing_else(
    demo_home: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    home = ("--home", str(demo_home))
    assert _type("sql", "SELECT count(*) AS n FROM dim_trigger", *home, "--json") == Exit.OK
    assert _object(capsys)["data"] == {"columns": ["n"], "rows": [[28]]}
    for forbidden in (
        "CREATE TABLE t AS SELECT 1",
        "DELETE FROM dim_trigger",
        f"COPY dim_trigger TO '{tmp_path / 'out.csv'}'",
        "SELECT * FROM read_text('/etc/hostname')",
        "SET enable_external_access = true",
    ):
        assert _type("sql", forbidden, *home) == Exit.USAGE
    assert not (tmp_path / "out.csv").exists()


def test_sql_research_reads_person_level_tables_with_comments(
    demo_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    query = (
        "SELECT count(*) FILTER (comment IS NULL) AS bare, count(*) > 100 AS many "
        "FROM duckdb_columns() WHERE NOT internal"
    )
    assert _type("sql", query, "--research", "--home", str(demo_home), "--json") == Exit.OK
    assert _object(capsys)["data"]["rows"] == [[0, True]]


def test_releases_are_listed_shown_and_verified(
    demo_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = ("--home", str(demo_home), "--json")
    assert _type("releases", "list", *home) == Exit.OK
    (release,) = _object(capsys)["data"]["releases"]
    assert _type("releases", "show", release["release_id"], *home) == Exit.OK
    names = {table["name"] for table in _object(capsys)["data"]["tables"]}
    assert "pub.trigger_effect" in names
    assert _type("releases", "verify", *home) == Exit.OK
    assert _object(capsys)["data"]["problems"] == []


def test_a_demo_is_never_mixed_into_a_workspace_with_other_deliveries(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "w"
    _type("init", "--home", str(home), "--quiet")
    (home / "inbox" / "REAL").mkdir()
    assert _type("cohort", "--home", str(home), "--people", "50") == Exit.FAILED
    assert "wants its own" in capsys.readouterr().err


def test_a_fault_of_ours_is_told_without_the_text_of_a_library(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "w"
    _type("init", "--home", str(home), "--quiet")

    def breaks(run: object) -> None:
        raise ValueError("Could not convert string 'Jane Doe' to INT32")

    monkeypatch.setattr("flows.steps.STEPS", (("ingest", breaks),))
    assert _type("run", "--home", str(home)) == Exit.BUG
    said = capsys.readouterr()
    assert "E900" in said.err
    assert "ValueError" in said.err
    assert "test_commands.py, line" in said.err
    assert "Jane" not in said.out + said.err
    assert _type("status", "--home", str(home), "--json") == Exit.OK
    assert _object(capsys)["data"]["last_run"]["message"] == "ValueError"
