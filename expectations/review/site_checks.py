"""Checks of a site as a whole: is it late, does it send less, does a scale run the other way?"""

from __future__ import annotations

from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING

from expectations.measures.aggregates import POLAR
from expectations.review.checks import Check
from expectations.review.deployment import contrast, newest_day
from expectations.review.rules import FEWEST_OF_A_SHARE, REVIEW_RULES, limit_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from expectations.review.deployment import Deployment
    from triggerscape.delivery.profiles.profile import SiteProfile
    from triggerscape.quality.file_measures import FileMeasures

MONTHS_OF_A_USUAL_ONE = 3
ERRORS = 4.0
# What a site sends day by day; therapies and questionnaires come in waves.
_STEADY = ("diary", "visit")


def site_checks(
    files: Sequence[FileMeasures], profile: SiteProfile, deployment: Deployment
) -> list[Check]:
    """Every check of all files of one site; nothing about time where its dates are relative."""
    if not files:
        return []
    checks = _scales(files, deployment)
    if not profile.dates_are_relative:
        checks += _late(files, profile, deployment)
        for contract in _STEADY:
            checks += _volume([file for file in files if file.contract == contract])
    return checks


def _late(
    files: Sequence[FileMeasures], profile: SiteProfile, deployment: Deployment
) -> list[Check]:
    days = [day for file in files if (day := newest_day(file))]
    if not days or deployment.as_of is None:
        return []
    rule = REVIEW_RULES["review.stale"]
    promised = profile.expected.cadence_days
    limit = 2.0 * promised if promised else limit_of(rule.code)
    waited = (deployment.as_of - max(days)).days
    said = f"nothing from the site for {waited} days before the newest data of all sites"
    return [Check(rule.code, files[0].site_code, "", float(waited), limit, said=said)]


def _volume(files: Sequence[FileMeasures]) -> list[Check]:
    """Rows of each month against the three before it: their median, or the last if it has fewer.

    A programme that fades out never falls to a quarter of its last month at once. The largest file
    of a month stands for it: full deliveries send a month again and again. The first and the last
    month are left out, since they are seldom whole.
    """
    rows: dict[str, float] = defaultdict(float)
    for file in files:
        for period in file.periods:
            rows[period] = max(rows[period], file.value("rows", period=period))
    months = sorted(rows)
    checks = []
    for place in range(MONTHS_OF_A_USUAL_ONE + 1, len(months) - 1):
        before = [rows[month] for month in months[place - MONTHS_OF_A_USUAL_ONE : place]]
        usual = min(median(before), before[-1])
        if usual >= FEWEST_OF_A_SHARE:
            checks.append(
                Check(
                    "review.volume",
                    files[0].site_code,
                    files[0].contract,
                    rows[months[place]] / usual,
                    low=limit_of("review.volume"),
                    period=months[place],
                )
            )
    return checks


def _scales(files: Sequence[FileMeasures], deployment: Deployment) -> list[Check]:
    """Each scale's contrast, counted positive in the direction of the other sites.

    It must lie further on the wrong side than 4 standard errors: days in a row are alike.
    """
    least = limit_of("review.scale_reversed")
    site = files[0].site_code
    checks = []
    for column in POLAR:
        own, elsewhere = contrast(files, column), deployment.elsewhere(column, site)
        if own is None or elsewhere is None or abs(elsewhere) < least:
            continue
        along = own.size if elsewhere > 0 else -own.size
        low = -max(least, ERRORS * own.error)
        said = f"{column} moves with headache in the other direction than at the other sites"
        rule = "review.scale_reversed"
        checks.append(Check(rule, site, "diary", along, low=low, column=column, said=said))
    return checks
