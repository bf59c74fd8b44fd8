"""Figure: on which days attacks begin, by posture, sleep and stress together."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from triggerscape.exposure_bands import EXPOSURES, STRATA
from triggerscape.release.page.charts.heat_chart import HeatCell, HeatMap, heat_chart
from triggerscape.release.page.headline_outcome import OUTCOMES, headline_outcome
from triggerscape.release.page.parts import Figure, NumberTable, Panel
from triggerscape.release.page.triggers.stratum_reading import Stratum, described, stratum_reading
from triggerscape.release.page.wording import Row, count, interval, number, state, with_interval

_POSTURE, _SLEEP, _STRESS = EXPOSURES
_REFERENCE = ("1", "the best days")


def stratum_figure(tables: Mapping[str, pl.DataFrame], threshold: int) -> Figure:
    """Ratios against a person's best days: sleep by stress, a panel for each band of posture."""
    outcome, strata = _strata(tables["pub.exposure_stratum"])
    bands = "; ".join(f"{one.code}: {one.meaning}" for one in EXPOSURES)
    is_any = any(stratum.shown_ratio for stratum in strata if stratum.is_whole)
    panels = tuple(
        _panel(posture.word, strata, place)
        for place, posture in enumerate(_POSTURE.bands)
        if is_any
    )
    best = described([one.best for one in EXPOSURES])
    return Figure(
        anchor="strata",
        question="On which days is the risk highest, by posture, sleep and stress?",
        reading=stratum_reading(strata),
        how_to_read=(
            f"In a cell: how many times as often {OUTCOMES[outcome]} falls on such days as on the "
            f"same person's days with {best}, and its 95% interval; the darker, the further from "
            "1, blue above it and grey below. Framed: the interval leaves out 1, as one in 20 does "
            "by luck. Hatched: hidden, or too few people. Nothing else is held alike. Bands, "
            f"{bands}."
        ),
        panels=panels,
        numbers=_numbers(strata, threshold, outcome),
    )


def _strata(rows: pl.DataFrame) -> tuple[str, list[Stratum]]:
    """The headline outcome and its strata in the order of their bands."""
    outcome = headline_outcome(rows)
    found: dict[tuple[str, ...], dict[str, Row]] = {}
    for row in rows.filter(pl.col("outcome_id") == outcome).iter_rows(named=True):
        words = tuple(row[exposure.column] for exposure in EXPOSURES)
        found.setdefault(words, {})[row["measure_id"]] = row
    return outcome, [
        Stratum(words, found[words].get("onset_rate"), found[words].get("onset_ratio"))
        for words in STRATA
        if words in found
    ]


def _panel(posture: str, strata: list[Stratum], place: int) -> Panel:
    own = {stratum.words[1:]: stratum for stratum in strata if stratum.words[0] == posture}
    sleeps = tuple(band.word for band in _SLEEP.bands)
    stresses = tuple(band.word for band in _STRESS.bands)
    cells = tuple(
        _cell(own.get((sleep, stress)), row, column)
        for row, sleep in enumerate(sleeps)
        for column, stress in enumerate(stresses)
    )
    people = sorted(
        found["n_people"]
        for sleep in sleeps
        for stress in stresses
        if (stratum := own.get((sleep, stress))) and (found := stratum.shown_ratio)
    )
    ends = " to ".join(count(end) for end in dict.fromkeys([*people[:1], *people[-1:]]))
    title = f"{posture.capitalize()} posture"
    heading = f"{title}: {f'{ends} people a cell' if ends else 'nobody to show'}"
    heat = HeatMap(f"strata-{place}", title, "sleep", "stress", sleeps, stresses, cells)
    return Panel(heading, heat_chart(heat))


def _cell(stratum: Stratum | None, row: int, column: int) -> HeatCell:
    if stratum is None:
        return HeatCell(row, column, ("no such days",), None)
    if stratum.is_reference:
        return HeatCell(row, column, _REFERENCE, 1.0)
    found = stratum.shown_ratio
    if found is None:
        is_hidden = stratum.ratio is not None and stratum.ratio["status"] == "c"
        return HeatCell(row, column, ("hidden" if is_hidden else "too few",), None)
    words = (
        number(found["estimate"], 2),
        f"{number(found['ci_low'], 2)} to {number(found['ci_high'], 2)}",
    )
    return HeatCell(row, column, words, found["estimate"], is_apart=stratum.is_apart)


def _numbers(strata: list[Stratum], threshold: int, outcome: str) -> NumberTable:
    heads = (
        "Days",
        "Against a person's best days (95% interval)",
        "People compared",
        "Attacks in 100 at-risk days (95% interval)",
        "People",
        "At-risk days",
    )
    rows = tuple(
        (
            described(stratum.words).capitalize(),
            _ratio(stratum, threshold),
            count(stratum.ratio["n_people"] if stratum.ratio else None),
            _rate(stratum.rate, threshold),
            count(stratum.rate["n_people"] if stratum.rate else None),
            count(stratum.rate["n_days"] if stratum.rate else None),
        )
        for stratum in strata
    )
    return NumberTable(f"Posture, sleep and stress and {OUTCOMES[outcome]}", heads, rows)


def _ratio(stratum: Stratum, threshold: int) -> str:
    if stratum.ratio is None:
        return "1, compared with" if stratum.is_reference else "–"
    return with_interval(stratum.ratio, 2, threshold)


def _rate(row: Row | None, threshold: int) -> str:
    """Attacks in 100 days with their interval, or why there is none."""
    if row is None:
        return "–"
    if not interval(row):
        return state(row, threshold) or "not available"
    low, middle, high = (number(row[n], 1) for n in ("ci_low", "estimate", "ci_high"))
    return f"{middle} ({low} to {high})"
