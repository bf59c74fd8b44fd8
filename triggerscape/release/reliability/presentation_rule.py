"""When a level is too shaky to be shown: the presentation standards of the NCHS.

Shares: Parker and others, National Center for Health Statistics Data Presentation Standards for
Proportions, Vital Health Stat 2(175), 2017. Counts and rates: Parker and others, Vital Health Stat
2(200), 2023, table A. Both as CDC's surveytable has them (R/z_lpe.R).
"""

from __future__ import annotations

import polars as pl

from triggerscape.meanings.levels import LEVELS, Level

FEWEST_EFFECTIVE = 30
NARROW, WIDE = 0.05, 0.30
MOST_RELATIVE_OF_SHARE = 1.30
FEWEST_COUNTED = 10
MOST_RELATIVE_OF_MEAN = 1.60
_ENDS_IN_ERRORS = 2 * 1.959964


def is_unreliable(levels: dict[str, Level] | None = None) -> pl.Expr:
    """True for a row whose level is too shaky, of measure_id, estimate, interval and counts.

    A share is where its effective sample is below 30 (p (1 - p) over the squared error, the error
    from the interval; never more than was counted); else not where the interval is 0.05 wide or
    less; else where it is 0.30 wide or more, or wider than 130% of the share or of its rest. Where
    nobody or everybody was counted, of 30 or more, 0 and 1 are shown. A mean
    or a rate is where fewer than 10 people are counted, or the interval is wider than 160% of it.
    False for any other measure, and where there is no interval.
    """
    known = LEVELS if levels is None else levels
    of = {level: _is_one_of(known, level) for level in Level}
    return (
        pl.when(of[Level.SHARE_OF_PEOPLE])
        .then(unreliable_share(pl.col("n_people")))
        .when(of[Level.SHARE_OF_DAYS])
        .then(unreliable_share(pl.col("n_days")))
        .when(of[Level.MEAN])
        .then(unreliable_mean())
        .otherwise(statement=False)
        .fill_null(value=False)
    )


def unreliable_share(counted: pl.Expr) -> pl.Expr:
    """The rule for a share of ``counted`` people or days; null without an interval.

    The standards would print a share whose rest alone fails, with a footnote to the rest. A share
    and its rest are one number here, so either hides it.
    """
    share, width = pl.col("estimate"), _width()
    rest = 1 - share
    effective = share * rest / (width / _ENDS_IN_ERRORS) ** 2
    # Where nobody or everybody was counted the formula says nothing, nor does the relative width.
    is_end = (share * rest <= 0) | (width <= 0)
    sample = pl.when(is_end).then(counted).otherwise(pl.min_horizontal(effective, counted))
    is_wide = (width >= WIDE) | (width > MOST_RELATIVE_OF_SHARE * pl.min_horizontal(share, rest))
    return (sample < FEWEST_EFFECTIVE) | (~is_end & (width > NARROW) & is_wide)


def unreliable_mean() -> pl.Expr:
    """The rule for a mean or a rate of counts; null without an interval."""
    too_wide = _width() > MOST_RELATIVE_OF_MEAN * pl.col("estimate")
    return (pl.col("n_people") < FEWEST_COUNTED) | too_wide


def _width() -> pl.Expr:
    return pl.col("ci_high") - pl.col("ci_low")


def _is_one_of(levels: dict[str, Level], level: Level) -> pl.Expr:
    return pl.col("measure_id").is_in(sorted(m for m, one in levels.items() if one is level))
