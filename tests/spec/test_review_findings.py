"""The review by example: each way a whole file can be wrong, planted in one that is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from measured_files import PROFILE, measured, monthly

from expectations.review.checks import Finding
from expectations.review.deployment import deployment_of
from expectations.review.rules import REVIEW_RULES
from expectations.review.site_review import check_site, held_back, review
from triggerscape.delivery.profiles.profile import ColumnRule, Expected, SiteProfile
from triggerscape.quality.file_measures import FileMeasures
from triggerscape.severity import Severity


def findings(*files: FileMeasures, profile: SiteProfile = PROFILE) -> list[Finding]:
    return review(check_site(files, profile, deployment_of(files)))


def found(*files: FileMeasures, profile: SiteProfile = PROFILE) -> set[tuple[str, str]]:
    return {(one.code, one.column) for one in findings(*files, profile=profile)}


def test_a_plain_file_and_a_plain_year_of_files_have_no_findings():
    assert findings(measured()) == []
    assert findings(*monthly(12), *monthly(12, "visit")) == []


def test_a_file_without_rows_has_no_measures_and_nothing_to_find():
    empty = measured(days=0)
    assert empty.values == {}
    assert findings(empty) == []


IN_ONE_FILE = [
    ("unit_suspected", "sleep_hours", {"sleep_hours": "400 + i % 90"}),
    ("unit_suspected", "sleep_hours", {"sleep_hours": "0.25 + i % 3 * 0.05"}),
    ("unit_suspected", "sleep_hours", {"sleep_hours": "25200 + i % 900"}),
    ("unit_suspected", "stress", {"stress": "20 + i % 60"}),
    ("unit_suspected", "water_ml", {"water_ml": "40 + i % 50"}),
    ("unit_suspected", "water_ml", {"water_ml": "1 + i % 3"}),
    ("unit_suspected", "caffeine_mg", {"caffeine_mg": "i % 4"}),
    ("unit_suspected", "exercise_min", {"exercise_min": "i % 3"}),
    ("unit_changed", "water_ml", {"water_ml": "CASE WHEN month(d) < 5 THEN 2000 ELSE 68 END"}),
    ("sentinel", "stress", {"stress": "CASE WHEN i % 40 = 0 THEN 99 ELSE 4 END"}),
    ("sentinel", "water_ml", {"water_ml": "CASE WHEN i % 40 = 0 THEN 9999 ELSE 2000 END"}),
    ("default_date", "diary_date", {"diary_date": "IF(i % 9 = 0, DATE '1970-01-01', d)"}),
    ("default_date", "diary_date", {"diary_date": "IF(i % 9 = 0, DATE '2025-01-01', d)"}),
    ("no_times", "entered_at", {"entered_at": "d"}),
    ("headache_share", "headache", {"headache": "i % 10 > 0"}),
    ("headache_share", "headache", {"headache": "i % 100 = 0"}),
    ("event_log", "headache", {"headache": "true", "diary_date": "d + CAST(p * 9 AS INTEGER)"}),
    ("backfilled", "entered_at", {"entered_at": "DATE '2025-07-01' + INTERVAL 20 HOUR"}),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "column", "planted"), IN_ONE_FILE)
def test_a_fault_of_a_whole_file_is_found_in_its_column(rule, column, planted):
    assert (f"review.{rule}", column) in found(measured(days=92, **planted))


def test_the_month_in_which_a_unit_changes_is_named():
    water = "CASE WHEN d < DATE '2025-05-01' THEN 2000 + i % 9 ELSE 67 + i % 3 END"
    (one,) = findings(measured(days=92, water_ml=water))
    assert (one.code, one.column, one.period) == ("review.unit_changed", "water_ml", "2025-05")
    assert one.severity is Severity.CRITICAL
    assert one.measured == pytest.approx(2004 / 68, rel=0.01)


def test_a_unit_the_profile_declares_to_be_ours_is_believed():
    """Somebody may drink little; nobody sleeps 400 hours."""
    sip = measured(water_ml="100 + i % 50")
    ours = replace(PROFILE, columns={"diary": {"water_ml": ColumnRule(multiply=1.0)}})
    assert found(sip) == {("review.unit_suspected", "water_ml")}
    assert found(sip, profile=ours) == set()
    hours = replace(PROFILE, columns={"diary": {"sleep_hours": ColumnRule(multiply=1.0)}})
    assert found(measured(sleep_hours="400"), profile=hours) == {
        ("review.unit_suspected", "sleep_hours")
    }


def test_headache_on_every_day_of_a_gapless_diary_is_an_illness_not_a_log():
    assert found(measured(headache="true")) == {("review.headache_share", "headache")}


def test_a_log_that_says_it_is_one_is_not_taken_for_a_diary():
    log = measured(headache="true", entry_basis="'event_log'", diary_date="d + CAST(p AS INTEGER)")
    assert found(log) == set()


@pytest.mark.parametrize(
    ("rows_broken", "is_held"), [(4, False), (5, False), (31, False), (32, True)]
)
def test_a_file_is_held_when_more_than_a_twentieth_of_a_column_breaks_a_rule(rows_broken, is_held):
    broken = f"CASE WHEN i < {rows_broken} THEN ['diary.stress.range'] END"
    file = measured(broken=broken)
    assert file.rows == 31 * 20
    assert (file.use_id in held_back(findings(file))) is is_held


def test_what_is_missing_is_a_share_of_all_rows():
    """25 of 620 keys are empty; of the 50 rows that have a score, it would be a half."""
    broken = "CASE WHEN i < 25 THEN ['diary.stress.missing'] END"
    few = measured(stress="IF(i < 50, 4, NULL)", broken=broken)
    assert found(few) == set()
    often = measured(stress="IF(i < 50, 4, NULL)", broken=broken.replace("missing", "range"))
    assert found(often) == {("review.rule_broken_often", "stress")}


def test_one_fault_of_a_column_is_told_once_in_the_plainest_word():
    """Minutes break the range and the form of half a file, and differ from the months before."""
    both = "['diary.sleep_hours.range', 'diary.sleep_hours.form']"
    minutes = measured("2025-07-01", days=28, sleep_hours="400 + i % 90", broken=both)
    assert found(*monthly(6), minutes) == {("review.unit_suspected", "sleep_hours")}
    unknown = measured(sleep_hours="24.5", broken=both, use_id="both", days=92)
    assert len({(one.use_id, one.code, one.column) for one in findings(unknown)}) == 1


def test_the_share_of_a_rule_may_be_its_own():
    file = measured(broken="CASE WHEN i < 310 THEN ['diary.stress.range'] END")
    checks = check_site([file], PROFILE, deployment_of([file]), {"diary.stress.range": 0.5})
    assert review(checks) == []


@pytest.mark.parametrize(
    ("days", "rows_broken", "is_held"), [(1, 20, False), (2, 4, False), (2, 5, True)]
)
def test_a_small_file_loses_its_bad_rows_one_by_one(days, rows_broken, is_held):
    """Below 30 rows there is no share, and fewer than 5 bad rows make none."""
    broken = f"CASE WHEN i < {rows_broken} THEN ['diary.stress.range'] END"
    file = measured(days=days, broken=broken)
    assert bool(held_back(findings(file))) is is_held


def test_a_file_in_another_unit_than_the_earlier_ones_is_held_back_and_makes_no_history():
    """Ounces in March; the millilitres of April are judged by January and February."""
    files = monthly(4)
    ounces = measured("2025-03-01", days=28, use_id="ounces", water_ml="250 + i % 9")
    (one,) = findings(*files[:2], ounces, files[3])
    assert (one.use_id, one.code, one.column) == (
        "ounces",
        "review.unit_against_history",
        "water_ml",
    )
    assert held_back([one]) == {"ounces"}


def test_drift_is_found_in_numbers_words_and_what_is_filled_in():
    files = monthly(6)
    for planted in (
        {"stress": "7 + (i * 3) % 4"},
        {"headache": "(i * 7) % 10 < 6"},
        {"entry_status": "CASE WHEN i % 2 = 0 THEN 'partial' ELSE 'complete' END"},
        {"sleep_hours": "CASE WHEN i % 3 = 0 THEN 7.5 END"},
    ):
        last = measured("2025-07-01", days=28, **planted)
        assert ("review.drift", next(iter(planted))) in found(*files, last)


def test_three_earlier_files_are_too_few_to_call_anything_drift():
    files = [*monthly(3), measured("2025-07-01", days=28, stress="7 + (i * 3) % 4")]
    assert "review.drift" not in {one.code for one in findings(*files)}


def test_a_file_that_is_short_without_a_manifest_is_said():
    short = measured("2025-04-01", days=28, diary_date="d + CAST((i % 3) * 25 AS INTEGER)")
    assert ("review.short", "") in found(*monthly(3), short)
    assert ("review.short", "") not in found(*monthly(3), replace(short, is_attested=True))


def test_what_the_profile_promises_is_held_against_the_file():
    promised = replace(PROFILE, expected=Expected(min_rows=1000))
    assert found(measured(), profile=promised) == {("review.fewer_than_promised", "")}


def test_a_month_with_a_quarter_of_the_usual_rows_is_named():
    files = monthly(7)
    files[4] = measured("2025-05-01", days=5, attested=True)
    (one,) = findings(*files)
    assert (one.code, one.contract, one.period) == ("review.volume", "diary", "2025-05")


def test_a_site_is_stale_by_the_newest_data_of_all_sites_or_by_its_own_promise():
    own, other = measured("2025-03-01"), measured("2025-05-01", site="BB")
    both = deployment_of([own, other])
    assert [one.code for one in review(check_site([own], PROFILE, both))] == ["review.stale"]
    yearly = replace(PROFILE, expected=Expected(cadence_days=365))
    assert review(check_site([own], yearly, both)) == []
    assert review(check_site([other], PROFILE, both)) == []


def test_one_mistyped_year_does_not_make_every_site_late():
    typo = measured(diary_date="CASE WHEN i = 0 THEN DATE '2055-03-01' ELSE d END")
    assert str(deployment_of([typo]).as_of) == "2025-03-31"
    told = measured(extracted_at=datetime.fromisoformat("2025-04-02T06:00"))
    assert str(deployment_of([told]).as_of) == "2025-04-02"


def test_a_reversed_scale_moves_against_the_other_sites():
    def site(code: str, quality: str) -> FileMeasures:
        return measured(site=code, days=92, sleep_quality=quality)

    usual = "CASE WHEN (i // 20 + i) % 10 < 3 THEN 2 + i % 3 ELSE 3 + i % 3 END"
    turned = "CASE WHEN (i // 20 + i) % 10 < 3 THEN 3 + i % 3 ELSE 2 + i % 3 END"
    files = [site("BB", usual), site("CC", usual), site("AA", turned)]
    everything = deployment_of(files)
    for file in files:
        codes = [one.code for one in review(check_site([file], PROFILE, everything))]
        assert codes == (["review.scale_reversed"] if file.site_code == "AA" else [])


def test_visits_an_hour_early_in_winter_are_found():
    clock = "9 * 60 + i % 240 - IF(month(d) IN (1, 2, 11, 12), 60, 0)"
    stands_still = f"d + INTERVAL ({clock}) MINUTE"
    year = {"contract": "visit", "days": 365}
    assert findings(measured("2025-01-01", **year)) == []
    assert found(measured("2025-01-01", **year, start_local=stands_still)) == {
        ("review.clock_shift", "start_local")
    }


def test_every_rule_says_what_to_do_and_why_its_limit_lies_there():
    for rule in REVIEW_RULES.values():
        assert min(len(rule.sentence), len(rule.fix), len(rule.reason)) > 20, rule.code
