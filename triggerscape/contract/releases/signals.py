"""The published signals: at which sites, and when, a burden moved more than it does anyway."""

from __future__ import annotations

from triggerscape.contract.language import Column, Kind, Role, Table
from triggerscape.contract.releases.columns import FIRST, key

_CHART = 3


def _number(name: str, meaning: str, decimals: int) -> Column:
    return Column(name, Kind.DOUBLE, meaning, role=Role.NOTE, decimals=decimals)


BURDEN_SIGNAL = Table(
    name="pub.burden_signal",
    grain="one row per site, measure and calendar window whose burden is shown",
    key=("site_id", "measure_id", "window_index"),
    columns=(
        *FIRST,
        key("site_id", "The site; see dim_site"),
        key("measure_id", "What the estimate measures; see dim_measure"),
        key("window_index", "Number of the calendar window, in time order", Kind.INTEGER),
        Column("window_start", Kind.DATE, "First day of the window", role=Role.NOTE),
        _number("estimate", "The value of burden_site_window, as it is printed there", 2),
        _number("center", "Mean of the first windows shown, 8 of them or, before that, 6", _CHART),
        _number(
            "limit_low",
            "Center less 2.66 times the mean distance between one of these windows and the next; "
            "a printed step at least, and not below 0 for a share or days of 28",
            _CHART,
        ),
        _number("limit_high", "The same above, and not beyond 1 or 28", _CHART),
        Column(
            "signal",
            Kind.TEXT,
            "baseline: center and limits come from it; common: no rule fires; better, worse, or "
            "higher, lower where neither is better: the first rule that fires",
            values=("baseline", "common", "better", "worse", "higher", "lower"),
            nullable=False,
            role=Role.NOTE,
        ),
        Column(
            "rule",
            Kind.TEXT,
            "The rule that fires, in words; in the baseline it says that the series moved already",
            role=Role.NOTE,
        ),
        Column(
            "windows_in_baseline",
            Kind.INTEGER,
            "Windows that center and limits come from",
            nullable=False,
            role=Role.NOTE,
        ),
    ),
    warnings=(
        "Of windows in which nothing changes some signal too: about 4 in 100 just after the "
        "baseline, 8 in 100 from the eighth judged window on.",
        "Fewer people make a window vary more, and the limits know nothing of it: with half the "
        "people of the baseline 11 in 100 unchanging windows signal, with a quarter 23.",
        "A signal says that a number moved, not why: people join at their worst and get better, "
        "and others come to the site than before.",
        "A window is judged once, by itself and those before it; a restated release judges anew.",
    ),
)
