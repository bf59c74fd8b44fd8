"""What the published effects foretell: little within a person, and no more than there is to know.

An oracle that knows every planted factor tells a person's attack days from their other days with a
concordance of 0.61 (test_cohort_forecast_ceiling.py). More than that would be a leak.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import rankdata
from trigger_cohort import declared_factors, designs_of, keep_population

from flows.fits.trigger_design import TriggerDesign, recorded
from models.triggers.within_person import fit_within_person
from triggerscape.factors import Claim

ORACLE = 0.609
LEARNT, UNSEEN = "person_id % 2 = 0", "person_id % 2 = 1"


def within_person_concordance(person: np.ndarray, score: np.ndarray, event: np.ndarray) -> float:
    """Share of a person's pairs of an attack day and another day that the score orders rightly."""
    right = pairs = 0.0
    for mine in np.split(np.arange(len(person)), np.flatnonzero(np.diff(person)) + 1):
        began = event[mine] > 0
        if began.all() or not began.any():
            continue
        n = began.sum()
        right += rankdata(score[mine])[began].sum() - n * (n + 1) / 2
        pairs += n * (len(mine) - n)
    return right / pairs


def foretold(seed: int, people: int, days: int) -> tuple[float, float]:
    """Concordance in people the effects were not learnt from: of causes, and of tomorrow's signs.

    The second score cheats: it knows what is written down about the day of the attack itself.
    """
    population = keep_population(people, days, 6, seed)
    with designs_of(population) as con:
        factors = recorded(con, declared_factors(population), "migraine")
        causes = [f.code for f in factors if f.claim is Claim.CANDIDATE]
        signs = [f"{f.code}_lag0" for f in factors if f.claim is Claim.PREMONITORY]
        design = TriggerDesign(con, "migraine", factors)
        return _of(design, "design.onset", causes), _of(design, "design.timing", signs)


def _of(design: TriggerDesign, name: str, columns: list[str]) -> float:
    at_risk = "is_at_risk AND " if name == "design.onset" else ""
    fit = fit_within_person(design.stream(name, columns, where=at_risk + LEARNT), columns)
    weight = np.array([estimate.log_rate_ratio or 0.0 for estimate in fit.estimates])
    days = design.stream(name, columns, where=at_risk + UNSEEN)().read_all()
    exposure = np.column_stack([days[column].to_numpy().astype(float) for column in columns])
    known = ~np.isnan(exposure).any(axis=1)
    return within_person_concordance(
        days["person_id"].to_numpy()[known],
        exposure[known] @ weight,
        days["outcome"].to_numpy()[known],
    )


@pytest.mark.parametrize(
    ("score", "expected"), [([0, 1, 5, 3, 2], 1.0), ([9, 9, 9, 9, 9], 0.5), ([9, 8, 0, 3, 2], 0.0)]
)
def test_pairs_of_one_person_only_are_compared(score: list[int], expected: float) -> None:
    """The second person never has an attack, whatever their score: nothing to compare."""
    person, event = np.array([1, 1, 1, 1, 2]), np.array([0, 0, 1, 0, 0])
    assert within_person_concordance(person, np.array(score), event) == expected


def test_published_effects_foretell_little_and_never_more_than_the_oracle() -> None:
    causes, _ = foretold(6920, people=900, days=140)
    assert 0.53 <= causes <= ORACLE + 0.02


@pytest.mark.long
def test_over_seeds_causes_foretell_as_design_says_and_a_leak_is_seen() -> None:
    """Design: 0.55 to 0.65 is honest, above 0.70 is a leak; the day's own signs are one."""
    found = np.array([foretold(seed, people=1500, days=200) for seed in range(6930, 6940)])
    assert 0.55 <= found[:, 0].mean() <= 0.65
    assert found[:, 1].min() > 0.70
