"""Measures and the estimand of sites set beside each other, as in ``measures``."""

from __future__ import annotations

SITE_MEASURES = (
    (
        "migraine_days_ratio",
        "Migraine days against expected",
        "1",
        "lower",
        "Migraine days of the site's people after their first 28 days, over those expected of "
        "people of the same sex, age, diagnosis and migraine days at the start",
    ),
    (
        "completeness_ratio",
        "Diary days against expected",
        "1",
        "higher",
        "Days with an entry over those expected of people of the same sex, age and diagnosis",
    ),
    (
        "responder_50_ratio",
        "Responders against expected",
        "1",
        "higher",
        "People whose migraine days halved by the fourth to sixth 28 days, of those with four or "
        "more at the start, over those expected of people like them",
    ),
)
SITE_ESTIMANDS = (
    (
        "site_case_mix",
        "What was observed at a site over what is expected of people like those who come to it, "
        "had they been at sites on the whole",
        "People of the site whose diary tells the measure",
        "This site against all sites together",
        "Indirect standardisation by Poisson or logistic regression on sex, age, diagnosis and "
        "migraine days at the start; funnel limits widened by the additive over-dispersion between "
        "sites (Spiegelhalter)",
        "association",
        "Nothing but what is in the regression differs between the people of sites: it does, so "
        "the ratio does not say why",
    ),
)
