"""Measures and estimands of what therapies cost, who pays, and what a day avoided comes to."""

from __future__ import annotations

_PLANE = "Share of resampled people among whom the therapy"
_WORTH = "What somebody may be willing to pay is an assumption, in the row's currency"

VALUE_MEASURES = (
    (
        "sessions_per_person",
        "Sessions per person",
        "{session}",
        "neither",
        "Sessions of the therapy in days 0 to 83 from its first use, mean over people",
    ),
    (
        "cost_per_28_days",
        "Cost per 28 days",
        "{currency}/(28.d)",
        "lower",
        "What was charged for the therapy in days 0 to 83 from its first use, per 28 days, whoever "
        "paid; mean over people whose every charge is known. An amount counts on the first day of "
        "its row",
    ),
    (
        "cost_per_course",
        "Cost per course",
        "{currency}",
        "lower",
        "What was charged for a course of a leaf that began and ended while on record, mean over "
        "courses whose every charge is known; on a short record long courses are missing",
    ),
    (
        "covered_share",
        "Share a payer paid",
        "1",
        "higher",
        "What payers paid over what was charged, of charges of which that is told",
    ),
    (
        "satisfaction_mean",
        "Satisfaction with visits",
        "{score}",
        "higher",
        "Answers from 0 to 10 after visits, mean over answers; of a therapy after visits in which "
        "it was given, of a site those of people whose diary spans the window",
    ),
    (
        "incremental_cost",
        "Additional cost",
        "{currency}",
        "lower",
        "Everything charged in days 0 to 83 per starter of the therapy, minus the same under the "
        "comparator",
    ),
    (
        "migraine_days_avoided",
        "Migraine days avoided",
        "d",
        "higher",
        "Migraine days in days 0 to 83 under the comparator, minus those per starter of the "
        "therapy, among people whose costs are known",
    ),
    (
        "cost_per_day_avoided",
        "Cost per migraine day avoided",
        "{currency}/d",
        "lower",
        "Additional cost over migraine days avoided; only where the comparison is settled, days "
        "are avoided beyond chance, and for more money",
    ),
    (
        "share_dominant",
        "Cheaper and better",
        "1",
        "higher",
        f"{_PLANE} costs no more and avoids days",
    ),
    (
        "share_dearer_better",
        "Dearer and better",
        "1",
        "neither",
        f"{_PLANE} costs more and avoids days",
    ),
    (
        "share_cheaper_worse",
        "Cheaper and worse",
        "1",
        "neither",
        f"{_PLANE} costs no more and avoids no days",
    ),
    (
        "share_dominated",
        "Dearer and worse",
        "1",
        "lower",
        f"{_PLANE} costs more and avoids no days",
    ),
    *(
        (
            f"probability_worth_{price}",
            f"Worth it at {price} a day",
            "1",
            "higher",
            f"{_PLANE} avoids days worth its additional cost at {price} each. {_WORTH}",
        )
        for price in (25, 50, 100, 200)
    ),
)
VALUE_ESTIMANDS = (
    (
        "charged",
        "What is charged for a therapy, who pays, and how people like the visits",
        "People with a first use on record; of costs, at sites that send them",
        "None: nothing is compared",
        "Means and ratios of sums over people, errors clustered by person",
        "association",
        "Whose charges are not known is like whose are; satisfaction says nothing of the effect",
    ),
    (
        "cost_and_effect",
        "What starters of a therapy cost more over days 0 to 83, and the migraine days they avoid",
        "Starters of the therapy at sites that send costs, every charge known",
        "Starters against comparable starters of the comparator, or people who did not start",
        "Cross-fitted AIPW of costs and of days from one propensity; people resampled 4,000 times "
        "with both, percentile intervals of their ratio",
        "causal under the stated assumptions",
        "As att_aipw for days and for costs; charges stand for what is used up, and costs outside "
        "therapies, or after day 83, are not seen",
    ),
)
