"""What is declared of published counts holds of the true counts of a demo, to the last person."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from egress_frames import RULE, leaving
from true_frames import frames_before_protection

from triggerscape.contract.releases.catalogue import FACTS
from triggerscape.disclosure.cells.system import System
from triggerscape.disclosure.egress.catalogue import egress_of
from triggerscape.disclosure.egress.cell_names import cell_column
from triggerscape.disclosure.egress.placed import place_cells
from triggerscape.disclosure.egress.reader.relations import parts_of_wholes
from triggerscape.disclosure.egress.row_rules import hide_by_place
from triggerscape.disclosure.egress.telling_parts import hide_telling_parts
from triggerscape.disclosure.egress.view import release_system, true_counts
from triggerscape.disclosure.rule import person_counts

# What the small demo has: enough people to fit, too few to compare therapies.
EXERCISED = (
    "burden_site_window burden_subgroup chronic_share chronicity_change medication_overuse "
    "population therapy_use trigger_site model_metric model_calibration"
).split()


@pytest.fixture(scope="module")
def true(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, pl.DataFrame]:
    """Every fact table of the demo before protection."""
    return frames_before_protection(demo_home, tmp_path_factory.mktemp("before"))


def unseen(frames: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The frames as if no row said anything, so that only what adds up is left to be wrong."""
    return {name: f.with_columns(status=pl.lit("x")) for name, f in frames.items()}


def test_every_fact_of_a_release_is_there(true: dict[str, pl.DataFrame]) -> None:
    assert set(true) == {table.name for table in FACTS}


def test_every_relation_declared_holds_of_the_true_counts(true: dict[str, pl.DataFrame]) -> None:
    system = release_system(unseen(true), RULE)
    assert system.broken_by(true_counts(system, true)) == []


def test_rows_said_to_be_about_the_same_people_count_the_same(
    true: dict[str, pl.DataFrame],
) -> None:
    cells = place_cells(true).cells.drop_nulls("count")
    apart = cells.group_by("cell").agg(pl.col("count").n_unique(), pl.col("name").first())
    assert apart.filter(pl.col("count") > 1)["name"].to_list() == []


def test_the_demo_says_something_of_every_kind_of_relation(
    true: dict[str, pl.DataFrame],
) -> None:
    placed = place_cells(true)
    parts = pl.concat(pairs["part"] for _, pairs in parts_of_wholes(placed.tables))
    spoken = {
        table
        for table, rows in placed.tables.items()
        for count in person_counts(egress_of(table).table)
        if rows[cell_column(count)].is_in(parts.implode()).any()
    }
    assert {f"pub.{name}" for name in EXERCISED} <= spoken


def test_a_count_off_by_one_person_is_seen(true: dict[str, pl.DataFrame]) -> None:
    """Of every cell that is a whole or part of whole: the relations leave no room."""
    system = release_system(unseen(true), RULE)
    counts = true_counts(system, true)
    in_sums = np.unique(system.sums.tocoo().coords[1])
    assert in_sums.size > 100
    for place in in_sums[::7]:
        more = counts.copy()
        more[place] += 1
        assert np.any(system.sums @ more != 0)


def protected(true: dict[str, pl.DataFrame]) -> System:
    """The system of what leaves of the demo, by the rules for rows."""
    frames = {}
    for table in FACTS:
        placed = hide_by_place(true[table.name], egress_of(table.name), RULE, sites_in_all=3)
        frames[table.name] = hide_telling_parts(placed, table, RULE)
    return release_system(leaving(frames), RULE)


def test_what_leaves_says_nothing_untrue(true: dict[str, pl.DataFrame]) -> None:
    system = protected(true)
    counts = true_counts(system, true)
    assert system.broken_by(counts) == []
    assert np.all(counts[~system.is_hidden] >= RULE.threshold)
