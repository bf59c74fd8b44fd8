"""What the sites send: truthful manifests, declared differences, the same bytes every time."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from cohort_files import all_bytes, manifest_of, rows_of

from triggerscape.cohort.deliveries import write_deliveries, write_truth_folder
from triggerscape.cohort.population import make_population
from triggerscape.cohort.truth import default_truth, read_truth
from triggerscape.contract.catalogue import INPUTS
from triggerscape.delivery.profiles.reading import read_profile


def write(home: Path, **settings) -> Path:
    population = make_population(150, 112, 12, 9, default_truth())
    write_deliveries(population, home, **settings)
    return home


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return write(tmp_path_factory.mktemp("deliveries"))


def folders(home: Path) -> list[Path]:
    return sorted(path for path in home.glob("inbox/*/*") if path.is_dir())


def profile_of(home: Path, folder: Path):
    return read_profile(home / "sites" / f"{folder.parent.name}.toml")


@pytest.mark.parametrize("file_format", ["csv", "parquet"])
def test_same_seed_same_bytes(tmp_path, file_format):
    first = all_bytes(write(tmp_path / "a", file_format=file_format))
    assert first == all_bytes(write(tmp_path / "b", file_format=file_format))


def test_every_manifest_tells_the_truth_about_its_files(home):
    for folder in folders(home):
        manifest = manifest_of(folder)
        profile = profile_of(home, folder)
        assert manifest["site_code"] == folder.parent.name
        assert manifest["delivery_id"] == folder.name
        listed = {file["name"] for file in manifest["files"]}
        assert listed == {path.name for path in folder.iterdir()} - {"manifest.json"}
        for file in manifest["files"]:
            data = (folder / file["name"]).read_bytes()
            assert file["bytes"] == len(data)
            assert file["sha256"] == hashlib.sha256(data).hexdigest()
            assert file["rows"] == len(rows_of(folder / file["name"], profile.delimiter))


def test_every_header_is_the_contracts_or_declared_in_the_profile(home):
    for folder in folders(home):
        profile = profile_of(home, folder)
        for file in manifest_of(folder)["files"]:
            contract = file["contract"]
            rules = profile.columns.get(contract, {}).values()
            declared = {header for rule in rules for header in rule.headers}
            declared |= {extra.header for extra in profile.extras}
            known = set(INPUTS[contract].column_names) | declared
            for row in rows_of(folder / file["name"], profile.delimiter)[:1]:
                assert set(row) <= known


def test_rows_are_sorted_by_person_and_day(home):
    for folder in folders(home):
        profile = profile_of(home, folder)
        if profile.date_formats != ("%Y-%m-%d",):
            continue
        for file in folder.glob("diary.*"):
            keys = [
                (row["person_key"], row["diary_date"]) for row in rows_of(file, profile.delimiter)
            ]
            assert keys == sorted(set(keys))


def test_a_log_of_attacks_holds_only_days_with_a_headache_and_says_what_it_covers(home):
    logs = [
        folder for folder in folders(home) if profile_of(home, folder).entry_basis == "event_log"
    ]
    assert len(logs) == 2
    for folder in logs:
        [diary], [coverage] = folder.glob("diary.csv*"), folder.glob("diary_coverage.csv*")
        stretches: dict[str, list[tuple[str, str]]] = {}
        for row in rows_of(coverage):
            stretches.setdefault(row["person_key"], []).append((row["from_date"], row["to_date"]))
        entries = rows_of(diary)
        assert entries
        for row in entries:
            assert row["headache"] == "true"
            covered = stretches[row["person_key"]]
            assert any(first <= row["diary_date"] <= last for first, last in covered)


def test_special_sites_write_as_their_profiles_say(home):
    def first_diary(site: str) -> str:
        [file] = (home / "inbox" / site).glob("*/diary.csv")
        return file.read_text()

    assert "sleep_min" in first_diary("S07").splitlines()[0]
    assert profile_of(home, home / "inbox/S07/x").rule("diary", "sleep_hours").multiply == 1 / 60
    assert ",Y," in first_diary("S08")
    assert profile_of(home, home / "inbox/S08/x").yes_words == ("Y",)
    assert profile_of(home, home / "inbox/S09/x").rule("diary", "posture_rating").reverse == (1, 5)
    assert profile_of(home, home / "inbox/S04/x").rule("diary", "headache").negate
    assert len(list((home / "inbox/S11").iterdir())) > 1


def test_monthly_deliveries_never_tell_the_future(home):
    """A course is open until it ends; a person's leaving is known once it has happened."""
    for folder in sorted((home / "inbox/S11").iterdir()):
        last = manifest_of(folder)["period_end"]
        for file, column in (("person.csv", "left_on"), ("therapy.csv", "end_date")):
            if (folder / file).exists():
                assert all(row[column] <= last for row in rows_of(folder / file))


def test_the_same_number_means_different_people_at_two_sites(home):
    people = [
        {row["person_key"] for row in rows_of(next((home / "inbox" / site).glob("*/person.csv")))}
        for site in ("S07", "S09")
    ]
    assert people[0] & people[1]


def test_the_truth_is_written_outside_the_workspace(tmp_path):
    population = make_population(40, 196, 2, 9, default_truth())
    write_truth_folder(population, tmp_path / "truth")
    assert read_truth(tmp_path / "truth/truth.toml") == default_truth()
    kinds = {row["kind"] for row in rows_of(tmp_path / "truth/implied.csv")}
    assert kinds == {"factor", "therapy"}
