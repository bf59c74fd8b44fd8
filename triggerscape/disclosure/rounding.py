"""Rounding of what is published: counts to a multiple, estimates to a number of decimals."""

from __future__ import annotations

from functools import reduce

import polars as pl

from triggerscape.contract.language import Table
from triggerscape.disclosure.rule import EFFECT_MEASURES, Rule, person_counts


def rounded_count(name: str, rule: Rule) -> pl.Expr:
    """A count that is not negative, at the nearest multiple of the step, halves away from zero."""
    base = rule.step
    return (2 * pl.col(name) + base) // (2 * base) * base


def rounded_people(name: str, rule: Rule) -> pl.Expr:
    """A number of people that may be shown, rounded, and never printed below the threshold.

    With threshold 11 and base 5, 11 and 12 people would round to 10, which reads like a number
    that had to be hidden; they are printed as 15, so a published 15 stands for 11 to 17.
    """
    return pl.max_horizontal(rounded_count(name, rule), pl.lit(rule.fewest_shown, pl.Int64))


def rounded_estimate(table: Table, name: str, rule: Rule) -> pl.Expr:
    """An estimate at its declared decimals, halves away from zero.

    A mean or a rate over n people gets at most d decimals with 10^d <= n, for n as counted and as
    printed: with more, the count behind it can be recovered from the mean. Effects keep their
    declared decimals.
    """
    decimals = table.column(name).decimals or 0
    value = pl.col(name)
    people = _fewest_people(table, rule)
    limited = reduce(
        lambda coarser, d: pl.when(people >= 10**d).then(_at(value, d)).otherwise(coarser),
        range(1, decimals + 1),
        _at(value, 0),
    )
    if "measure_id" not in table.column_names:
        return limited
    is_effect = pl.col("measure_id").is_in(sorted(EFFECT_MEASURES))
    return pl.when(is_effect).then(_at(value, decimals)).otherwise(limited)


def _fewest_people(table: Table, rule: Rule) -> pl.Expr:
    names = person_counts(table)
    return pl.min_horizontal(*names, *(rounded_people(name, rule) for name in names))


def _at(value: pl.Expr, decimals: int) -> pl.Expr:
    rounded = value.round(decimals, mode="half_away_from_zero")
    # Never -0.0, which some readers print. Adding zero would not do: polars leaves that out.
    return pl.when(rounded == 0).then(0.0).otherwise(rounded)
