"""What the page says first: lines about changes and things to ask, made from rows alone."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from fixture_tables import INFO, protected_tables

from triggerscape.contract.releases.kpi import KPIS
from triggerscape.release.page.opening.build import page_opening
from triggerscape.release.page.opening.changed import (
    FIRST_RELEASE,
    MOST_LINES,
    NOTHING_MOVED,
    change_lines,
)
from triggerscape.release.page.opening.next_steps import next_steps
from triggerscape.release.page.opening.tiles import tiles
from triggerscape.release.shape import released_tables

TABLES = released_tables(protected_tables(), INFO, "2026-06-28.1")
NUMBERS = ("estimate", "ci_low", "ci_high", "estimate_before")


def moved(*rows: dict[str, object]) -> dict[str, pl.DataFrame]:
    """The tables with these changes since release 2026-05-31.1."""
    blank = dict.fromkeys((*NUMBERS, "verdict", "verdict_before"))
    same = {"compared_with": "2026-05-31.1", "reason": "restated", "measure_id": "rate_ratio"}
    schema = {
        **dict.fromkeys(("table_name", "row_id", "reason", "compared_with"), pl.String),
        **dict.fromkeys(("measure_id", "verdict", "verdict_before"), pl.String),
        **dict.fromkeys(NUMBERS, pl.Float64),
    }
    changes = [{**blank, **same, "table_name": "pub.trigger_effect", **row} for row in rows]
    return {**TABLES, "pub.release_change": pl.DataFrame(changes, schema=schema)}


def value(code: str, before: float, now: float) -> dict[str, object]:
    row_id = f"{code}, within_person, migraine_onset"
    ends = {"ci_low": now - 0.2, "ci_high": now + 0.2}
    return {"row_id": row_id, "estimate_before": before, "estimate": now, **ends}


def test_the_first_release_says_so():
    assert change_lines(TABLES) == (FIRST_RELEASE,)


def test_a_release_in_which_nothing_moved_says_so():
    assert change_lines(moved()) == (NOTHING_MOVED,)


def test_changes_are_counted_by_reason_and_told_with_names_new_verdicts_first():
    judged = {
        **value("alcohol_heavy", 1.3, 1.4),
        "verdict": "trigger",
        "verdict_before": "no_effect_shown",
    }
    near, far = value("sleep_short", 1.3, 1.31), value("menses_window", 1.5, 1.8)
    near["reason"] = "new_windows"
    assert change_lines(moved(near, far, judged)) == (
        "Against release 2026-05-31.1, 3 headline estimates moved.",
        "2 of them: the same days again: deliveries came late, were corrected or withdrawn.",
        "1 of them: there are days that the release before did not have.",
        "Five drinks or more: now “raises the rate of attacks”, before “no effect shown”.",
        "Menstrual window: 1.50 before, 1.80 now (95% interval 1.60 to 2.00).",
        "Slept 6.5 hours or less: 1.30 before, 1.31 now (95% interval 1.11 to 1.51).",
    )


def test_a_site_is_named_with_its_window_and_never_are_there_more_lines_than_eight():
    sites = TABLES["pub.burden_site_window"].filter(measure_id="mmd_mean", status="ok").head(12)
    rows = [
        {
            **value("", 5.0, 6.0),
            "table_name": "pub.burden_site_window",
            "row_id": f"{site}, calendar, {window}",
        }
        for site, window in sites.select("site_id", "window_index").rows()
    ]
    lines = change_lines(moved(*rows))
    assert len(lines) == MOST_LINES
    start = sites["window_start"].min()
    assert isinstance(start, date)
    assert any(line.startswith("site-a, 28 days from ") for line in lines)


def test_a_table_that_cannot_be_compared_says_why():
    whole = {"row_id": "all", "reason": "method"}
    assert change_lines(moved(whole))[1] == (
        "trigger_effect is not compared: code, settings or the rule of protection differ, whatever "
        "else does."
    )


def compared(*rows: tuple[str, str, float, str, float]) -> pl.DataFrame:
    names = ("site_id", "measure_id", "estimate", "funnel_band", "z_score")
    return pl.DataFrame([dict(zip(names, row, strict=True)) | {"status": "ok"} for row in rows])


def quality(*rows: tuple[str, int, int]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "site_id": site,
                "contract_id": "visit",
                "measure_id": measure,
                "n_rows": count,
                "status": "ok",
            }
            for site, received, refused in rows
            for measure, count in (("rows_in", received), ("rows_quarantined", refused))
        ]
    )


def signals(*rows: tuple[str, int, str]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "site_id": site,
                "measure_id": "mmd_mean",
                "window_index": window,
                "estimate": 7.04,
                "center": 5.512,
                "signal": signal,
            }
            for site, window, signal in rows
        ]
    )


CALM = {
    "pub.burden_signal": signals(("a", 20, "common"), ("b", 20, "better"), ("c", 19, "worse")),
    "pub.site_comparison": compared(("a", "completeness_ratio", 1.0, "within", 0.1)),
    "pub.data_quality": quality(("a", 1000, 10)),
    "pub.trigger_effect": pl.DataFrame(
        {"trigger_id": ["nc"], "estimand_id": ["within_person"], "verdict": ["negative_control_ok"]}
    ),
    "pub.model_drift": pl.DataFrame(
        {"model_id": ["m"], "input_id": ["age"], "verdict": ["stable"]}
    ),
}


def test_where_nothing_stands_out_each_topic_says_so():
    assert [(step.topic, step.sentence, step.anchor) for step in next_steps(CALM)] == [
        ("Data", "No site's diary days or refused rows stand out.", ""),
        (
            "Sites",
            "No site got worse by more than it varies, or differs by more than chance and the "
            "people who come to it.",
            "",
        ),
        ("Caution", "Negative controls hold, and no input of a model moved too far.", ""),
    ]


def test_sites_are_asked_about_missing_days_and_refused_rows():
    tables = {
        **CALM,
        "pub.site_comparison": compared(
            ("a", "completeness_ratio", 0.91, "beyond 95%", -2.2),
            ("b", "completeness_ratio", 0.88, "beyond 99.8%", -4.2),
            ("c", "completeness_ratio", 1.2, "beyond 99.8%", 4.2),
        ),
        "pub.data_quality": quality(("a", 1000, 60), ("b", 1000, 49), ("c", 0, 0)),
    }
    data = next_steps(tables)[0]
    assert data.sentence == (
        "Ask b and a about missing diary days: 0.88 and 0.91 times those expected of people like "
        "theirs, further off than sites differ anyway. Ask a about its visit rows: 6.0% were "
        "refused, the largest share of any site."
    )


def test_a_site_that_got_worse_in_the_newest_window_is_asked_about():
    tables = {**CALM, "pub.burden_signal": signals(("a", 20, "worse"), ("b", 20, "better"))}
    sites = next_steps(tables)[1]
    assert sites.sentence == "Ask why migraine days rose at a (7.0, 5.5 in its first windows)."
    assert sites.anchor == "burden"


def test_a_site_beyond_the_funnel_is_a_question():
    outside = compared(("b", "migraine_days_ratio", 1.31, "beyond 95%", 2.6))
    sites = next_steps({**CALM, "pub.site_comparison": outside})[1]
    assert sites.sentence.startswith("Ask why: b has 1.31 times the expected migraine days. ")
    assert sites.sentence.endswith("this is a question, not a verdict.")


@pytest.mark.parametrize(
    ("name", "verdict", "said"),
    [
        ("pub.trigger_effect", "negative_control_failed", "Hold back on triggers: 1 negative"),
        ("pub.model_drift", "act", "Hold back on the forecast: 1 input of its models moved"),
    ],
)
def test_a_failed_control_and_a_moved_input_ask_to_hold_back(name, verdict, said):
    tables = {**CALM, name: CALM[name].with_columns(verdict=pl.lit(verdict))}
    assert next_steps(tables)[2].sentence.startswith(said)


def test_every_tile_has_its_range_and_its_people_or_says_why_not():
    kpi = TABLES["pub.wide_kpi"]
    shown = {tile.label: tile for tile in tiles(kpi)}
    assert len(shown) == len(KPIS)
    for row in kpi.iter_rows(named=True):
        tile = shown[row["label"]]
        if row["status"] == "ok":
            assert any("interval" in line or "site" in line for line in tile.lines)
            assert any(f"{row['n_people']:,} people" in line for line in tile.lines)
        else:
            assert tile.lines == (row["sentence"],)


def test_a_range_of_both_methods_stands_where_there_is_no_value():
    kpi = TABLES["pub.wide_kpi"].filter(kpi_id="best_supported_therapy")
    row = kpi.row(0, named=True)
    (tile,) = tiles(kpi)
    assert row["estimate"] is None
    low, high = (f"{row[end]:.1f}".replace("-", "−") for end in ("range_low", "range_high"))
    assert tile.value == f"{low} to {high}"
    assert tile.lines[0] == "range of both methods with their 95% intervals"


def test_the_opening_holds_all_three_parts():
    opening = page_opening(TABLES)
    assert (len(opening.tiles), len(opening.changes), len(opening.steps)) == (6, 1, 3)
