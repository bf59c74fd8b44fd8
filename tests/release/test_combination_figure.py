"""Which triggers are worse together: the figure of pairs, on small tables."""

from __future__ import annotations

import polars as pl
import pytest

from models.triggers.pairs.pair_fit import FALSE_DISCOVERY_RATE
from models.triggers.pairs.pair_rows import Reading
from triggerscape.release.page.triggers.combination_figure import MOST_DRAWN, combination_figure
from triggerscape.release.page.triggers.combination_reading import CALLED_AT, by_chance

LABELS = {
    "sleep": "Poor sleep",
    "stress": "Stress",
    "travel": "Travel",
    "coffee": "Three cups of coffee or more",
    "water": "Less than 1.5 litres of water",
}


def pair(
    first: str,
    second: str,
    reading: str = "no_interaction_shown",
    *,
    excess: tuple[float, float] = (0.2, 0.9),
    ratio: tuple[float, float] = (1.02, 0.9),
    days: int = 500,
    status: str = "ok",
) -> list[dict[str, object]]:
    """Rows of pub.trigger_combination; each measure is a value and its q value."""
    shown = status == "ok"
    measures = {"excess_attacks": excess, "interaction_ratio": ratio}
    return [
        {
            "first_id": first,
            "second_id": second,
            "outcome_id": "migraine_onset",
            "measure_id": measure,
            "estimate": value if shown else None,
            "ci_low": value - 0.25 if shown else None,
            "ci_high": value + 0.25 if shown else None,
            "n_people": 120 if shown else None,
            "n_days": days if shown else None,
            "n_attacks": 40 if shown else None,
            "status": status,
            "q_value": q_value if shown else None,
            "reading": None if status == "c" else reading,
        }
        for measure, (value, q_value) in {
            **measures,
            "co_occurrence_lift": (1.1, None),
        }.items()
    ]


def figure(*pairs: list[dict[str, object]]):
    rows = pl.DataFrame([row for found in pairs for row in found], infer_schema_length=None)
    triggers = pl.DataFrame({"trigger_id": list(LABELS), "label": list(LABELS.values())})
    return combination_figure({"pub.trigger_combination": rows, "pub.dim_trigger": triggers}, 11)


ADDED = pair("sleep", "stress", "more_than_added", excess=(3.1, 0.02))
NOTHING = pair("sleep", "water", days=900)
HIDDEN = pair("stress", "travel", status="c")
RARE = pair("sleep", "travel", "not_estimable", status="x")


def test_a_finding_is_said_with_its_interval_and_how_sure_it_is():
    assert figure(NOTHING, ADDED, HIDDEN, RARE).reading == (
        "Of 2 pairs looked at, 1 brings more attacks on days with both than the two add up to: "
        "Poor sleep + Stress (3.1 more in 100 such days, 95% interval 2.9 to 3.4; about 1 in 50 "
        "findings this strong is chance). No pair departs from the two simply multiplying. "
        "2 pairs are hidden or met too rarely."
    )


def test_departures_from_the_product_are_counted_both_ways():
    more = pair("sleep", "stress", "more_than_multiplied", ratio=(1.4, 0.04), excess=(4.0, 0.001))
    less = pair("sleep", "water", "less_than_multiplied", ratio=(0.7, 0.09), excess=(-2.0, 0.05))
    found = figure(less, more).reading
    assert "1 brings more attacks" in found
    assert "1 pair brings fewer. Against the two multiplied, 1 is more often" in found
    assert found.endswith("and 1 less often.")


def test_a_small_q_without_a_finding_is_no_finding():
    """The word for a pair is given by the model's rule; the page only says which part it is."""
    found = figure(pair("sleep", "stress", excess=(3.1, 0.02)))
    assert "none brings more attacks" in found.reading
    assert "var(--accent)" not in found.panels[0].drawing.svg


def test_findings_stand_first_then_the_pairs_met_most_often():
    rare = pair("water", "coffee", days=100)
    found = figure(rare, NOTHING, HIDDEN, RARE, ADDED)
    labels = [row[0] for row in found.numbers.rows]
    assert labels == [
        "Poor sleep + Stress",
        "Poor sleep + Less than 1.5 litres of water",
        "Less than 1.5 litres of water + Three cups of coffee or more",
        "Poor sleep + Travel",
        "Stress + Travel",
    ]
    assert found.numbers.rows[3][-1] == "met too rarely"
    assert found.numbers.rows[4][1] == "hidden: tells of under 11"


def test_only_the_first_pairs_are_drawn_and_the_heading_counts_the_rest():
    names = [f"t{place}" for place in range(MOST_DRAWN + 3)]
    found = figure(*(pair("sleep", name) for name in names))
    assert len(found.numbers.rows) == MOST_DRAWN + 3
    assert found.panels[0].heading == (
        "Attacks beyond what the two add up to (120 people with both on a day; 3 more pairs in "
        "the table)"
    )
    assert found.panels[0].drawing.svg.count("Poor sleep + t") == 2 * MOST_DRAWN


def test_blue_is_said_of_the_measure_in_which_the_finding_is():
    added, multiplied = (panel.drawing.svg for panel in figure(ADDED, NOTHING).panels)
    assert "var(--accent)" in added
    assert "var(--accent)" not in multiplied


def test_a_hidden_pair_is_said_in_the_drawing():
    assert "Stress + Travel: hidden: tells of under 11" in figure(HIDDEN).panels[0].drawing.svg


def test_a_pair_with_long_names_keeps_every_word():
    svg = figure(pair("coffee", "water")).panels[0].drawing.svg
    drawn = svg.split("</desc>")[1]
    assert "…" not in drawn
    for word in ("Three", "1.5", "water"):
        assert word in drawn


def test_a_table_without_rows_has_a_sentence_and_no_chart():
    rows = pl.DataFrame(ADDED).clear()
    triggers = pl.DataFrame({"trigger_id": ["a"], "label": ["A"]})
    found = combination_figure(
        {"pub.trigger_combination": rows, "pub.dim_trigger": triggers}, threshold=11
    )
    assert found.panels == ()
    assert found.reading.startswith("No two factors fell on the same day often enough")


@pytest.mark.parametrize(
    ("q_value", "said"),
    [
        (0.0, "fewer than 1 in 10,000 findings this strong is chance"),
        (0.0134, "about 1 in 75 findings this strong is chance"),
        (0.1, "about 1 in 10 findings this strong is chance"),
        (0.11, "may be chance"),
    ],
)
def test_a_q_value_in_words(q_value, said):
    assert by_chance(q_value) == said


def test_the_page_calls_what_the_models_call():
    assert CALLED_AT == FALSE_DISCOVERY_RATE
    shown = {figure(pair("sleep", "stress", word)).numbers.rows[0][-1] for word in Reading}
    assert len(shown) == len(Reading)
    assert "" not in shown
