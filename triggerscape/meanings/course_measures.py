"""Measures of the course of the illness, of models and of their drift, as in ``measures``."""

from __future__ import annotations

_RATE = "{person}/(100.{window})"

COURSE_MEASURES = (
    (
        "chronification_rate",
        "Change to chronic migraine",
        _RATE,
        "lower",
        "Changes from episodic to chronic per 100 person-windows at risk: by the three-month rule "
        "all of three windows with 15 headache days and 8 migraine days of 28 after three without",
    ),
    (
        "reversion_rate",
        "Change back to episodic migraine",
        _RATE,
        "higher",
        "Changes from chronic to episodic per 100 person-windows at risk: by the three-month rule "
        "none of three windows above the limits after three that were",
    ),
    (
        "chronification_trend",
        "Trend of the change to chronic",
        "1",
        "lower",
        "How many times higher the rate is 13 windows on; 1: it stays as it is",
    ),
    (
        "reversion_trend",
        "Trend of the change back",
        "1",
        "higher",
        "How many times higher the rate is 13 windows on; 1: it stays as it is",
    ),
    (
        "overuse_share",
        "Over the limit",
        "1",
        "lower",
        "Person-windows above the class's limit of days in each of three windows in a row, of "
        "those that can be judged",
    ),
    (
        "overuse_new",
        "Newly over the limit",
        "1",
        "lower",
        "Of person-windows not over the limit three windows before, those over it now",
    ),
    (
        "overuse_reverted",
        "No longer over the limit",
        "1",
        "higher",
        "Of person-windows over the limit three windows before, those not over it now",
    ),
    (
        "psi",
        "Population stability index",
        "1",
        "lower",
        "How far the known values of an input have moved between bins: sum of (now - then) times "
        "the logarithm of now over then; from 0.1 on to be watched, from 0.25 on to be acted on",
    ),
    (
        "missing_change",
        "Change of the share not told",
        "1",
        "neither",
        "Share of person-windows that do not tell the input, now minus then",
    ),
    (
        "calibration_in_the_large",
        "Days that came over days expected",
        "1",
        "neither",
        "Attack days of the newest window over those that the forecast last published expected of "
        "it; 1: they agree",
    ),
)
