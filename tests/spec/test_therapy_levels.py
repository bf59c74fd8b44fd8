"""Rolling up by example: a technique is compared where every site tells techniques."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from triggerscape.settings import Settings
from triggerscape.vocabulary import THERAPIES
from triggerscape.warehouse.designs.therapy_levels import comparable_sql
from triggerscape.warehouse.reference.tables import make_reference


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        make_reference(con, Settings())
        con.execute("CREATE TABLE given (site_code VARCHAR, therapy_code VARCHAR)")
        yield con


def comparable(con: duckdb.DuckDBPyConnection, **sites: str) -> dict[str, str]:
    """What each therapy counts as, where each site has rows of the therapies named."""
    for site, codes in sites.items():
        for code in codes.split():
            con.execute("INSERT INTO given VALUES (?, ?)", [site, code])
    return dict(con.execute(comparable_sql("given")).fetchall())


def test_a_technique_stays_where_every_site_tells_techniques(con):
    found = comparable(con, AA="omt_cranial omt_hvla", BB="omt_cranial acupuncture")
    assert all(code == level for code, level in found.items())


def test_one_site_that_bills_by_region_rolls_its_whole_group_up_and_no_other(con):
    found = comparable(con, AA="omt_cranial dry_needling massage_medical", BB="omt_unspecified")
    assert found == {
        "omt_cranial": "omt",
        "omt_unspecified": "omt",
        "dry_needling": "dry_needling",
        "massage_medical": "massage_medical",
    }


def test_manual_physiotherapy_of_an_unknown_kind_is_no_technique_either(con):
    found = comparable(con, AA="physio_manual_unspecified physio_strengthening")
    assert set(found.values()) == {"physio"}


def test_needling_with_and_without_acupuncture_is_never_rolled_up(con):
    """No code reaches the group alone, so nothing can merge the two."""
    needling = [therapy for therapy in THERAPIES if therapy.group == "needling"]
    assert [therapy.is_unspecified for therapy in needling] == [False, False]


def test_a_group_has_one_word_for_a_kind_that_is_not_told(con):
    rows = con.execute(
        "SELECT therapy_group, count(*) FROM reference.therapy WHERE is_unspecified "
        "GROUP BY therapy_group ORDER BY therapy_group"
    ).fetchall()
    assert rows == [("exercise", 1), ("massage", 1), ("omt", 1), ("physio", 2), ("stress_mgmt", 1)]
