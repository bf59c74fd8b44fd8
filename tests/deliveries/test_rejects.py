"""What was refused, told from the ledger: rules with their fix, files with their row numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
from clinic_file import confirm, rows, said, typed, write

from flows.build import validate
from flows.ingest import ingest
from flows.run import open_run
from flows.site_files import judge_site_files
from triggerscape.delivery.door.confined import confined_reader
from triggerscape.errors import Exit
from triggerscape.rejected import CONFLICT
from triggerscape.workspace import Workspace


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that took in two files of the clinic: four bad rows, and one bad file."""
    folder = tmp_path_factory.mktemp("clinic")
    home = folder / "w"
    sample = write(folder / "diary_sample.csv", rows())
    typed("init", "--site", "KN", "--sample", sample, "--home", home, "--quiet")
    confirm(home / "sites" / "KN.toml", timezone='"Europe/Berlin"')
    records = rows()
    records[3] = records[3].replace("complete", "wer weiß")
    for place in (8, 12, 15):
        records[place] = records[place].replace(f"{place + 1:02d}.03.2026", "30.02.2026")
    march = home / "inbox" / "KN" / "march"
    march.mkdir(parents=True)
    write(march / "diary_2026-03.csv", records)
    (march / "visit.csv").write_text("<html>log in</html>", encoding="utf-8")
    run = open_run(Workspace(home))
    with confined_reader() as reader:
        judge_site_files(run, "KN", reader, bytes(32), frozenset())
    return home


def test_rejects_are_counted_by_rule_and_placed_by_row(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed("rejects", "--home", home, "--json") == Exit.OK
    data = said(capsys)["data"]
    assert [(one["rule"], one["rows"], one["first_rows"]) for one in data["rows"]] == [
        ("diary.diary_date.form", 3, [9, 13, 16]),
        ("diary.entry_status.word", 1, [4]),
    ]
    assert [(one["file_name"], one["rule"], one["is_held"]) for one in data["files"]] == [
        ("visit.csv", "file.not_a_table", False)
    ]
    assert set(data["rules"]) == {
        "diary.diary_date.form",
        "diary.entry_status.word",
        "file.not_a_table",
    }


def test_rejects_end_with_the_next_command(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed("rejects", "--site", "KN", "--file", "diary_2026-03.csv", "--home", home) == 0
    shown = capsys.readouterr()
    assert "9, 13, 16" in shown.out
    assert "diary.diary_date.form, 3 rows: " in shown.err
    path = home / "inbox" / "KN" / "march" / "diary_2026-03.csv"
    assert shown.err.rstrip().endswith(f"triggerscape check {path} --site KN --home {home}")
    assert "wer weiß" not in shown.out + shown.err


@pytest.mark.parametrize(
    ("words", "rules"),
    [
        (["--rule", "diary.entry_status.word"], {"diary.entry_status.word"}),
        (["--file", "visit.csv"], {"file.not_a_table"}),
        (["--site", "XX"], set()),
    ],
)
def test_rejects_are_narrowed_by_site_file_and_rule(
    words: list[str], rules: set[str], home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed("rejects", *words, "--home", home, "--json") == Exit.OK
    assert set(said(capsys)["data"]["rules"]) == rules


def test_as_many_row_numbers_are_shown_as_asked_for(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed("rejects", "--rows", "2", "--rule", "diary.diary_date.form", "--home", home)
    assert "9, 13, …" in capsys.readouterr().out


def test_where_nothing_was_refused_that_is_said(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed("rejects", "--site", "XX", "--home", home) == Exit.OK
    assert "Nothing is held back." in capsys.readouterr().err


def test_rows_that_contradict_each_other_are_told_with_the_files_they_are_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two loose files of one day disagree; neither says when it was recorded."""
    home = tmp_path / "w"
    typed("init", "--home", home, "--quiet")
    (home / "sites" / "AA.toml").write_text('site_code = "AA"\n', encoding="utf-8")
    for name, stress in (("diary_a.csv", 3), ("diary_b.csv", 7)):
        path = home / "inbox" / "AA" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            "person_key,diary_date,entry_status,headache,stress\n"
            f"person-1,2025-03-04,complete,false,{stress}\n"
            "person-1,2025-03-05,complete,false,5\n",
            encoding="utf-8",
        )
    run = open_run(Workspace(home))
    ingest(run)
    validate(run)
    typed("rejects", "--home", home, "--json")
    data = said(capsys)["data"]
    assert [(one["file_name"], one["rule"], one["first_rows"]) for one in data["rows"]] == [
        ("diary_a.csv", CONFLICT, [1]),
        ("diary_b.csv", CONFLICT, [1]),
    ]
    assert "recorded_at" in data["rules"][CONFLICT]["fix"]


def test_a_workspace_where_nothing_ran_names_the_command_that_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed("init", "--home", tmp_path / "w", "--quiet")
    assert typed("rejects", "--home", tmp_path / "w") == Exit.FAILED
    assert f"triggerscape run --home {tmp_path / 'w'}" in capsys.readouterr().err
