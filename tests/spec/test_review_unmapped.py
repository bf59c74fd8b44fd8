"""Therapies whose codes no rule knows: their share is found, and a site may set a limit to it."""

from __future__ import annotations

from dataclasses import replace

from measured_files import PROFILE, measured

from expectations.review.checks import Finding
from expectations.review.deployment import deployment_of
from expectations.review.site_review import check_site, review
from triggerscape.delivery.profiles.profile import Expected
from triggerscape.quality.file_measures import FileMeasures
from triggerscape.severity import Severity

HALF = "CASE WHEN i % 2 = 0 THEN 'omt_unspecified' ELSE 'unmapped' END"
ONE_IN_TWENTY = "CASE WHEN i % 20 = 0 THEN 'unmapped' ELSE 'omt_unspecified' END"
FROM_MAY_ON = (
    "CASE WHEN d >= DATE '2025-05-01' AND i % 7 = 0 THEN 'unmapped' ELSE 'acupuncture' END"
)


def findings(file: FileMeasures, profile=PROFILE) -> list[Finding]:
    found = review(check_site([file], profile, deployment_of([file])))
    return [one for one in found if one.code == "therapy.unmapped"]


def test_known_therapies_and_one_unknown_in_twenty_are_nothing_to_find():
    assert findings(measured(contract="therapy")) == []
    assert findings(measured(contract="therapy", therapy_code=ONE_IN_TWENTY)) == []


def test_a_file_with_too_many_unknown_codes_is_told_once_and_not_held_back():
    [one] = findings(measured(contract="therapy", days=92, therapy_code=HALF))
    assert (one.column, one.period, one.severity) == ("therapy_code", "", Severity.WARNING)
    assert (one.measured, one.threshold) == (0.5, 0.05)


def test_the_month_in_which_a_site_begins_to_use_new_codes_is_named():
    file = measured("2024-06-01", contract="therapy", days=365, therapy_code=FROM_MAY_ON)
    [one] = findings(file)
    assert one.period == "2025-05"


def test_a_site_may_set_its_own_limit():
    file = measured(contract="therapy", therapy_code=HALF)
    expected = Expected(unmapped_limit=0.6)
    assert findings(file, replace(PROFILE, expected=expected)) == []
