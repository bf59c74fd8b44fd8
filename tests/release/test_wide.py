"""Wide tables: every cell is a cell of the fact it names, or a count that can be made again."""

from __future__ import annotations

import polars as pl
import pytest
from fixture_tables import INFO, protected_tables

from triggerscape.contract.language import Role
from triggerscape.contract.releases.catalogue import FACTS
from triggerscape.contract.releases.copied import INTERVAL, Copy
from triggerscape.contract.releases.wide_therapies import (
    COST,
    THERAPY_COPIES,
    WIDE_THERAPY_SUMMARY,
)
from triggerscape.contract.releases.wide_triggers import TRIGGER_COPIES, WIDE_TRIGGER_SUMMARY
from triggerscape.contract.releases.wide_windows import WIDE_SITE_WINDOW, WINDOW_COPIES
from triggerscape.release.shape import released_tables

RELEASED = released_tables(protected_tables(), INFO, "2026-06-28.1")
WIDE = {
    WIDE_SITE_WINDOW: WINDOW_COPIES,
    WIDE_TRIGGER_SUMMARY: TRIGGER_COPIES,
    WIDE_THERAPY_SUMMARY: (*THERAPY_COPIES, COST),
}
EVERY_COPY = [(table, copy) for table, copies in WIDE.items() for copy in copies]
FOR_EACH = pytest.mark.parametrize(
    ("table", "copy"), EVERY_COPY, ids=[f"{t.short_name}-{c.prefix}" for t, c in EVERY_COPY]
)


def source_rows(row: dict[str, object], copy: Copy) -> list[dict[str, object]]:
    """The rows of the fact that a row of the wide table should repeat, found one by one."""
    asked = {**dict(copy.where), **{theirs: row[own] for own, theirs in copy.match}}
    return [
        found
        for found in RELEASED[copy.fact.name].iter_rows(named=True)
        if all(found[name] == word for name, word in asked.items())
    ]


@FOR_EACH
def test_every_copied_cell_equals_the_cell_it_names(table, copy):
    told = 0
    for row in RELEASED[table.name].iter_rows(named=True):
        found = source_rows(row, copy)
        nothing = {name: "x" if name == "status" else None for name in copy.names}
        [source] = found or [nothing]
        assert {n: row[copy.name_of(n)] for n in copy.names} == {n: source[n] for n in copy.names}
        told += bool(found)
    assert told > 0


@FOR_EACH
def test_a_copy_names_one_row_of_its_fact_and_says_so(table, copy):
    assert {name for name, _ in copy.where} | {theirs for _, theirs in copy.match} >= {
        *copy.fact.key
    } - {"estimand_id"}
    for name in copy.names:
        column = table.column(copy.name_of(name))
        assert column.meaning.startswith(f"{name} of {copy.fact.name}, ")
        assert column.role is Role.NOTE
        assert column.decimals == copy.fact.column(name).decimals
        assert column.unit or name not in INTERVAL[:3]


def test_a_hidden_row_of_a_fact_is_a_hidden_cell():
    """A site of four people: its windows are there, and say only that they are confidential."""
    small = RELEASED["pub.wide_site_window"].filter(site_id="site-c")
    assert small.height > 0
    assert set(small["mmd_mean_status"]) == {"c"}
    assert (
        small.select("mmd_mean", "mmd_mean_ci_low", "mmd_mean_n_people").null_count().row(0)
        == (small.height,) * 3
    )


def test_sites_agree_where_they_lie_on_the_same_side_as_the_whole():
    sites = RELEASED["pub.trigger_site"].filter(status="ok", measure_id="rate_ratio")
    for row in RELEASED["pub.wide_trigger_summary"].iter_rows(named=True):
        ratios = sites.filter(trigger_id=row["trigger_id"], outcome_id="migraine_onset")["estimate"]
        whole = row["within_person"]
        assert row["sites_shown"] == len(ratios)
        agreeing = None if whole is None else sum((r > 1) == (whole > 1) for r in ratios if r != 1)
        assert row["sites_agreeing"] == agreeing


def test_a_factor_is_told_the_shape_of_the_dose_made_of_the_same_answer():
    told = RELEASED["pub.wide_trigger_summary"]
    doses = RELEASED["pub.dose_response"].drop_nulls("shape")
    shapes = dict(doses.select("dose_id", "shape").unique().iter_rows())
    short = told.row(by_predicate=pl.col("trigger_id") == "sleep_short", named=True)
    assert (short["dose_id"], short["dose_shape"]) == ("sleep_hours", shapes.get("sleep_hours"))
    assert told.row(by_predicate=pl.col("trigger_id") == "travel", named=True)["dose_id"] is None


def test_the_first_comparator_is_the_active_one_with_the_most_overlap():
    for therapy, rows in RELEASED["pub.wide_therapy_summary"].group_by("therapy_id"):
        ranked = rows.drop_nulls("comparator_rank").sort("comparator_rank")
        shown = rows.filter(pl.col("comparator_id") != "no_start", mmd_difference_status="ok")
        assert ranked["comparator_rank"].to_list() == list(range(1, shown.height + 1)), therapy
        assert ranked["mmd_difference_overlap_share"].is_sorted(descending=True)


def test_checks_and_currency_are_those_of_the_printed_rows():
    checks, values = RELEASED["pub.therapy_diagnostic"], RELEASED["pub.therapy_value"]
    for row in RELEASED["pub.wide_therapy_summary"].iter_rows(named=True):
        pair = {name: row[name] for name in ("therapy_id", "comparator_id")}
        told = checks.filter(pl.col("decides"), **pair)["is_met"].drop_nulls().to_list()
        assert row["checks_deciding"] == (len(told) or None)
        assert row["checks_met"] == (sum(told) if told else None)
        costs = values.filter(
            therapy_id=row["therapy_id"], comparator_id="none", measure_id="cost_per_28_days"
        )
        shown = costs.filter(status="ok")
        if shown.height:
            most = shown.filter(pl.col("n_people") == shown["n_people"].max())
            assert row["cost_currency"] == min(most["currency"])


def test_the_wide_table_has_every_measure_of_burden_there_is():
    printed = RELEASED["pub.burden_site_window"].filter(window_kind="calendar")["measure_id"]
    assert {copy.prefix for copy in WINDOW_COPIES} == set(printed)


def test_a_wide_table_copies_facts_only():
    assert all(copy.fact in FACTS for _, copy in EVERY_COPY)
