"""Techniques by example: which sites tell them apart, who is compared, and what may be said."""

from __future__ import annotations

import polars as pl
import pytest

from flows.fits.techniques import comparators_of
from models.therapies.techniques.partial_pooling import Drawn
from models.therapies.techniques.technique_reading import technique_reading
from models.therapies.techniques.telling_sites import telling_sites, told_people
from triggerscape.vocabulary import THERAPIES

UNTOLD = ("omt_unspecified",)


def starters(**sites: str) -> pl.DataFrame:
    """One starter per technique named, by site; a dash is a starter without one."""
    rows = [
        {"site_code": site, "leaf": None if leaf == "-" else leaf}
        for site, leaves in sites.items()
        for leaf in leaves.split()
    ]
    return pl.DataFrame(rows)


def test_a_site_that_bills_by_region_tells_nothing_and_the_others_go_on_telling():
    found = starters(AA="omt_cranial omt_hvla", BB="omt_unspecified omt_unspecified", CC="omt_hvla")
    assert telling_sites(found, UNTOLD) == ["AA", "CC"]


@pytest.mark.parametrize(("untold", "tells"), [(1, True), (2, False)])
def test_one_line_in_twenty_without_a_technique_is_a_slip_and_two_are_a_habit(untold, tells):
    found = starters(AA="omt_cranial " * (20 - untold) + "omt_unspecified " * untold)
    assert telling_sites(found, UNTOLD) == (["AA"] if tells else [])


def test_a_technique_nobody_wrote_down_is_not_told_either():
    assert telling_sites(starters(AA="omt_cranial -"), UNTOLD) == []


def test_both_sides_of_the_comparison_come_from_the_sites_that_tell():
    people = pl.DataFrame(
        {
            "site_code": ["AA"] * 3 + ["BB"] * 2,
            "leaf": ["omt_hvla", "omt_cranial", None, "omt_unspecified", None],
            "arm": [1, 1, 0, 1, 0],
        }
    )
    known, leaves = told_people(people, UNTOLD)
    assert leaves == ("omt_cranial", "omt_hvla")
    assert known["site_code"].to_list() == ["AA"] * 3
    assert known["arm"].to_list() == [2, 1, 0]


def test_needling_with_and_without_acupuncture_is_always_told():
    """No code reaches the group alone, so nothing can merge the two."""
    needling = [therapy for therapy in THERAPIES if therapy.group == "needling"]
    assert [therapy.is_unspecified for therapy in needling] == [False, False]


def test_these_groups_have_a_word_for_a_kind_that_is_not_told():
    untold = sorted(therapy.group for therapy in THERAPIES if therapy.is_unspecified)
    assert untold == ["exercise", "massage", "omt", "physio", "physio", "stress_mgmt"]


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [
        (-1.4, -0.6, "fewer_days_than_others"),
        (-1.4, -0.4, "no_difference_shown"),
        (-0.2, 0.3, "no_difference_shown"),
        (0.6, 1.4, "more_days_than_others"),
    ],
)
def test_a_technique_stands_out_only_beyond_the_smallest_worthwhile_effect(low, high, word):
    assert technique_reading(Drawn((low + high) / 2, low, high))[0] == word


def test_a_group_meets_the_comparators_of_its_leaves_but_none_of_its_own():
    declared = [
        ("pemf", "dry_needling"),
        ("laser_class_iv", "dry_needling"),
        ("preventive_cgrp_mab", "preventive_beta_blocker"),
        ("botulinum_toxin", "preventive_beta_blocker"),
    ]
    assert comparators_of("device", declared) == ["dry_needling", "no_start"]
    assert comparators_of("preventive", declared) == ["no_start"]
    assert comparators_of("injection", declared) == ["preventive_beta_blocker", "no_start"]


def test_two_techniques_are_not_ranked():
    assert technique_reading(None)[0] == "not_compared"
