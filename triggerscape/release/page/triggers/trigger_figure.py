"""Figure: which factors come before an attack; early signs and negative controls kept apart."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from triggerscape.release.page.charts.forest import ForestRow, forest, ratio_axis
from triggerscape.release.page.headline_outcome import OUTCOMES, headline_outcome
from triggerscape.release.page.parts import Figure, NumberTable, Panel
from triggerscape.release.page.wording import (
    Row,
    count,
    interval,
    listed,
    number,
    number_of,
    state,
    verdict,
    with_interval,
)

_PANELS = (
    ("candidate", "Candidate factors"),
    ("premonitory", "Possible early signs, never triggers"),
    ("negative_control", "Negative controls, must show nothing"),
)
_EFFECTS = ("trigger", "protective")


def trigger_figure(tables: Mapping[str, pl.DataFrame], threshold: int) -> Figure:
    """The within-person rate ratios of the headline outcome, largest first, per kind of factor."""
    outcome, factors = _factors(tables)
    axis = ratio_axis(_ends(factors))
    panels = []
    for claim, heading in _PANELS:
        chosen = [f for f in factors if f.claim == claim and not f.is_silent]
        if chosen:
            rows = [factor.forest_row(threshold) for factor in chosen]
            drawn = forest(rows, axis, name=f"triggers-{claim}", title=heading)
            panels.append(Panel(f"{heading}: {_people(chosen)}", drawn))
    return Figure(
        anchor="triggers",
        question="Which factors come before an attack?",
        reading=trigger_reading(factors),
        how_to_read=(
            f"Dot and line: how much more often {OUTCOMES[outcome]} follows exposed days than "
            "other days of the same person, with its 95% interval; 1 is no difference. Blue: the "
            "verdict is an effect. Small diamond: people compared with each other, not an effect; "
            "where it leaves the scale, only the table has it."
        ),
        panels=tuple(panels),
        numbers=_numbers(factors, threshold, outcome),
    )


class Factor:
    """One factor with its within-person and, if published, its between-person row."""

    def __init__(self, label: str, claim: str, within: Row, between: Row | None) -> None:
        self.label = label
        self.claim = claim
        self.within = within
        self.between = between

    @property
    def is_silent(self) -> bool:
        """True where the data cannot speak about the factor: it is named, and not drawn."""
        return bool(self.within["status"] == "x")

    def forest_row(self, threshold: int) -> ForestRow:
        """The factor as a row of a forest chart."""
        return ForestRow(
            self.label,
            interval(self.within),
            beside=interval(self.between) if self.between else None,
            is_marked=self.within["verdict"] in (*_EFFECTS, "early_sign_or_trigger"),
            reason=state(self.within, threshold) or verdict(self.within),
        )


def trigger_reading(factors: list[Factor]) -> str:
    """The figure in words: what raises or lowers the rate, did controls hold, what is missing."""
    candidates = [f for f in factors if f.claim == "candidate" and not f.is_silent]
    silent = sum(f.is_silent for f in factors)
    raising = [f for f in candidates if f.within["verdict"] == "trigger"]
    lowering = [f for f in candidates if f.within["verdict"] == "protective"]
    judged = ("negative_control_ok", "negative_control_failed")
    controls = [f for f in factors if f.within["verdict"] in judged]
    held = [f for f in controls if f.within["verdict"] == "negative_control_ok"]
    named = listed([f"{f.label} ({number(f.within['estimate'], 2)})" for f in raising[:4]] or ["–"])
    first = (
        f"Of {number_of(len(candidates), 'candidate factor', 'candidate factors')}, "
        f"{number_of(len(raising), 'raises', 'raise')} the rate of attacks"
        f"{f', led by {named}' if len(raising) > 4 else f': {named}' if raising else ''}; "
        f"{number_of(len(lowering), 'lowers', 'lower') if lowering else 'none lowers'} it."
    )
    second = "No negative control could be judged."
    if controls:
        second = f"{len(held)} of {len(controls)} negative controls show nothing, as they must."
    if not silent:
        return f"{first} {second}"
    rest = number_of(silent, "factor is", "factors are")
    return f"{first} {second} {rest} not recorded or cannot be estimated here; the table says why."


def _factors(tables: Mapping[str, pl.DataFrame]) -> tuple[str, list[Factor]]:
    effects = tables["pub.trigger_effect"].filter(pl.col("measure_id") == "rate_ratio")
    outcome = headline_outcome(effects.filter(pl.col("estimand_id") == "within_person"))
    rows = {
        (row["trigger_id"], row["estimand_id"]): row
        for row in effects.filter(pl.col("outcome_id") == outcome).iter_rows(named=True)
    }
    found = [
        Factor(
            dim["label"] or dim["trigger_id"],
            dim["claim"],
            rows[dim["trigger_id"], "within_person"],
            rows.get((dim["trigger_id"], "between_person")),
        )
        for dim in tables["pub.dim_trigger"].iter_rows(named=True)
        if (dim["trigger_id"], "within_person") in rows
    ]
    return outcome, sorted(found, key=lambda f: (-(f.within["estimate"] or 0.0), f.label))


def _new_site(row: Row) -> str:
    low, high = row["prediction_low"], row["prediction_high"]
    return "–" if low is None or high is None else f"{number(low, 2)} to {number(high, 2)}"


def _small(q_value: float | None) -> str:
    return "below 0.0001" if q_value == 0 else number(q_value, 4)


def _people(factors: list[Factor]) -> str:
    known = [f.within["n_people"] for f in factors if f.within["n_people"] is not None]
    if not known:
        return "nobody to show"
    if min(known) == max(known):
        return f"{count(known[0])} people"
    return f"{count(min(known))} to {count(max(known))} people each"


def _ends(factors: list[Factor]) -> list[float]:
    found = [interval(factor.within) for factor in factors]
    return [end for each in found if each for end in (each[0], each[2])]


def _numbers(factors: list[Factor], threshold: int, outcome: str) -> NumberTable:
    heads = (
        "Factor",
        "Within people, rate ratio (95% interval)",
        "At a new site (95% of them)",
        "Between people (95% interval)",
        "q value",
        "People",
        "Attacks",
        "Verdict",
    )
    rows = tuple(
        (
            f.label,
            with_interval(f.within, 2, threshold),
            _new_site(f.within),
            with_interval(f.between, 2, threshold) if f.between else "–",
            _small(f.within["q_value"]),
            count(f.within["n_people"]),
            count(f.within["n_attacks"]),
            f.within["verdict_rule"] if f.is_silent else verdict(f.within),
        )
        for f in factors
    )
    return NumberTable(f"Factors and {OUTCOMES[outcome]}", heads, rows)
