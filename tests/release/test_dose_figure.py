"""How much is too much: the figure of amounts, on small tables."""

from __future__ import annotations

import polars as pl
import pytest

from triggerscape.release.page.charts.dose_chart import ratio_ticks
from triggerscape.release.page.triggers.dose_figure import dose_figure

Ratio = tuple[float, float, float] | str


def dose(
    name: str, shape: str, ratios: dict[float, Ratio], *, form: str = "spline", unit: str = "h"
) -> list[dict[str, object]]:
    """Rows of pub.dose_response: an amount with low, value and high, or the status it has."""
    reference = next(amount for amount, ratio in ratios.items() if ratio == (1.0, 1.0, 1.0))
    rows = []
    for amount, ratio in ratios.items():
        shown = not isinstance(ratio, str)
        is_hidden = ratio == "c"
        low, value, high = ratio if shown else (None, None, None)
        rows.append(
            {
                "dose_id": name.lower(),
                "outcome_id": "migraine_onset",
                "amount": amount,
                "label": None if is_hidden else name,
                "unit": None if is_hidden else unit,
                "reference_amount": None if is_hidden else reference,
                "form": None if is_hidden else form,
                "measure_id": "rate_ratio",
                "estimate": value,
                "ci_low": low,
                "ci_high": high,
                "n_people": 1250 if shown else None,
                "n_attacks": 300 if shown else None,
                "status": "ok" if shown else ratio,
                "share_of_days": 0.15 if shown else None,
                "q_any": 0.04 if shown else None,
                "shape": None if is_hidden else shape,
            }
        )
    return rows


def figure(*doses: list[dict[str, object]]):
    rows = pl.DataFrame([row for found in doses for row in found], infer_schema_length=None)
    return dose_figure({"pub.dose_response": rows}, 11)


NOTHING = (1.0, 1.0, 1.0)
ALCOHOL = dose(
    "Alcohol, units of 10 g",
    "rising",
    {0.0: NOTHING, 2.0: (0.9, 1.1, 1.3), 4.0: "x", 6.0: (1.1, 1.3, 1.5), 8.0: (1.4, 1.6, 1.9)},
    unit="{unit}",
)
SLEEP = dose("Hours of sleep", "u", {5.0: (1.2, 1.4, 1.6), 7.5: NOTHING, 9.0: (1.1, 1.3, 1.5)})
SCREEN = dose("Hours at a screen", "flat", {0.0: (0.9, 1.0, 1.1), 4.0: NOTHING})
WATER = dose("Water drunk", "not_settled", {2.0: NOTHING, 3.0: (0.7, 1.2, 1.9), 4.0: "c"}, unit="L")


def test_the_sentence_says_from_which_amount_on():
    """Alcohol: the interval at 2 holds 1, at 6 and at 8 it does not."""
    assert figure(ALCOHOL, SLEEP, SCREEN, WATER).reading == (
        "Of 4 amounts looked at, 1 goes with more attacks as it rises: Alcohol from 6 units on "
        "(1.60 times as many at 8 units as at 0). 1 has fewest attacks in between: Hours of sleep "
        "(1.40 times as many at 5 hours as at 7.5). 1 makes no difference beyond ratios of 0.8 "
        "and 1.25; 1 is not settled."
    )


def test_no_amount_is_named_where_the_interval_closes_over_one_again():
    back = dose("Stress", "rising", {3.0: NOTHING, 5.0: (1.1, 1.2, 1.3), 9.0: (0.9, 1.4, 2.1)})
    assert "Stress (1.40 times as many at 9 hours as at 3)." in figure(back).reading


def test_where_nothing_matters_the_sentence_says_so():
    assert figure(SCREEN).reading == (
        "Of 1 amount looked at, none is shown to matter. 1 makes no difference beyond ratios of "
        "0.8 and 1.25."
    )


def test_a_table_without_rows_has_a_sentence_and_no_chart():
    empty = pl.DataFrame(ALCOHOL).clear()
    found = dose_figure({"pub.dose_response": empty}, 11)
    assert found.reading == "No amount was recorded well enough to be compared."
    assert found.panels == ()


def test_what_has_a_shape_stands_first_with_the_people_behind_it():
    headings = [panel.heading for panel in figure(WATER, SCREEN, SLEEP, ALCOHOL).panels]
    assert headings == [
        "Alcohol, units of 10 g: more attacks with more of it (1,250 people near an amount)",
        "Hours of sleep: fewest attacks in between (1,250 people near an amount)",
        "Hours at a screen: no difference, within 0.8 and 1.25 (1,250 people near an amount)",
        "Water drunk: not settled (1,250 people near an amount)",
    ]


def datasets(found, panel: int = 0) -> list[list[dict[str, object]]]:
    return list(found.panels[panel].drawing.chart["datasets"].values())


def test_a_gap_in_the_data_is_dashed_and_marked_and_never_a_band():
    drawn = datasets(figure(ALCOHOL))
    bands = [{row["amount"] for row in rows} for rows in drawn if "run" in rows[0]]
    assert {0.0, 2.0, 6.0, 8.0} in bands
    assert {2.0, 6.0} in bands
    assert [{"amount": 4.0}] in drawn
    spec = str(figure(ALCOHOL).panels[0].drawing.chart)
    assert "'strokeDash': [3, 4]" in spec
    assert "'strokeDash': [3, 4]" not in str(figure(SLEEP).panels[0].drawing.chart)


def test_a_hidden_amount_has_no_number_and_the_table_says_hidden():
    found = figure(WATER)
    for rows in datasets(found):
        assert not [row for row in rows if row.get("amount") == 4.0 and "middle" in row]
    assert found.numbers.rows[-1][:3] == (
        "Water drunk",
        "4 litres",
        "hidden: tells of under 11",
    )


def test_levels_stand_by_themselves():
    """No line is drawn between amounts that were fitted each by itself."""
    levels = dose("Coffee", "rising", {0.0: NOTHING, 95.0: (1.1, 1.2, 1.3)}, form="levels")
    marks = str(figure(levels).panels[0].drawing.chart)
    assert "'type': 'line'" not in marks
    assert "'type': 'area'" not in marks


def test_the_drawing_says_its_numbers_to_a_screen_reader():
    assert (
        "In units, compared with 0. 0: 1.00, 1.00 to 1.00; 2: 1.10, 0.90 to 1.30; 4: unknown; "
        "6: 1.30, 1.10 to 1.50; 8: 1.60, 1.40 to 1.90"
    ) in figure(ALCOHOL).panels[0].drawing.svg


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([0.95, 1.1], [0.8, 1.0, 1.25]),
        ([0.85, 2.48], [0.8, 1.0, 1.5, 2.0, 3.0]),
        ([0.02, 90.0], [0.25, 0.5, 1.0, 2.0, 5.0, 8.0]),
        ([], [0.8, 1.0, 1.25]),
    ],
)
def test_the_ratio_axis_holds_the_values_and_one(values, ticks):
    assert ratio_ticks(values) == ticks
