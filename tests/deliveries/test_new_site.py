"""A profile drafted from a sample: in every form a site may send it, and never over another."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import polars as pl
import pytest
from clinic_file import HEADER, ROWS, rows, said, typed, write
from xlsxwriter import Workbook

from triggerscape.delivery.profiles.reading import read_profile
from triggerscape.errors import Exit


def _as_csv(folder: Path) -> Path:
    return write(folder / "diary.csv", rows())


def _as_gzip(folder: Path) -> Path:
    plain = _as_csv(folder)
    packed = folder / "diary.csv.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    return packed


def _as_zip(folder: Path) -> Path:
    packed = folder / "diary.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(_as_csv(folder), "diary.csv")
    return packed


def _frame() -> pl.DataFrame:
    cells = [row.split(";") for row in rows()]
    return pl.DataFrame(cells, schema=HEADER.split(";"), orient="row")


def _as_parquet(folder: Path) -> Path:
    _frame().write_parquet(folder / "diary.parquet")
    return folder / "diary.parquet"


def _as_workbook(folder: Path) -> Path:
    _frame().write_excel(folder / "diary.xlsx")
    return folder / "diary.xlsx"


def _as_json_lines(folder: Path) -> Path:
    _frame().write_ndjson(folder / "diary.ndjson")
    return folder / "diary.ndjson"


@pytest.mark.parametrize(
    "written", [_as_csv, _as_gzip, _as_zip, _as_parquet, _as_workbook, _as_json_lines]
)
def test_a_draft_says_the_same_in_whatever_form_the_sample_comes(written, tmp_path: Path) -> None:
    sample = written(tmp_path)
    home = tmp_path / "w"
    assert typed("init", "--site", "KN", "--sample", sample, "--home", home) == Exit.OK
    profile = read_profile(home / "sites" / "KN.toml")
    assert profile.date_formats == ("%d.%m.%Y",)
    assert (profile.yes_words, profile.no_words) == (("ja",), ("nein",))
    assert profile.decimal == ","
    assert "-" in profile.null_words
    sleep, pain = (profile.rule("diary", name) for name in ("sleep_hours", "pain_max"))
    assert [name.lower() for name in sleep.headers + pain.headers] == ["sleepmin", "schmerzstärke"]
    assert sleep.multiply == 1 / 60
    assert {"timezone", "dates.formats", "columns.diary.sleep_hours.unit"} <= {*profile.unconfirmed}


def test_of_a_workbook_with_several_sheets_one_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home, sample = tmp_path / "w", tmp_path / "diary.xlsx"
    with Workbook(sample) as book:
        for sheet in ("Notizen", "Tagebuch"):
            _frame().write_excel(book, worksheet=sheet)
    words = ("init", "--site", "KN", "--sample", sample, "--home", home)
    assert typed(*words) == Exit.FAILED
    assert "file.sheets" in capsys.readouterr().err
    assert typed(*words, "--sheet", "Tagebuch") == Exit.OK
    profile = read_profile(home / "sites" / "KN.toml")
    assert profile.sheet == "Tagebuch"
    assert "file.sheet" in profile.unconfirmed


def test_a_delimited_sample_tells_how_it_is_written(tmp_path: Path) -> None:
    home = tmp_path / "w"
    typed("init", "--site", "KN", "--sample", _as_csv(tmp_path), "--home", home)
    profile = read_profile(home / "sites" / "KN.toml")
    assert (profile.encoding, profile.delimiter, profile.title_lines) == ("cp1252", ";", 1)


def test_the_draft_is_told_in_counts_and_keys(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home, sample = tmp_path / "w", _as_csv(tmp_path)
    typed("init", "--site", "KN", "--sample", sample, "--home", home, "--json")
    data = said(capsys)["data"]
    assert (data["contract"], data["rows"], data["columns"]) == ("diary", ROWS, 7)
    assert (data["left_open"], data["unknown"]) == (["timezone"], ["Laune"])
    assert data["profile"] == str(home / "sites" / "KN.toml")


def test_a_draft_is_never_written_over_a_profile(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home, sample = tmp_path / "w", _as_csv(tmp_path)
    profile = home / "sites" / "KN.toml"
    profile.parent.mkdir(parents=True)
    profile.write_text("mine", encoding="utf-8")
    assert typed("init", "--site", "KN", "--sample", sample, "--home", home) == Exit.FAILED
    assert profile.read_text(encoding="utf-8") == "mine"
    assert "E114" in capsys.readouterr().err


def test_columns_that_identify_people_are_named_loudly_and_never_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "w"
    records = [f"{row};ann{n}@example.org" for n, row in enumerate(rows())]
    sample = write(tmp_path / "diary.csv", records, f"{HEADER};E-Mail")
    assert typed("init", "--site", "KN", "--sample", sample, "--home", home) == Exit.OK
    err = capsys.readouterr().err
    assert "columns that identify people: E-Mail" in err.splitlines()[0]
    text = (home / "sites" / "KN.toml").read_text(encoding="utf-8")
    assert 'THESE COLUMNS IDENTIFY PEOPLE: "E-Mail"' in text
    assert "example.org" not in text + err


@pytest.mark.parametrize("form", ["kn-0", "gut", "401", "5,5"])
def test_no_value_of_a_person_is_written_into_a_draft(form: str, tmp_path: Path) -> None:
    home = tmp_path / "w"
    typed("init", "--site", "KN", "--sample", _as_csv(tmp_path), "--home", home, "--quiet")
    assert form not in (home / "sites" / "KN.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "code", "said_so"),
    [
        (["--site", "KN"], Exit.USAGE, "a draft needs the site and a sample"),
        (["--sample", "diary.csv"], Exit.USAGE, "a draft needs the site and a sample"),
        (["--site", "kn", "--sample", "diary.csv"], Exit.USAGE, "2 to 12 capital letters"),
        (["--site", "KN", "--sample", "none.csv"], Exit.FAILED, "there is no such file"),
        (["--site", "KN", "--sample", "page.csv"], Exit.FAILED, "file.not_a_table"),
        (
            ["--site", "KN", "--sample", "diary.csv", "--contract", "dairy"],
            Exit.USAGE,
            'did you mean "diary"?',
        ),
    ],
)
def test_a_draft_that_cannot_be_made_says_why(
    words: list[str],
    code: Exit,
    said_so: str,
    *,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    _as_csv(tmp_path)
    (tmp_path / "page.csv").write_text("<html><body>log in</body></html>", encoding="utf-8")
    assert typed("init", *words, "--home", "w") == code
    assert said_so in capsys.readouterr().err
    assert list((tmp_path / "w" / "sites").iterdir()) == []
