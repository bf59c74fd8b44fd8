"""Row rules of questionnaires: answers, totals and recall that the instrument cannot have given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from expectations.row_rules import RowRule
from triggerscape.contract.instruments import INSTRUMENTS, MOST_ITEMS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from triggerscape.contract.instruments import Instrument

_HIT6 = INSTRUMENTS["hit6"]


def questionnaire_rules() -> tuple[RowRule, ...]:
    """The rules, those of the totals first. An answer or total that is not there breaks none."""
    totals = [one for one in INSTRUMENTS.values() if one.name != "hit6"]
    return (
        RowRule(
            "questionnaire.total.hit6",
            "total",
            "no answers to HIT-6 add up to this total (36 to 78, without "
            f"{_listed(_HIT6.unreachable)})",
            _is(_HIT6, f"({_outside(_HIT6)} OR typed.total IN ({_numbers(_HIT6.unreachable)}))"),
            "if the site sends the mean of the six items, declare "
            '[columns.questionnaire.total] scale = "mean_item"; else it corrects the row',
        ),
        RowRule(
            "questionnaire.total.instrument",
            "total",
            "the questionnaire has no such total "
            f"({'; '.join(f'{one.title} {one.low} to {one.high}' for one in totals)})",
            _any(_is(one, _outside(one)) for one in totals),
            "the site sends the total as published, in points, not in percent",
        ),
        RowRule(
            "questionnaire.total.sum",
            "total",
            "the total is not the sum of the items, or cannot be reached with those answered",
            _any(_is(one, _is_no_sum(one)) for one in INSTRUMENTS.values() if one.adds_up),
            "the site corrects the total; to that of MIDAS, questions A and B do not count",
        ),
        *(_item_rule(number) for number in range(1, MOST_ITEMS + 1)),
        RowRule(
            "questionnaire.recall_days.instrument",
            "recall_days",
            f"the questionnaire looks back on other days ({_windows()})",
            _any(
                _is(one, f"typed.recall_days NOT BETWEEN {one.recall[0]} AND {one.recall[1]}")
                for one in INSTRUMENTS.values()
                if one.recall
            ),
            "the site sends what its form asks for; a score over other days is another score",
        ),
    )


def _item_rule(number: int) -> RowRule:
    item = f"item_{number}"
    return RowRule(
        f"questionnaire.{item}.instrument",
        item,
        f"the questionnaire has no such answer to {item}",
        _any(_is(one, _is_no_answer(one, number)) for one in INSTRUMENTS.values()),
        "the site sends the points of each answer (HIT-6: 6, 8, 10, 11 or 13), not its place",
    )


def _is(instrument: Instrument, condition: str) -> str:
    return f"(typed.instrument = '{instrument.name}' AND {condition})"


def _any(conditions: Iterable[str]) -> str:
    return f"({' OR '.join(conditions)})"


def _outside(instrument: Instrument) -> str:
    return f"typed.total NOT BETWEEN {instrument.low} AND {instrument.high}"


def _is_no_sum(instrument: Instrument) -> str:
    """The total lies outside what the items can come to: an unanswered one may be any answer."""
    items = [f"typed.item_{number}" for number in range(1, instrument.items + 1)]
    least, most = (
        " + ".join(f"coalesce({item}, {end})" for item in items)
        for end in (instrument.points[0], instrument.points[-1])
    )
    return (
        f"coalesce({', '.join(items)}) IS NOT NULL AND typed.total NOT BETWEEN {least} AND {most}"
    )


def _is_no_answer(instrument: Instrument, number: int) -> str:
    item, points = f"typed.item_{number}", instrument.takes(number)
    if not points:
        return f"{item} IS NOT NULL"
    if points == tuple(range(points[0], points[-1] + 1)):
        return f"{item} NOT BETWEEN {points[0]} AND {points[-1]}"
    return f"{item} NOT IN ({_numbers(points)})"


def _windows() -> str:
    return "; ".join(
        f"{one.title} {one.recall[0]}"
        + (f" to {one.recall[1]}" if one.recall[1] > one.recall[0] else "")
        for one in INSTRUMENTS.values()
        if one.recall
    )


def _numbers(values: tuple[int, ...]) -> str:
    return ", ".join(map(str, values))


def _listed(values: tuple[int, ...]) -> str:
    return f"{_numbers(values[:-1])} and {values[-1]}"
