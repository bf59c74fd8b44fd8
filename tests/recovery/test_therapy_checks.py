"""The checks of a comparison in worlds whose truth is known: which of them see what misleads us."""

from __future__ import annotations

import polars as pl
import pytest
from therapy_world import (
    COMPARATOR,
    DRAWN_FOR_EACH,
    NOTHING,
    WORLDS,
    TherapyWorld,
    draw_people,
    trial_of,
)

from models.therapies.bracket.bracket_results import TherapyEstimate
from models.therapies.bracket.therapy_bracket import compare_therapies
from models.therapies.diagnostics.diagnostic import unmet
from models.therapies.diagnostics.therapy_diagnostics import therapy_diagnostics
from models.therapies.diagnostics.untouched import untouched
from models.therapies.later_start import later_start
from models.therapies.therapy_verdicts import therapy_verdict
from models.therapies.trial import read_trial

SEEDS = range(71_000, 71_012)


def estimates(world: TherapyWorld, comparator: str, people: int) -> list[TherapyEstimate]:
    drawn = (
        trial_of(draw_people(world, DRAWN_FOR_EACH * people, seed), comparator, people)
        for seed in SEEDS
    )
    return [compare_therapies(read_trial(trial, ("age_years", "is_female"))) for trial in drawn]


def placebo_rejects(found: list[TherapyEstimate]) -> int:
    return sum(one.placebo.ci_low > 0 or one.placebo.ci_high < 0 for one in found)


@pytest.mark.parametrize("comparator", [NOTHING, COMPARATOR])
def test_the_change_before_the_start_cannot_decide(comparator: str) -> None:
    """It is no likelier to be seen where hidden severity misleads the adjusted side."""
    honest = estimates(WORLDS["S3"], comparator, 3000)
    misled = estimates(WORLDS["S4"], comparator, 3000)
    assert abs(placebo_rejects(honest) - placebo_rejects(misled)) <= 4
    for one in (*honest, *misled):
        (before,) = [c for c in untouched(one, 0.5) if c.diagnostic_id == "change_before_start"]
        assert before.is_met
        assert not before.decides


@pytest.mark.parametrize("world", ["S1", "S3"])
def test_no_check_decides_against_an_honest_comparison_of_thousands(world: str) -> None:
    for one in estimates(WORLDS[world], COMPARATOR, 3000):
        assert unmet(therapy_diagnostics(one)) == []


def test_few_people_who_choose_strongly_are_not_balanced_and_nothing_is_said() -> None:
    """Two hundred people whose bad months decide: weights cannot make the arms alike."""
    world = TherapyWorld(ratio=0.84, hidden=1.5)
    found = estimates(world, NOTHING, 240)
    reasons = [unmet(therapy_diagnostics(one)) for one in found]
    assert sum(bool(said) for said in reasons) >= 10
    assert all(therapy_verdict(one).code != "supported" for one in found)


@pytest.mark.parametrize(("hidden", "is_seen"), [(0.0, False), (2.0, True)])
def test_a_start_yet_to_come_sees_strong_hidden_severity(hidden: float, is_seen: bool) -> None:
    """Who starts later is chosen by months that are held alike, or beside them by severity.

    Severity four times as strong as in the worlds of the design adds 1.4 days; with 4,000 people
    its interval does not always clear the margin. That of the design, 0.3 days, it lets by: it is
    less than the margin, and the bracket is there for it.
    """
    seen = []
    for seed in SEEDS[:6]:
        people = draw_people(TherapyWorld(hidden=hidden), 12_000, seed)
        waiting = people.filter(pl.col("chose") != COMPARATOR).with_columns(
            arm=pl.lit(0),
            days_to_start=pl.when(pl.col("chose") == "A").then(200),
        )
        found = later_start(waiting)
        seen.append(found is not None and found.ci_low > 0.5)
    assert all(seen) if is_seen else not any(seen)
