"""The sentence and the words that say where burden changed, and how many would by chance."""

from __future__ import annotations

import pytest

from triggerscape.release.page.burden.signal_reading import signal_reading, signal_words
from triggerscape.release.page.charts.signal_marks import signal_numbers


def series(*signals: str, baseline_rule: str | None = None) -> list[dict[str, object]]:
    """A baseline of eight windows, then one window for each word."""
    words = ["baseline"] * 8 + list(signals)
    return [
        {
            "window_index": window,
            "estimate": 5.0,
            "center": 6.0,
            "limit_low": 5.5,
            "limit_high": 6.5,
            "signal": word,
            "rule": baseline_rule if word == "baseline" else None,
        }
        for window, word in enumerate(words)
    ]


def test_the_newest_window_of_every_site_is_counted_beside_chance():
    sites = {
        "AA": series("common", "better"),
        "BB": series("better", "common"),
        "CC": series("worse"),
        "DD": series(),
    }
    assert signal_reading(sites) == (
        "Judged by its own first windows, burden fell at 1 site (AA), rose at 1 site (CC) and "
        "shows common variation at 1 site; 1 site has too few windows yet. By chance alone about "
        "0.1 of 3 sites would signal."
    )


def test_a_change_that_was_under_way_is_not_called_new():
    sites = {"AA": series("better", baseline_rule="beyond a limit"), "BB": series("better")}
    assert signal_reading(sites).endswith(
        "Of the 2 that do, 1 moved within their first windows already: there the change was under "
        "way, not new."
    )


def test_many_sites_are_counted_and_not_named():
    sites = {f"S{number:02}": series("better") for number in range(7)}
    assert "fell at 7 sites, rose at none" in signal_reading(sites)


def test_without_enough_windows_nothing_is_said():
    assert signal_reading({"AA": series()}) == (
        "No site has enough windows yet to say whether its burden changes."
    )
    assert signal_reading({}) == ""


@pytest.mark.parametrize(
    ("signal", "rule", "said"),
    [
        ("better", "beyond a limit", "better: beyond a limit"),
        ("common", None, "common variation"),
        ("baseline", None, "baseline"),
        ("baseline", "6 in a row rising or falling", "baseline: 6 in a row rising or falling"),
    ],
)
def test_a_window_in_words(signal: str, rule: str | None, said: str):
    assert signal_words({"signal": signal, "rule": rule}) == said


def test_a_hidden_window_has_no_words():
    assert signal_words(None) == "–"


def test_triangles_point_where_the_number_went():
    drawn = signal_numbers(series("better", "worse", "common"))
    assert [one["window"] for one in drawn["signal_down"]] == [8]
    assert [one["window"] for one in drawn["signal_up"]] == [9]
    assert len(drawn["control"]) == 11
    assert drawn["control"][0] == {"window": 0, "center": 6.0, "low": 5.5, "high": 6.5}


def test_without_a_centre_no_line_is_drawn():
    early = [{**row, "center": None} for row in series()]
    assert signal_numbers(early)["control"] == []
