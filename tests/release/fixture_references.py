"""Reference tables of an invented release: measures, estimands, sites, factors, therapies."""

from __future__ import annotations

import polars as pl

from triggerscape.factors import FACTORS
from triggerscape.meanings.comparison_meanings import COMPARISON_MEASURES
from triggerscape.meanings.course_measures import COURSE_MEASURES
from triggerscape.meanings.event_time_meanings import EVENT_TIME_ESTIMANDS, EVENT_TIME_MEASURES
from triggerscape.meanings.forecast_meanings import FORECAST_MEASURES
from triggerscape.meanings.site_meanings import SITE_MEASURES
from triggerscape.meanings.stratum_meanings import STRATUM_ESTIMANDS, STRATUM_MEASURES
from triggerscape.meanings.table_estimands import TABLE_ESTIMANDS
from triggerscape.meanings.therapy_part_meanings import (
    THERAPY_PART_ESTIMANDS,
    THERAPY_PART_MEASURES,
)
from triggerscape.meanings.value_meanings import VALUE_ESTIMANDS, VALUE_MEASURES
from triggerscape.meanings.words.every import word_tables

SITES = tuple(f"site-{letter}" for letter in "abcdefghijkl")
EXTRA_FACTORS = (
    ("x_pressure_drop", "Air pressure drop", "weather", "negative_control"),
    ("x_heat", "Hot day", "weather", "candidate"),
    ("x_perfume", "Perfume at work", "other", "candidate"),
    ("x_yawning", "Yawning", "early sign", "premonitory"),
    ("x_shoe_size_day", "Even calendar day", "calendar", "negative_control"),
    ("x_long_drive", "Drove two hours or more", "other", "candidate"),
)
THERAPIES = (
    ("omt", "Osteopathic manipulation", "omt", "session"),
    ("omt_cranial", "Cranial (osteopathic manipulation)", "omt", "session"),
    ("omt_hvla", "High-velocity thrust (osteopathic manipulation)", "omt", "session"),
    ("omt_counterstrain", "Counterstrain (osteopathic manipulation)", "omt", "session"),
    ("dry_needling", "Dry needling", "needling", "session"),
    ("needling", "Needling", "needling", ""),
    ("no_start", "No start", "no_start", ""),
    ("none", "Nothing", "none", ""),
    ("preventive_cgrp_mab", "CGRP antibody", "preventive", "course"),
    ("preventive_beta_blocker", "Beta blocker", "preventive", "course"),
)


def reference_tables() -> dict[str, pl.DataFrame]:
    """Every dim_ table a run hands over."""
    return {
        **word_tables(),
        "pub.dim_measure": _measures(),
        "pub.dim_estimand": _estimands(),
        "pub.dim_site": pl.DataFrame({"site_id": SITES, "entry_basis": ["daily_prompt"] * 12}),
        "pub.dim_trigger": _triggers(),
        "pub.dim_therapy": pl.DataFrame(
            THERAPIES, schema=["therapy_id", "label", "therapy_group", "delivery"], orient="row"
        ),
    }


def _measures() -> pl.DataFrame:
    rows = [
        ("mmd_mean", "Monthly migraine days", "d/(28.d)", "lower"),
        ("mhd_mean", "Monthly headache days", "d/(28.d)", "lower"),
        ("severe_day_share", "Share of severe headache days", "1", "lower"),
        ("acute_drug_days", "Days with an acute drug", "d/(28.d)", "lower"),
        ("diary_completeness", "Share of days with a diary entry", "1", "higher"),
        ("premonitory_day_share", "Share of days with a possible early sign", "1", "lower"),
        ("hit6_mean", "HIT-6", "{score}", "lower"),
        ("midas_mean", "MIDAS", "{score}", "lower"),
        ("rate_ratio", "Rate ratio of attack onset", "1", "neither"),
        ("odds_ratio", "Odds ratio of attack onset", "1", "neither"),
        ("interaction_test", "Do levels differ", "1", "neither"),
        ("recording_ratio", "Recording ratio that would undo it", "1", "neither"),
        ("attributable_attacks", "Attacks that would not have been", "1", "lower"),
        ("attributable_share", "Share of attacks that would not have been", "1", "lower"),
        ("attributable_days", "Attack days that would not have been", "d/(28.d)", "lower"),
        ("exposed_day_share", "Share of days with the factor", "1", "neither"),
        ("interaction_ratio", "Interaction ratio", "1", "neither"),
        ("excess_attacks", "Excess attacks", "{attack}/(100.d)", "lower"),
        ("co_occurrence_lift", "Co-occurrence lift", "1", "neither"),
        ("rate_ratio_typical", "Rate ratio of the typical person", "1", "neither"),
        ("rate_ratio_spread", "Spread of rate ratios between people", "1", "neither"),
        ("cochran_q", "Cochran's Q over people", "1", "neither"),
        ("share_above_1_2", "Share of people above 1.2", "1", "neither"),
        ("share_clear_own", "Share of people clear by themselves", "1", "neither"),
        ("share_clear_by_chance", "The same by chance", "1", "neither"),
        ("share_responding", "Share of people who respond", "1", "neither"),
        ("share_people", "Share of people in the group", "1", "neither"),
        ("attacks_per_28_days", "Attacks per 28 days", "{attack}/(28.d)", "lower"),
        ("perceived_people_share", "Share of people who blame it", "1", "neither"),
        ("perceived_day_share", "Share of attack days it is blamed for", "1", "neither"),
        *(measure[:4] for measure in COMPARISON_MEASURES),
        *(measure[:4] for measure in COURSE_MEASURES),
        *(measure[:4] for measure in EVENT_TIME_MEASURES),
        *(measure[:4] for measure in FORECAST_MEASURES),
        ("people", "People", "{person}", "neither"),
        ("people_with_therapy", "People with the therapy", "{person}", "neither"),
        *(measure[:4] for measure in SITE_MEASURES),
        *(measure[:4] for measure in STRATUM_MEASURES),
        *(measure[:4] for measure in THERAPY_PART_MEASURES),
        *(measure[:4] for measure in VALUE_MEASURES),
        ("rows_in", "Rows received", "{row}", "neither"),
        ("rows_accepted", "Rows accepted", "{row}", "higher"),
        ("rows_quarantined", "Rows refused", "{row}", "lower"),
        ("rows_duplicate", "Rows sent twice", "{row}", "lower"),
    ]
    return pl.DataFrame(
        [(*row, "As counted in the invented release") for row in rows],
        schema=["measure_id", "label", "unit", "better", "definition"],
        orient="row",
    )


def _estimands() -> pl.DataFrame:
    rows = [
        ("within_person", "Attack onset on exposed against other days of the same person"),
        ("within_person_amount", "Attack onset after an amount against after the reference"),
        ("within_person_together", "Attack onset on days with both factors"),
        ("between_person", "Attack onset of more against less exposed people"),
        ("person_spread", "How far people differ in the rate ratio"),
        ("site_case_mix", "What was observed at a site over what is expected there"),
        ("person_profile", "Kinds of people by what all factors do to them"),
        ("att_aipw", "Change over the months after the start, against starters of the comparator"),
        ("att_did", "The same, from differences in differences"),
        ("att_bracket", "The range both methods give"),
        *(estimand[:2] for estimand in THERAPY_PART_ESTIMANDS),
        *(estimand[:2] for estimand in EVENT_TIME_ESTIMANDS),
        *(estimand[:2] for estimand in STRATUM_ESTIMANDS),
        *(estimand[:2] for estimand in VALUE_ESTIMANDS),
        *(estimand[:2] for estimand in TABLE_ESTIMANDS),
    ]
    return pl.DataFrame(
        [
            (name, sentence, "people with a diary", "see the sentence", "m", "association", "none")
            for name, sentence in rows
        ],
        schema="estimand_id sentence population contrast method standing assumptions".split(),
        orient="row",
    )


def _triggers() -> pl.DataFrame:
    built_in = [
        (f.code, f.label, f.domain, f.step, f.primary_lag, f.claim.value, "yes in the diary")
        for f in FACTORS
    ]
    extra = [
        (code, label, domain, "yes against no", 0, claim, "as the site declares")
        for code, label, domain, claim in EXTRA_FACTORS
    ]
    return pl.DataFrame(
        built_in + extra,
        schema="trigger_id label domain step lag_days claim definition".split(),
        orient="row",
    )
