"""Figure: how the rate of attacks moves with an amount, of sleep, stress, caffeine and others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from triggerscape.release.page.charts.dose_chart import DoseCurve, dose_chart, ratio_ticks
from triggerscape.release.page.headline_outcome import OUTCOMES, headline_outcome
from triggerscape.release.page.parts import Figure, NumberTable, Panel
from triggerscape.release.page.wording import (
    Row,
    count,
    interval,
    listed,
    number,
    number_of,
    with_interval,
)

_SHAPES = {
    "rising": "more attacks with more of it",
    "falling": "fewer attacks with more of it",
    "u": "fewest attacks in between",
    "hill": "most attacks in between",
    "flat": "no difference, within 0.8 and 1.25",
    "not_settled": "not settled",
    "not_estimable": "cannot be estimated",
}
_SHAPED = ("rising", "falling", "u", "hill")
_ORDER = list(_SHAPES)
_UNITS = {"h": "hours", "L": "litres", "{score}": "points", "{unit}": "units"}


@dataclass(frozen=True)
class Dose:
    """One thing that comes in amounts, with its rows from little to much."""

    label: str
    unit: str
    reference: float
    shape: str
    is_smooth: bool
    rows: tuple[Row, ...]

    @property
    def shown(self) -> list[Row]:
        """The rows that carry a number."""
        return [row for row in self.rows if interval(row)]

    @property
    def apart_from(self) -> float | None:
        """The first amount beyond the reference from which on every interval leaves out 1."""
        first = None
        for row in reversed(self.shown):
            if row["amount"] <= self.reference or row["ci_low"] <= 1 <= row["ci_high"]:
                break
            first = row["amount"]
        return first

    def quote(self) -> str:
        """From which amount on it matters, and the ratio furthest from no difference."""
        row = max(self.shown, key=lambda row: max(row["estimate"], 1 / row["estimate"]))
        is_one_way = self.shape in {"rising", "falling"} and self.apart_from is not None
        start = f" from {self.apart_from:g} {self.unit} on" if is_one_way else ""
        return (
            f"{self.label.split(',')[0]}{start} ({number(row['estimate'], 2)} times as many at "
            f"{row['amount']:g} {self.unit} as at {self.reference:g})"
        )


def dose_figure(tables: Mapping[str, pl.DataFrame], threshold: int) -> Figure:
    """Rate ratios along each amount, a panel each, what has a shape first; one scale for all."""
    outcome, doses = _doses(tables["pub.dose_response"])
    drawn = [dose for dose in doses if dose.shown]
    ends = [end for dose in drawn for row in dose.shown for end in (row["ci_low"], row["ci_high"])]
    ratios = ratio_ticks(ends)
    panels = tuple(
        Panel(
            f"{dose.label}: {_SHAPES[dose.shape]} ({_people(dose)})",
            dose_chart(_curve(dose, f"dose-{place}"), ratios),
        )
        for place, dose in enumerate(drawn)
    )
    return Figure(
        anchor="doses",
        question="How much is too much, or too little?",
        reading=dose_reading(doses),
        how_to_read=(
            f"Line: how much more often {OUTCOMES[outcome]} follows days with that amount than "
            "days of the same person with the amount at the diamond, which is 1 by definition; "
            "log scale, the same for all. Shaded, or a stroke: the 95% interval of each amount by "
            "itself. Squares on the base line: amounts with too few people; across them the line "
            "is dashed and nothing is known."
        ),
        panels=panels,
        numbers=_numbers(doses, threshold, outcome),
    )


def dose_reading(doses: list[Dose]) -> str:
    """How many amounts matter, which way, from where on; how many do not or are not settled."""
    if not doses:
        return "No amount was recorded well enough to be compared."
    said = [
        f"{number_of(len(found), one, many)}: {listed([dose.quote() for dose in found])}."
        for shape, one, many in (
            ("rising", "goes with more attacks as it rises", "go with more attacks as they rise"),
            ("falling", "goes with fewer attacks as it rises", "go with fewer as they rise"),
            ("u", "has fewest attacks in between", "have fewest attacks in between"),
            ("hill", "has most attacks in between", "have most attacks in between"),
        )
        if (found := [dose for dose in doses if dose.shape == shape and dose.shown])
    ]
    flat = sum(dose.shape == "flat" for dose in doses)
    shaped = sum(dose.shape in _SHAPED and bool(dose.shown) for dose in doses)
    unsettled = len(doses) - flat - shaped
    rest = (
        (flat, f"{number_of(flat, 'makes', 'make')} no difference beyond ratios of 0.8 and 1.25"),
        (unsettled, f"{number_of(unsettled, 'is', 'are')} not settled"),
    )
    matter = " ".join(said) or "none is shown to matter."
    others = "; ".join(words for amount, words in rest if amount)
    head = f"Of {number_of(len(doses), 'amount', 'amounts')} looked at, {matter}"
    return f"{head} {others}." if others else head


def _doses(rows: pl.DataFrame) -> tuple[str, list[Dose]]:
    """The headline outcome and its doses: those with a shape first, the most people first."""
    ratios = rows.filter(pl.col("measure_id") == "rate_ratio")
    outcome = headline_outcome(ratios)
    chosen = ratios.filter(pl.col("outcome_id") == outcome).sort("dose_id", "amount")
    by_dose: dict[str, list[Row]] = {}
    for row in chosen.iter_rows(named=True):
        by_dose.setdefault(row["dose_id"], []).append(row)
    doses = [_dose(name, found) for name, found in by_dose.items()]
    return outcome, sorted(doses, key=lambda dose: (_ORDER.index(dose.shape), dose.label))


def _dose(name: str, rows: list[Row]) -> Dose:
    """What the rows say of themselves; a hidden row says nothing, so any other speaks for it."""
    told = next((row for row in rows if row["label"]), None)
    if told is None:
        return Dose(name, "", 0.0, "not_estimable", is_smooth=False, rows=tuple(rows))
    return Dose(
        label=told["label"],
        unit=_UNITS.get(told["unit"], told["unit"].strip("{}")),
        reference=told["reference_amount"],
        shape=told["shape"],
        is_smooth=told["form"] == "spline",
        rows=tuple(rows),
    )


def _curve(dose: Dose, name: str) -> DoseCurve:
    return DoseCurve(
        name=name,
        title=dose.label,
        unit=dose.unit,
        reference=dose.reference,
        amounts=tuple(row["amount"] for row in dose.rows),
        intervals=tuple(
            (row["ci_low"], row["estimate"], row["ci_high"]) if interval(row) else None
            for row in dose.rows
        ),
        is_smooth=dose.is_smooth,
    )


def _people(dose: Dose) -> str:
    known = sorted({row["n_people"] for row in dose.shown})
    ends = " to ".join(count(end) for end in dict.fromkeys((known[0], known[-1])))
    return f"{ends} people near an amount"


def _numbers(doses: list[Dose], threshold: int, outcome: str) -> NumberTable:
    heads = (
        "What",
        "Amount",
        "Rate ratio (95% interval)",
        "Compared with",
        "Days near it, percent",
        "People near it",
        "Attacks",
        "Any effect, q value",
        "What is seen",
    )
    rows = tuple(
        (
            dose.label,
            f"{row['amount']:g} {dose.unit}",
            with_interval(row, 2, threshold),
            f"{dose.reference:g}",
            "–" if row["share_of_days"] is None else number(100 * row["share_of_days"], 0),
            count(row["n_people"]),
            count(row["n_attacks"]),
            number(row["q_any"], 4),
            _SHAPES[dose.shape],
        )
        for dose in doses
        for row in dose.rows
    )
    return NumberTable(f"Amounts and {OUTCOMES[outcome]}", heads, rows)
