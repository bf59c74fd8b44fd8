"""The published reference tables: what a measure, an estimand, a factor and a therapy mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from triggerscape.contract.factor_columns import FACTOR_TABLES
from triggerscape.vocabulary import GROUP_LABELS, THERAPIES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from triggerscape.delivery.profiles.profile import SiteProfile
    from triggerscape.factors import Factor

_MEASURES = (
    (
        "mmd_mean",
        "Monthly migraine days",
        "d/(28.d)",
        "lower",
        "Migraine days per 28 days on which migraine is known, mean over people; people whose "
        "diary never says which headaches were migraine are left out",
    ),
    (
        "mhd_mean",
        "Monthly headache days",
        "d/(28.d)",
        "lower",
        "Headache days per 28 observed days, mean over people",
    ),
    (
        "acute_drug_days",
        "Acute drug days",
        "d/(28.d)",
        "lower",
        "Days with an acute drug per 28 days on which drugs are recorded, mean over people",
    ),
    (
        "severe_day_share",
        "Share of severe days",
        "1",
        "lower",
        "Days with worst pain at or above the severe limit, of days whose pain is known",
    ),
    (
        "diary_completeness",
        "Diary completeness",
        "1",
        "higher",
        "Days with an entry, of days between a person's first and last entry",
    ),
    (
        "rate_ratio",
        "Rate ratio of attacks",
        "1",
        "neither",
        "Attacks per at-risk day with the factor over attacks per at-risk day without it, or per "
        "step of it",
    ),
    (
        "mmd_difference",
        "Difference in monthly migraine days",
        "d/(28.d)",
        "lower",
        "Migraine days per 28 in days 28 to 83 after the start, therapy minus comparator",
    ),
    ("rows_in", "Rows sent", "{row}", "neither", "Rows counted by a second reader"),
    ("rows_accepted", "Rows accepted", "{row}", "higher", "Rows that passed every rule"),
    ("rows_quarantined", "Rows refused", "{row}", "lower", "Rows that broke a rule, kept aside"),
    ("rows_duplicate", "Duplicate rows", "{row}", "lower", "Rows that say again what one said"),
    (
        "rows_unmapped",
        "Therapies unmapped",
        "{row}",
        "lower",
        "Therapies in use whose codes no rule knows; they are in no comparison",
    ),
)

_WITHIN_METHOD = (
    "Fixed-effects Poisson, person absorbed, errors clustered by person; factors together, "
    "possible early signs in a second model beside them"
)
_ESTIMANDS = (
    (
        "within_person",
        "How much likelier an attack begins on a person's at-risk days after the factor than on "
        "the same person's other at-risk days, other factors alike",
        "People with an attack and both kinds of day",
        "Days with the factor at its lag against days without, within one person",
        _WITHIN_METHOD,
        "causal under the stated assumptions",
        "Nothing else that changes from day to day drives both factor and attack; the attack has "
        "not begun before the factor",
    ),
    (
        "between_person",
        "How attack rates differ between people who have the factor on all days and on none",
        "Everybody at sites that record the factor",
        "People against people, within a site",
        "Poisson regression of attacks on a person's mean exposure, site absorbed",
        "association",
        "None would make this an effect: people who differ in the factor differ in much else",
    ),
    (
        "within_person_same_day",
        "How much more often a day is an attack day when the factor is noted on the same day",
        "People with attack days and both kinds of day",
        "Days with the factor against days without, within one person",
        _WITHIN_METHOD,
        "association",
        "None would make this an effect: people act, eat and sleep otherwise because of the attack",
    ),
    (
        "att_aipw",
        "Difference in migraine days per 28 that starting this therapy rather than the comparator "
        "made to those who started it",
        "New users observed for three months before and two months from day 28 after the start",
        "Therapy against an active comparator",
        "Cross-fitted augmented inverse probability weighting on three baseline months",
        "causal under the stated assumptions",
        "Starters alike in three baseline months, age, sex, diagnosis, site and other starts are "
        "alike in what else matters",
    ),
    (
        "att_did",
        "The same difference, from the change since months 6 to 4 before the start",
        "New users observed for six months before and two months from day 28 after the start",
        "Therapy against an active comparator",
        "Doubly robust difference-in-differences that skips the dip before the start",
        "causal under the stated assumptions",
        "Without the therapies both groups would have changed alike since months 6 to 4",
    ),
)


def dimension_tables(
    factors: Sequence[Factor], profiles: Mapping[str, SiteProfile]
) -> dict[str, pl.DataFrame]:
    """Every pub.dim_* table, by full name."""
    meanings = {column.name: column.meaning for table in FACTOR_TABLES for column in table}
    for site in sorted(profiles):
        meanings |= {extra.factor.code: extra.meaning for extra in profiles[site].extras}
    triggers = [
        (f.code, f.label, f.domain, f.step, f.primary_lag, str(f.claim), meanings[f.code])
        for f in factors
    ]
    groups = [(group, label, group, "") for group, label in GROUP_LABELS.items()]
    leaves = [(t.code, t.label, t.group, t.delivery) for t in THERAPIES if t.code != t.group]
    sites = [(site, profiles[site].entry_basis) for site in sorted(profiles)]
    return {
        "pub.dim_measure": _frame(
            _MEASURES, ("measure_id", "label", "unit", "better", "definition")
        ),
        "pub.dim_estimand": _frame(
            _ESTIMANDS,
            tuple("estimand_id sentence population contrast method standing assumptions".split()),
        ),
        "pub.dim_site": _frame(sites, ("site_id", "entry_basis")),
        "pub.dim_trigger": _frame(
            triggers, ("trigger_id", "label", "domain", "step", "lag_days", "claim", "definition")
        ),
        "pub.dim_therapy": _frame(
            sorted(groups + leaves), ("therapy_id", "label", "therapy_group", "delivery")
        ),
    }


def _frame(rows: Sequence[tuple[object, ...]], names: Sequence[str]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=list(names), orient="row")
