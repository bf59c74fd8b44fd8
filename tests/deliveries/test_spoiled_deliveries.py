"""The front door by example: one faulty delivery a site, all in one run, and the clean site beside.

Nothing is lost (rows in = accepted + quarantined + duplicates), nothing wrong is let in, and one
site's trouble stops no other.
"""

from __future__ import annotations

import pytest
from sites_at_the_door import (
    CLEAN,
    Arrived,
    add_site,
    arrive,
    new_workspace,
    send,
)
from spoiled import Spoiled
from spoiled_files import DIARY, FILES
from spoiled_rows import ROWS
from spoiled_versions import VERSIONS

ALL = (*FILES, *ROWS, *VERSIONS)


@pytest.fixture(scope="module")
def arrived(tmp_path_factory: pytest.TempPathFactory) -> Arrived:
    home = tmp_path_factory.mktemp("door") / "workspace"
    new_workspace(home)
    add_site(home, CLEAN)
    send(home, CLEAN, {"diary.csv": DIARY})
    for spoiled in ALL:
        add_site(home, spoiled.site, spoiled.profile)
        send(home, spoiled.site, spoiled.files)
    target = home / "elsewhere.csv"
    target.write_bytes(DIARY)
    add_site(home, "LINK")
    (home / "inbox" / "LINK").mkdir()
    (home / "inbox" / "LINK" / "diary.csv").symlink_to(target)
    return arrive(home)


@pytest.mark.parametrize("spoiled", ALL, ids=lambda spoiled: f"{spoiled.site}: {spoiled.what}")
def test_each_row_is_accepted_or_set_aside_by_the_rule_that_says_why(
    arrived: Arrived, spoiled: Spoiled
) -> None:
    rows_in, accepted, quarantined, duplicates = arrived.counts(spoiled.site)
    assert rows_in == accepted + quarantined + duplicates
    assert f"{rows_in} = {accepted} + {quarantined} + {duplicates}" == spoiled.account
    assert arrived.rules(spoiled.site) == spoiled.rules


def test_the_clean_site_is_loaded_whatever_the_others_send(arrived: Arrived) -> None:
    assert arrived.counts(CLEAN) == (3, 3, 0, 0)
    assert arrived.diary(CLEAN, "person_key, pain_max, sleep_hours, neck_pain") == [
        ("person-1", 6.0, 7.5, 2),
        ("person-1", 0.0, 8.0, 1),
        ("person-2", 3.0, 6.25, 0),
    ]


@pytest.mark.parametrize("site", ["C01", "C04", "C04B", "C05", "C12B", "C12D", "C14", "C20", "C51"])
def test_what_only_looks_different_loads_as_the_same_values(arrived: Arrived, site: str) -> None:
    columns = "person_key, diary_date, entry_status, headache, migraine, pain_max, sleep_hours"
    assert arrived.diary(site, columns) == arrived.diary(CLEAN, columns)


def test_a_column_that_was_not_sent_is_empty_and_kept_apart_in_the_ledger(arrived: Arrived) -> None:
    assert arrived.diary("C12C", "pain_max") == [(None,), (None,), (None,)]
    with arrived.run.open_build() as build:
        [(collected, dropped)] = build.execute(
            "SELECT collected, dropped FROM ledger.file_use WHERE site_code = 'C12C'"
        ).fetchall()
    assert "pain_max" not in collected.split()
    assert dropped == "worst"


def test_a_declared_word_for_nothing_is_empty_and_never_a_number(arrived: Arrived) -> None:
    assert set(arrived.diary("C44", "pain_max")) == {(None,)}


def test_neither_of_two_contradicting_rows_is_used(arrived: Arrived) -> None:
    assert arrived.diary("C26", "CAST(diary_date AS VARCHAR)") == [("2025-03-02",)]


def test_one_spelling_of_a_key_makes_one_person(arrived: Arrived) -> None:
    assert len(set(arrived.diary("C30B", "person_id"))) == 1


def test_a_link_is_not_followed(arrived: Arrived) -> None:
    assert arrived.rules("LINK") == {"file.link"}
    assert arrived.diary("LINK", "person_key") == []


def test_no_byte_of_a_file_that_names_people_is_kept(arrived: Arrived) -> None:
    kept = [path for path in arrived.run.workspace.home.rglob("*") if path.is_file()]
    kept = [path for path in kept if "inbox" not in path.parts]
    assert kept
    assert not [path.name for path in kept if b"a@b.org" in path.read_bytes()]


def test_every_refused_file_is_named_with_its_site_and_rule(arrived: Arrived) -> None:
    for spoiled in ALL:
        for rule in spoiled.rules:
            if rule.startswith("file.") and rule != "file.row_shape":
                told = [line for line in arrived.said if rule in line]
                assert any(f"site {spoiled.site}," in line for line in told), spoiled.what


@pytest.mark.parametrize("site", ["C24", "C27"])
def test_the_newest_record_wins_in_whatever_order_the_versions_come(
    arrived: Arrived, site: str
) -> None:
    assert arrived.diary(site, "pain_max") == [(4.0,)]


def test_a_file_without_rows_is_taken_and_spoken_of(arrived: Arrived) -> None:
    assert "site C15B, file diary.csv holds column names and no rows" in arrived.said
    assert not [line for line in arrived.said if CLEAN in line]
