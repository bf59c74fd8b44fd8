"""The headline's family p-values, beside Bonferroni's and beside a family of one."""

from __future__ import annotations

import pytest
from small_diary import FACTORS, batches_of, small_diary

from models.triggers.adjustment.set_fits import fit_sets, joint_estimates
from models.triggers.scores.headline_family import family_p_values
from triggerscape.factors import Factor

# Two moments of the day, so that two models answer for the factors.
CATALOGUE = tuple(
    Factor(code, code, "sleep" if place == 0 else "diet", 1) for place, code in enumerate(FACTORS)
)


@pytest.fixture(scope="module")
def found():
    frame = small_diary()

    def read(columns):
        return batches_of(frame[["person_id", "site_code", "outcome", *columns]])

    fits = fit_sets(read, CATALOGUE)
    assert len(fits) == 2
    estimates = dict(zip(FACTORS, joint_estimates(fits, CATALOGUE), strict=True))
    return read, fits, estimates


def test_between_its_own_p_value_and_bonferronis(found) -> None:
    read, fits, estimates = found
    adjusted = family_p_values(read, fits, estimates, FACTORS)
    assert list(adjusted) == list(FACTORS)
    noise = 4 * (0.05 / 4000) ** 0.5
    for code, value in adjusted.items():
        p_value = estimates[code].p_value
        assert p_value <= value <= min(1.0, 3 * p_value + noise)


def test_a_family_of_one_is_its_own_p_value(found) -> None:
    read, fits, estimates = found
    code = FACTORS[2]
    adjusted = family_p_values(read, fits, estimates, [code])
    assert adjusted[code] == pytest.approx(estimates[code].p_value, abs=0.03)


def test_no_hypotheses_no_p_values(found) -> None:
    read, fits, estimates = found
    assert family_p_values(read, fits, estimates, []) == {}
