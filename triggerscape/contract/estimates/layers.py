"""What the models say about two therapies begun together."""

from __future__ import annotations

from triggerscape.contract.estimates.columns import count, number, text
from triggerscape.contract.language import Column, Table

_DAYS = "d/(28.d)"
_CONTRASTS = {
    "joint": ("Both less neither, in attack days per 28", _DAYS),
    "one": ("The first alone less neither, for the same people", _DAYS),
    "other": ("The second alone less neither, for the same people", _DAYS),
    "excess": ("Both - first - second + neither", _DAYS),
    "log_ratio": ("Log of the ratio of both to neither over the product of those of one", "1"),
}


def _contrast(name: str, meaning: str, unit: str) -> tuple[Column, ...]:
    return (
        number(name, meaning, unit),
        number(f"{name}_low", "Lower end of its 95% interval", unit),
        number(f"{name}_high", "Upper end of its 95% interval", unit),
        number(f"{name}_p", "Two-sided p value"),
    )


COMBINATION_ESTIMATE = Table(
    name="estimates.therapy_combination",
    grain="one row per pair of therapies that anybody began within four weeks of each other",
    key=("therapy_a", "therapy_b"),
    columns=(
        text("therapy_a", "The first therapy, by name"),
        text("therapy_b", "The second"),
        text("status", "estimated, or not_estimable"),
        text("reason", "Why there is no estimate"),
        *(
            column
            for name, (meaning, unit) in _CONTRASTS.items()
            for column in _contrast(name, meaning, unit)
        ),
        number("excess_q", "p value of the excess after Benjamini-Hochberg over the pairs"),
        number("log_ratio_q", "The same of the ratio"),
        count("n_people", "People who began both", "{person}"),
        count("n_a", "People who began the first alone", "{person}"),
        count("n_b", "People who began the second alone", "{person}"),
        count("n_neither", "People who began neither", "{person}"),
        count("n_days", "Follow-up days of all of them", "d"),
        count("n_sites", "Sites behind it", "{site}"),
        number("overlap_share", "Share of those who began both with people like them in all arms"),
        number("largest_imbalance", "Largest standardised difference after weighting"),
        number("smallest_detectable", "Excess found with 80% power", _DAYS),
        text("reading", "What may be said of the two together"),
        text("reading_rule", "The rule that says so"),
    ),
)
