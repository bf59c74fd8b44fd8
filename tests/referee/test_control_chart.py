"""The XmR chart against published examples, and against a second, plain implementation."""

from __future__ import annotations

import numpy as np
import pytest

from triggerscape.release.derived.control_chart import (
    BASELINE,
    FALSE_ALARMS,
    Point,
    expected_false_alarms,
    judgements,
)

# NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: flow rate of ten batches.
FLOW_RATE = (49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1)
# NHS England's demonstration of its tool, as nhspy-plotthedots tests itself on it.
NHS_ENGLAND = (89, 86, 75, 77, 81, 74, 72, 78, 76, 82, 77, 54, 66, 77, 86)
NHS_ENGLAND_BEYOND = 11
NO_STEP = 1e-9
SEED = 20261121


def points(values, step: float = NO_STEP) -> list[Point]:
    return [Point(window, float(value), step) for window, value in enumerate(values)]


def test_limits_are_those_of_the_nist_handbook():
    """It uses 3 / 1.128 where 2.66 is the usual rounding of it."""
    chart = judgements(points(FLOW_RATE), first=len(FLOW_RATE))[0]
    assert chart.center == pytest.approx(50.81)
    assert chart.high == pytest.approx(55.8041, abs=1e-3)
    assert chart.low == pytest.approx(45.8159, abs=1e-3)


def test_the_example_of_nhs_england_signals_where_it_does_there():
    """Mean 76.67, limits near 57 and 96, and of 15 points the twelfth alone."""
    told = judgements(points(NHS_ENGLAND), first=len(NHS_ENGLAND))
    assert told[0].center == pytest.approx(76.67, abs=5e-3)
    assert (round(told[0].low), round(told[0].high)) == (57, 96)
    assert [place for place, one in enumerate(told) if one.rule] == [NHS_ENGLAND_BEYOND]


def test_two_points_near_opposite_limits_are_no_signal():
    """A mistake that NHSRplotthedots once made and mended, with its own numbers."""
    told = judgements(points([1, -1] * 7 + [5.5, -5.5]), first=16)
    assert [one.rule for one in told[-2:]] == ["", ""]


def test_a_second_plain_implementation_finds_the_same():
    draw = np.random.default_rng(SEED)
    for _ in range(400):
        windows = np.flatnonzero(draw.random(24) > 0.08)
        values = draw.normal(0, 1, windows.size) + (windows > 14) * draw.choice([0, 0, 1.5, -2.5])
        steps = draw.choice([1e-9, 0.1, 1.0], windows.size)
        values = np.round(values / steps) * steps
        told = judgements(
            [Point(*one) for one in zip(windows.tolist(), values, steps, strict=True)]
        )
        assert [one.direction for one in told] == plain_directions(windows, values, steps)


def plain_directions(windows, values, steps) -> list[int]:
    """By window number, on arrays with holes, rules in their order."""
    size = int(windows.max()) + 1
    x, step = np.full(size, np.nan), np.full(size, np.nan)
    x[windows], step[windows] = values, steps
    base = values[:BASELINE]
    center, spread = base.mean(), np.abs(np.diff(base)).mean()
    half = np.maximum(np.maximum(2.66 * spread, steps[:BASELINE].max()), step)
    far = x - center

    def clear(distance, least):
        return np.where(np.abs(distance) > least + 1e-9, np.sign(distance), 0.0)

    found = []
    for at in windows:
        sides = clear(far, half)[at], 0.0, 0.0, 0.0
        last_8, last_6 = slice(at - 7, at + 1), slice(at - 5, at + 1)
        if at >= 7 and not np.isnan(x[last_8]).any():
            on = clear(far[last_8], step[last_8] / 2)
            sides = (sides[0], on[0] * (abs(on.sum()) == 8), 0.0, 0.0)
        if at >= 5 and not np.isnan(x[last_6]).any():
            coarser = np.maximum(step[last_6][1:], step[last_6][:-1])
            up = clear(np.diff(x[last_6]), coarser / 2)
            sides = (*sides[:2], up[0] * (abs(up.sum()) == 5), 0.0)
        outer = clear(far, half * 2 / 3)
        near = list(outer[max(at - 2, 0) : at])
        if at and np.isnan(x[at - 1]):
            near = []
        sides = (*sides[:3], outer[at] if outer[at] in near else 0.0)
        found.append(int(next((side for side in sides if side), 0)))
    return found


def alarms(series: int, windows: int, *, shift: float = 0.0, people: float = 1.0) -> np.ndarray:
    """Which judged windows signal (series, windows judged); the first of them begins a shift.

    ``people`` are those behind each judged window over those behind each of the baseline.
    """
    draw = np.random.default_rng(SEED)
    values = draw.standard_normal((series, windows))
    values[:, BASELINE:] = values[:, BASELINE:] / np.sqrt(people) + shift
    told = [judgements(points(one)) for one in values]
    return np.array([[one.direction != 0 for one in row[BASELINE:]] for row in told])


def test_unchanging_series_signal_as_often_as_the_page_says_they_do():
    """The shares on record, and what two more thousand series do, within four standard errors."""
    found = alarms(2000, BASELINE + 12).mean(axis=0)
    known = np.array([FALSE_ALARMS[min(at, len(FALSE_ALARMS) - 1)] for at in range(12)])
    assert np.abs(found - known).max() < 4 * np.sqrt(0.077 * 0.923 / 2000)


def test_a_shift_of_two_standard_deviations_is_seen_within_the_year():
    """Five windows after eight: most shifts of two are seen, nearly all of three."""
    assert alarms(1000, BASELINE + 5, shift=2.0).any(axis=1).mean() > 0.7
    assert alarms(1000, BASELINE + 5, shift=3.0).any(axis=1).mean() > 0.9


@pytest.mark.parametrize(("people", "known"), [(0.5, 0.11), (0.25, 0.23)])
def test_a_site_that_lost_people_signals_too_easily(people: float, known: float):
    """What the table warns of: the limits know nothing of how many people a window has."""
    assert alarms(1000, BASELINE + 5, people=people).mean() == pytest.approx(known, abs=0.03)


def test_false_alarms_of_several_series_add_up():
    assert expected_false_alarms([1, 2, 0, 40]) == pytest.approx(0.038 + 0.047 + 0.077)
    assert expected_false_alarms([]) == 0
