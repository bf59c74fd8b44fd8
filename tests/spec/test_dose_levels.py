"""Levels of sessions by example: joined until each has the people, told by counts alone."""

from __future__ import annotations

import numpy as np
import pytest

from models.therapies.doses.dose_levels import dose_levels, level_of


def labels(*counts: int) -> list[str]:
    """The levels where so many people had 1, 2, 3, … sessions."""
    sessions = np.repeat(np.arange(1, len(counts) + 1), counts)
    return [level.label for level in dose_levels(sessions, 50)]


@pytest.mark.parametrize(
    ("counts", "levels"),
    [
        ((90, 80, 70, 60), ["1", "2", "3", "4 or more"]),
        ((90, 80, 70, 20, 20, 20), ["1", "2", "3", "4 or more"]),
        ((90, 80, 30, 25), ["1", "2", "3 or more"]),
        ((90, 80, 20, 0), ["1", "2 or more"]),
        ((20, 90, 90, 90), ["1 to 2", "3", "4 or more"]),
        ((90, 20, 60, 90), ["1", "2 to 3", "4 or more"]),
        ((50, 10, 10, 50), ["1 to 3", "4 or more"]),
        ((90, 10, 5, 0), ["1 or more"]),
        ((0, 0, 0, 90), ["1 or more"]),
        ((), []),
    ],
)
def test_a_level_with_few_people_joins_its_smaller_neighbour(counts, levels):
    assert labels(*counts) == levels


def test_everybody_falls_into_one_level():
    sessions = np.array([1, 2, 3, 4, 9])
    levels = dose_levels(np.repeat(sessions, 60), 50)
    assert level_of(sessions, levels).tolist() == [0, 1, 2, 3, 3]


def test_somebody_without_a_session_has_no_dose():
    with pytest.raises(ValueError, match="without a session"):
        dose_levels(np.array([0, 1, 2]), 1)
