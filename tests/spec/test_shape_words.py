"""Which word a curve is given: a small covariance, and points that say what the curve does."""

from __future__ import annotations

import numpy as np
import pytest

from models.triggers.shapes.shape_word import Curve, Shape, shape_word


def curve(heights: list[float], error: float) -> Curve:
    """A curve through these heights, the points independent of each other."""
    n = len(heights)
    return Curve(np.eye(n), np.array(heights), np.eye(n) * error**2, n_people=400)


@pytest.mark.parametrize(
    ("heights", "error", "q_any", "p_not_straight", "word"),
    [
        ([0.0, 0.2, 0.5], 0.05, 0.001, 0.4, Shape.RISING),
        ([0.5, 0.2, 0.0], 0.05, 0.001, 0.4, Shape.FALLING),
        ([0.5, 0.0, 0.5], 0.05, 0.001, 0.001, Shape.U),
        ([0.0, 0.5, 0.0], 0.05, 0.001, 0.001, Shape.HILL),
        # One arm is no u: the other end has to be apart from the bottom too.
        ([0.05, 0.0, 0.5], 0.05, 0.001, 0.001, Shape.RISING),
        # A turn that a straight line explains as well is none.
        ([0.5, 0.0, 0.9], 0.05, 0.001, 0.2, Shape.RISING),
        # An effect that neither turns nor has ends apart.
        ([0.0, 0.1, 0.05], 0.05, 0.001, 0.001, Shape.NOT_SETTLED),
        # Nothing shown, and narrow enough to say that there is little.
        ([0.0, 0.02, -0.03], 0.05, 0.5, 0.5, Shape.FLAT),
        # Nothing shown, but a rate ratio of 1.25 cannot be excluded.
        ([0.0, 0.02, -0.03], 0.2, 0.5, 0.5, Shape.NOT_SETTLED),
        # The test of any effect comes first: a rise that may be chance is none.
        ([0.0, 0.2, 0.5], 0.05, 0.06, 0.4, Shape.NOT_SETTLED),
        ([0.0], 0.05, 0.001, 0.4, Shape.NOT_SETTLED),
    ],
)
def test_the_word_follows_the_rule(
    heights: list[float], error: float, q_any: float, p_not_straight: float, word: Shape
):
    said, rule = shape_word(curve(heights, error), q_any, p_not_straight)
    assert said == word
    assert rule
