"""Sticky counts: a printed count moves in steps so wide that no small group shows in them.

With base 5, prints of 20 and 25 tell that 1 to 9 people more are there. So once a count has been
printed, only that print and others a whole number of moves away from it are ever printed for the
same row. Measured against the release before alone, 20, 35 and 25 would each be far enough from
the next, and the first and the last would not.
"""

from __future__ import annotations

import polars as pl

from triggerscape.disclosure.rule import Rule


def smallest_move(rule: Rule) -> int:
    """The fewest people by which two prints of one count may differ: 10 for threshold 11, base 5.

    It is the smallest multiple of the step at which the difference of the two true counts, known
    to within step - 1 people, may reach the threshold.
    """
    return max(1, -(-(rule.threshold - rule.step + 1) // rule.step)) * rule.step


def sticky(fresh: pl.Expr, printed: pl.Expr, rule: Rule) -> pl.Expr:
    """The count to print: the earlier print, moved towards the fresh one by whole moves.

    ``fresh`` is the count as rounded today, ``printed`` the one last printed, or null. Less than a
    move apart, the earlier print stays; it is never passed by, so the print lies between the two.
    An earlier print that is no multiple of today's step is not held to.
    """
    move = smallest_move(rule)
    apart = fresh - printed
    moves = apart.abs() // move * apart.sign()
    is_held = printed.is_not_null() & (printed % rule.step == 0).fill_null(value=False)
    return pl.when(is_held).then(printed + moves * move).otherwise(fresh)
