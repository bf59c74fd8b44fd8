"""What a table is made of: read out of the SQL, nearest first, each table once."""

from __future__ import annotations

import pytest

from triggerscape.contract.releases.catalogue import PUBLISHED
from triggerscape.contract.releases.derived import DERIVED
from triggerscape.describing.find_table import find_table
from triggerscape.explaining.definition import define
from triggerscape.explaining.lineage import sources_of
from triggerscape.reading.statuses import why_no_number


def test_a_table_of_counts_leads_to_what_sites_send():
    found = {source.name: source for source in sources_of(find_table("burden_site_window"))}
    depths = {name: source.depth for name, source in found.items()}
    assert depths["features.window_measure"] == 1
    assert depths["features.person_window"] == 2
    assert depths["features.diary_spine"] == 3
    assert depths["core.diary_day"] == 4
    assert found["history.diary"].made_by == "as the sites send it"
    assert found["features.person_window"].grain.startswith("one row per person, kind of window")


def test_a_table_that_several_read_stands_at_its_nearest_place_only():
    names = [source.name for source in sources_of(find_table("perceived_trigger"))]
    assert len(set(names)) == len(names)
    depths = [source.depth for source in sources_of(find_table("perceived_trigger"))]
    assert depths == sorted(depths)


@pytest.mark.parametrize("table", PUBLISHED, ids=lambda table: table.short_name)
def test_every_published_table_has_its_sql_or_comes_from_code(table):
    found = define(table)
    from_code = table.short_name.startswith("dim_") or table.short_name in {
        "release",
        "release_change",
        "dictionary",
    }
    assert (found.sql == "") is (from_code or table in DERIVED)
    assert (found.sources == ()) is (from_code and table not in DERIVED)


@pytest.mark.parametrize(("status", "said"), [("ok", ""), ("c", "confidential"), ("x", "not av")])
def test_a_status_says_why_there_is_no_number(status: str, said: str):
    assert why_no_number(status, 11).startswith(said)
    assert bool(why_no_number(status)) is bool(said)
