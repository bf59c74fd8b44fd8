"""Whole files that are wrong, through the door: held until mended, whatever order they come in."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from sites_at_the_door import CLEAN, HEADER, add_site, arrive, csv_of, new_workspace, send

from flows.quality_page import show_quality

PEOPLE = 4


def diary(month: int, sleep: str = "7.5") -> dict[str, bytes]:
    """A month of four people, 28 days each; headache every third day."""
    rows = []
    for day in range(1, 29):
        for person in range(PEOPLE):
            aching = (day + person) % 3 == 0
            said = f"true,true,{4 + day % 3}" if aching else "false,false,0"
            slept = f"{float(sleep) + day % 3:g}"
            rows.append(f"person-{person},2025-{month:02d}-{day:02d},complete,{said},{slept},1")
    return {f"month-{month}/diary.csv": csv_of(*rows, header=HEADER)}


def held(arrived, site: str) -> set[str]:
    """The deliveries of a site of which a file is held back."""
    with arrived.run.open_build() as build:
        rows = build.execute(
            "SELECT delivery_id FROM ledger.file_use WHERE is_held AND site_code = ?", [site]
        ).fetchall()
    return {delivery for (delivery,) in rows}


def site_months(arrived, site: str) -> list[tuple[object, ...]]:
    with arrived.run.open_build() as build:
        return build.execute(
            "SELECT month, rows_in, rows_accepted, rows_refused, rows_held, rows_duplicate, worst "
            "FROM quality.site_month WHERE site_code = ? ORDER BY month",
            [site],
        ).fetchall()


def test_a_month_in_minutes_is_held_until_the_profile_says_so_and_the_others_go_on(tmp_path: Path):
    home = new_workspace(tmp_path / "workspace").home
    for site in ("AA", CLEAN):
        add_site(home, site)
        send(home, site, diary(1))
    send(home, "AA", diary(2, sleep="410"))
    first = arrive(home)
    assert held(first, "AA") == {"month-2"}
    assert first.counts("AA") == (224, 112, 112, 0)
    assert first.counts(CLEAN) == (112, 112, 0, 0)
    assert any("sleep_hours looks like minutes or seconds" in said for said in first.said)
    page = show_quality(first.run).read_text(encoding="utf-8")
    assert "66% of them are in use. 1 file held back." in page
    send(home, "AA", diary(2))
    mended = arrive(home)
    assert held(mended, "AA") == set()
    assert mended.counts("AA") == (224, 224, 0, 0)


def test_the_quality_of_each_month_adds_up_to_the_accounts(tmp_path: Path):
    home = new_workspace(tmp_path / "workspace").home
    add_site(home, "AA")
    bad = "person-1,2025-03-01,complete,true,true,60,7.5,2"
    again = "person-2,2025-03-02,complete,false,false,0,8,1"
    march = csv_of(bad, again, again, "too,short", HEADER, header=HEADER)
    send(home, "AA", {**diary(1), **diary(2, sleep="410"), "march/diary.csv": march})
    arrived = arrive(home)
    show_quality(arrived.run)
    months = site_months(arrived, "AA")
    assert [row[0] for row in months] == ["", "2025-01", "2025-02", "2025-03"]
    fates = [row[1:6] for row in months]
    for rows_in, *parts in fates:
        assert rows_in == sum(parts)
    rows_in, accepted, refused, waiting, duplicate = (
        sum(column) for column in zip(*fates, strict=True)
    )
    assert (rows_in, accepted, refused + waiting, duplicate) == arrived.counts("AA")
    assert {row[0]: row[6] for row in months}["2025-02"] == "critical"


@pytest.mark.long
def test_what_is_held_does_not_depend_on_the_order_of_deliveries(tmp_path: Path):
    told = set()
    parcels = [diary(1), diary(2), diary(3, sleep="410")]
    for place, order in enumerate(permutations(parcels)):
        home = new_workspace(tmp_path / f"workspace-{place}").home
        for site in ("AA", CLEAN):
            add_site(home, site)
        send(home, CLEAN, diary(1))
        for parcel in order:
            send(home, "AA", parcel)
            arrived = arrive(home)
        page = show_quality(arrived.run).read_text(encoding="utf-8")
        told.add((frozenset(held(arrived, "AA")), arrived.counts("AA"), page))
    assert len(told) == 1
    ((names, counts, _),) = told
    assert (names, counts) == ({"month-3"}, (336, 224, 112, 0))
