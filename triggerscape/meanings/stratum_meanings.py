"""Measures and estimands of strata of days, as in ``measures`` and ``estimands``."""

from __future__ import annotations

STRATUM_MEASURES = (
    (
        "onset_rate",
        "Attacks per 100 at-risk days",
        "{attack}/(100.d)",
        "lower",
        "At-risk days on which an attack began, per 100 at-risk days, over everybody's such days",
    ),
    (
        "onset_ratio",
        "Attacks against the person's best days",
        "1",
        "lower",
        "Attacks per at-risk day of the stratum over attacks per at-risk day of the reference "
        "stratum, each person's days against that person's own",
    ),
)
STRATUM_ESTIMANDS = (
    (
        "stratum_observed",
        "How often an attack began on the days that were so, whoever had them",
        "People with such an at-risk day on which posture, sleep and stress are known",
        "None: people who have many such days count for more than people who have few",
        "Ratio of sums over people, its interval on the logit scale by linearisation: a person's "
        "days hang together",
        "description",
        "None would make it an effect: who people are and what their days are like are mixed",
    ),
    (
        "stratum_within_person",
        "How many times as often an attack begins on a person's days in the stratum as on the same "
        "person's days with good posture, enough sleep and low stress",
        "People with at-risk days in both, and an attack on one of them",
        "Days of the stratum against days of the reference, within one person; where a row says "
        "all, whatever it was on either",
        "Mantel-Haenszel risk ratio, persons as strata; interval by leaving people out one by one",
        "association",
        "As an effect of the three together: nothing else that changes from day to day comes with "
        "them and drives attacks; the ratio is alike in people",
    ),
)
