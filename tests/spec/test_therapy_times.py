"""How long therapies take to act and last: what the studies say, and no therapy forgotten."""

from __future__ import annotations

import pytest

from triggerscape.cohort.effects import THERAPY_EFFECTS
from triggerscape.therapy_times import TIMES_OF_GROUP, TIMES_OF_LEAF, CourseTimes, times_of
from triggerscape.vocabulary import THERAPIES, THERAPY_CODES, THERAPY_GROUPS


def test_every_therapy_but_an_acute_drug_has_times():
    without = {therapy.code for therapy in THERAPIES if therapy.times is None}
    assert without == {therapy.code for therapy in THERAPIES if therapy.delivery == "as_needed"}


def test_no_times_are_given_for_what_is_no_therapy():
    assert set(TIMES_OF_GROUP) == set(THERAPY_GROUPS) - {"abortive"}
    assert set(TIMES_OF_LEAF) <= set(THERAPY_CODES)


@pytest.mark.parametrize(
    ("code", "onset_days", "washout_days"),
    [
        ("omt_cranial", 42, 70),
        ("massage_craniosacral", 21, 21),
        ("pemf", 14, 28),
        ("preventive_cgrp_mab", 14, 112),
        ("preventive_tricyclic", 42, 28),
        ("botulinum_toxin", 28, 84),
        ("supplement_riboflavin", 70, 56),
    ],
)
def test_a_leaf_has_its_own_times_or_those_of_its_group(code, onset_days, washout_days):
    (found,) = [therapy.times for therapy in THERAPIES if therapy.code == code]
    assert (found.onset_days, found.washout_days) == (onset_days, washout_days)


@pytest.mark.parametrize("planted", THERAPY_EFFECTS)
def test_the_synthetic_population_is_planted_with_the_same_times(planted):
    """Else recovery would be judged by another definition than the one that is published."""
    group = {therapy.code: therapy.group for therapy in THERAPIES}.get(planted, planted)
    times, effect = times_of(planted, group), THERAPY_EFFECTS[planted]
    assert (times.onset_days, times.washout_days) == (effect.onset_days, effect.washout_days)


def test_a_dose_carries_on_until_the_next_is_overdue_but_no_longer_than_it_acts():
    spaced_out, worn_off = CourseTimes(42, 70, 42), CourseTimes(28, 84, 112)
    assert (spaced_out.carry_days, spaced_out.effect_days) == (42, 70)
    assert (worn_off.carry_days, worn_off.effect_days) == (84, 112)
