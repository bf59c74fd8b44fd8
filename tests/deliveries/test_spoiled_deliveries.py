"""The front door by example: one faulty delivery a site, all in one run, and the clean site beside.

Nothing is lost (rows in = accepted + quarantined + duplicates), nothing wrong is let in, and one
site's trouble stops no other.
"""

from __future__ import annotations

import pytest
from catalogue import CASES
from sample_days import DIARY
from sites_at_the_door import CLEAN, Arrived, add_site, arrive, new_workspace, send
from spoiled import Spoiled

VALUES = "diary_date, entry_status, headache, migraine, pain_max, sleep_hours"
# Three days that only look different from the clean site's.
LOOKS_DIFFERENT = (
    "C01 C02A C02C C04A C04B C04C C05A C10A C12B C12D C14A C14B C20A C20C C31A C31B C50A C50B "
    "C50F C51A"
).split()


@pytest.fixture(scope="module")
def arrived(tmp_path_factory: pytest.TempPathFactory) -> Arrived:
    home = tmp_path_factory.mktemp("door") / "workspace"
    new_workspace(home)
    add_site(home, CLEAN)
    send(home, CLEAN, {"diary.csv": DIARY})
    for spoiled in CASES:
        add_site(home, spoiled.site, spoiled.profile)
        send(home, spoiled.site, spoiled.files)
    target = home / "elsewhere.csv"
    target.write_bytes(DIARY)
    add_site(home, "LINK")
    (home / "inbox" / "LINK").mkdir()
    (home / "inbox" / "LINK" / "diary.csv").symlink_to(target)
    return arrive(home)


@pytest.mark.parametrize("spoiled", CASES, ids=lambda spoiled: spoiled.name)
def test_each_row_is_accepted_or_set_aside_by_the_rule_that_says_why(
    arrived: Arrived, spoiled: Spoiled
) -> None:
    rows_in, accepted, quarantined, duplicates = arrived.counts(spoiled.site)
    assert rows_in == accepted + quarantined + duplicates
    assert f"{rows_in} = {accepted} + {quarantined} + {duplicates}" == spoiled.account
    assert arrived.rules(spoiled.site) == spoiled.rules
    said = [line for line in arrived.said if f"site {spoiled.site}" in line]
    if spoiled.says:
        assert [line for line in said if spoiled.says in line], said
    else:
        assert said == []


def test_no_row_of_any_site_is_missing_from_the_account(arrived: Arrived) -> None:
    assert set(arrived.accounts) <= {CLEAN, "LINK", *(one.site for one in CASES)}
    columns = zip(*arrived.accounts.values(), strict=True)
    rows_in, accepted, quarantined, duplicates = map(sum, columns)
    assert rows_in == accepted + quarantined + duplicates
    assert rows_in == 3 + sum(one.counts[0] for one in CASES)


def test_the_clean_site_is_loaded_whatever_the_others_send(arrived: Arrived) -> None:
    assert arrived.counts(CLEAN) == (3, 3, 0, 0)
    assert sorted(arrived.diary(CLEAN, "pain_max, sleep_hours, neck_pain")) == [
        (0.0, 8.0, 1),
        (3.0, 6.25, 0),
        (6.0, 7.5, 2),
    ]
    assert not [line for line in arrived.said if CLEAN in line]


@pytest.mark.parametrize("site", LOOKS_DIFFERENT)
def test_what_only_looks_different_loads_as_the_same_values(arrived: Arrived, site: str) -> None:
    assert sorted(arrived.diary(site, VALUES)) == sorted(arrived.diary(CLEAN, VALUES))


def test_a_column_that_was_not_sent_is_empty_and_kept_apart_in_the_ledger(arrived: Arrived) -> None:
    assert arrived.diary("C12C", "pain_max") == [(None,), (None,), (None,)]
    with arrived.run.open_build() as build:
        [(collected, dropped)] = build.execute(
            "SELECT collected, dropped FROM ledger.file_use WHERE site_code = 'C12C'"
        ).fetchall()
    assert "pain_max" not in collected.split()
    assert dropped == "worst"


def test_a_declared_word_for_nothing_is_empty_and_never_a_number(arrived: Arrived) -> None:
    assert set(arrived.diary("C44A", "pain_max")) == {(None,)}


def test_neither_of_two_contradicting_rows_is_used(arrived: Arrived) -> None:
    assert arrived.diary("C26A", "CAST(diary_date AS VARCHAR)") == [("2025-03-02",)]


@pytest.mark.parametrize(("site", "pain"), [("C24", 4.0), ("C27", 4.0), ("C26B", 7.0)])
def test_the_newest_record_wins_in_whatever_order_the_versions_come(
    arrived: Arrived, site: str, pain: float
) -> None:
    assert arrived.diary(site, "pain_max") == [(pain,)]


@pytest.mark.parametrize("site", ["C28A", "C28B"])
def test_what_was_taken_back_is_gone(arrived: Arrived, site: str) -> None:
    assert arrived.diary(site, "CAST(diary_date AS VARCHAR)") == [("2025-03-02",)]


def test_one_spelling_of_a_key_makes_one_person(arrived: Arrived) -> None:
    assert len(set(arrived.diary("C30B", "person_id"))) == 1


def test_the_same_key_at_two_sites_is_two_people(arrived: Arrived) -> None:
    people = [set(arrived.diary(site, "person_id")) for site in ("C31A", "C31B")]
    assert [len(of_site) for of_site in people] == [2, 2]
    assert not set.intersection(*people)


def test_a_declared_unit_or_end_of_a_scale_gives_the_contract_s_values(arrived: Arrived) -> None:
    hours = [hours for (hours,) in arrived.diary("C39B", "sleep_hours")]
    assert (round(min(hours), 4), round(max(hours), 4)) == (round(380 / 60, 4), round(440 / 60, 4))
    turned, usual = (
        sorted(arrived.diary(site, "diary_date, headache, pain_max, posture_rating"))
        for site in ("C41B", "C41C")
    )
    assert turned == usual
    assert sum(headache for (headache,) in arrived.diary("C46B", "headache")) == 12


def test_days_are_read_as_declared(arrived: Arrived) -> None:
    def days(site: str) -> list[str]:
        return sorted(str(day) for (day,) in arrived.diary(site, "diary_date"))

    assert days("C32B") == ["2025-04-03", "2025-04-04"]
    assert days("C33A") == ["2018-11-17", "2020-01-07"]
    assert days("C34A") == days("C34B") == ["2025-03-01", "2025-03-02"]
    assert days("C34C") == ["2025-03-01"]


def test_a_late_evening_stays_on_its_day(arrived: Arrived) -> None:
    entered = arrived.diary("C38A", "CAST(diary_date AS VARCHAR), CAST(entered_at AS VARCHAR)")
    assert sorted(entered) == [
        ("2025-03-01", "2025-03-01 23:30:00"),
        ("2025-03-02", "2025-03-02 22:45:00"),
    ]


def test_a_link_is_not_followed(arrived: Arrived) -> None:
    assert arrived.rules("LINK") == {"file.link"}
    assert arrived.diary("LINK", "person_key") == []


def test_no_byte_of_a_file_that_names_people_is_kept(arrived: Arrived) -> None:
    kept = [path for path in arrived.run.workspace.home.rglob("*") if path.is_file()]
    kept = [path.read_bytes() for path in kept if "inbox" not in path.parts]
    assert kept
    for telling in (b"a@b.org", b"ann@example.org", b"999-55-1234", b"slept badly"):
        assert not [data for data in kept if telling in data]


@pytest.mark.parametrize(
    "spoiled", [one for one in CASES if one.file_rules], ids=lambda spoiled: spoiled.name
)
def test_every_refused_file_is_named_with_its_site_and_rule(
    arrived: Arrived, spoiled: Spoiled
) -> None:
    place = f"site {spoiled.site}, file "
    told = [line for line in arrived.said if line.startswith(place)]
    for rule in spoiled.file_rules:
        assert [line for line in told if " refused: " in line and f"({rule})" in line], told
