"""Checking files before they are put into the inbox: the door's judgement, and not a byte kept."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from clinic_file import ROWS, all_bytes, confirm, rows, said, typed, write

from triggerscape.errors import Exit


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A workspace with the confirmed profile of the clinic."""
    sample = write(tmp_path / "diary_sample.csv", rows())
    home = tmp_path / "w"
    assert typed("init", "--site", "KN", "--sample", sample, "--home", home, "--quiet") == Exit.OK
    confirm(home / "sites" / "KN.toml", timezone='"Europe/Berlin"')
    return home


def spoiled() -> list[str]:
    """The clinic's rows with a fault each in rows 4, 9 and 20, and one field too many in 30."""
    records = rows()
    records[3] = records[3].replace("complete", "wer weiß")
    records[8] = records[8].replace("09.03.2026", "30.02.2026")
    records[19] = records[19].replace(";400;", ";2000;")
    records[29] += ";und noch etwas"
    return records


def test_a_sound_file_says_that_nothing_would_be_refused(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path / "diary_2026-03.csv", rows())
    assert typed("check", file, "--site", "KN", "--home", home) == Exit.OK
    err = capsys.readouterr().err
    assert f"{ROWS} rows in, {ROWS} would be accepted, 0 refused" in err
    assert "Nothing would be refused." in err
    assert f"triggerscape run --home {home}" in err


def test_a_spoiled_file_names_rules_rows_and_fixes_and_never_a_value(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path / "diary_2026-03.csv", spoiled())
    assert typed("check", file, "--site", "KN", "--home", home, "--json") == Exit.CHECKS_FAILED
    told = said(capsys)
    (checked,) = told["data"]["files"]
    assert (checked["rows_in"], checked["would_accept"], checked["would_refuse"]) == (
        ROWS,
        ROWS - 4,
        4,
    )
    assert {rule["code"]: (rule["rows"], rule["first_rows"]) for rule in checked["rules"]} == {
        "diary.entry_status.word": (1, [4]),
        "diary.diary_date.form": (1, [9]),
        "diary.sleep_hours.range": (1, [20]),
        "file.row_shape": (1, [30]),
    }
    assert all(rule["sentence"] and rule["fix"] for rule in checked["rules"])
    assert checked["dropped"] == ["laune"]
    assert not told["ok"]

    assert typed("check", file, "--site", "KN", "--home", home) == Exit.CHECKS_FAILED
    shown = capsys.readouterr()
    for value in ("wer weiß", "30.02", "2000", "etwas", "kn-0"):
        assert value not in shown.out + shown.err
    assert "diary.sleep_hours.range" in shown.out


def test_a_file_refused_whole_says_so_with_its_fix(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "diary_2026-03.csv"
    file.write_text("<html><body>please log in</body></html>", encoding="utf-8")
    assert typed("check", file, "--site", "KN", "--home", home) == Exit.CHECKS_FAILED
    err = capsys.readouterr().err
    assert "refused whole: the file is a web page" in err
    assert "look at it in a text editor" in err


def test_a_column_in_another_unit_is_found_by_the_review_of_the_whole_file(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    profile = home / "sites" / "KN.toml"
    text = profile.read_text(encoding="utf-8").replace('unit = "min"', 'unit = "h"')
    profile.write_text(text, encoding="utf-8")
    file = write(tmp_path / "diary_2026-03.csv", rows())
    assert typed("check", file, "--site", "KN", "--home", home, "--json") == Exit.CHECKS_FAILED
    (checked,) = said(capsys)["data"]["files"]
    told = {checked["file_rule"], *(finding["code"] for finding in checked["findings"])}
    assert "review.unit_suspected" in told
    assert checked["would_accept"] == 0


def test_a_check_leaves_no_byte_behind(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spare = tmp_path / "spare"
    spare.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(spare))
    file = write(tmp_path / "diary_2026-03.csv", spoiled())
    before = all_bytes(tmp_path)
    folders = sorted(tmp_path.rglob("*"))
    assert typed("check", file, "--site", "KN", "--home", home, "--quiet") == Exit.CHECKS_FAILED
    assert all_bytes(tmp_path) == before
    assert sorted(tmp_path.rglob("*")) == folders
    assert list(spare.iterdir()) == []


def test_the_profile_of_a_draft_can_be_tried_and_is_said_to_be_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home, file = tmp_path / "w", write(tmp_path / "diary.csv", rows())
    typed("init", "--site", "KN", "--sample", file, "--home", home, "--quiet")
    assert typed("check", file, "--site", "KN", "--home", home) == Exit.OK
    assert "sites/KN.toml is a draft" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["diary.csv", "--site", "KM"], Exit.FAILED, "site KM has no profile; known: KN"),
        (["none.csv", "--site", "KN"], Exit.FAILED, "there is no such file"),
        (["--site", "KN"], Exit.USAGE, "name a file to check"),
        (["march.csv", "--site", "KN"], Exit.FAILED, "its name begins with no contract"),
        (["march.csv", "--site", "KN", "--contract", "diray"], Exit.USAGE, 'mean "diary"?'),
        (["march.csv", "--site", "KN", "--contract", "diary"], Exit.OK, "Nothing would be"),
    ],
)
def test_what_cannot_be_checked_says_why_and_what_to_type(
    words: list[str],
    code: Exit,
    told: str,
    *,
    home: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("diary.csv", "march.csv"):
        write(tmp_path / name, rows())
    assert typed("check", *words, "--home", home) == code
    assert told in capsys.readouterr().err
