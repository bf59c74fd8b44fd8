"""A clinic sends the mean of the six HIT-6 items: held with a word for it, then read as sums."""

from __future__ import annotations

from pathlib import Path

from sites_at_the_door import (
    CLEAN,
    DAY_1,
    DAY_2,
    DAY_3,
    Arrived,
    add_site,
    arrive,
    csv_of,
    new_workspace,
    send,
)

from triggerscape.contract.core import CORE
from triggerscape.warehouse.opening import open_tables

HEADER = "person_key,instrument,completed_on,total"
SUMS = [36, 38, 44, 51, 58, 60, 63, 65, 72, 78]
DECLARED = '[columns.questionnaire.total]\nscale = "mean_item"'


def answers(*, as_means: bool) -> dict[str, bytes]:
    """Ten days of four people, HIT-6 each time, MIDAS on every second; and three diary rows."""
    rows = []
    for person in range(4):
        for day, total in enumerate(SUMS, 1):
            key = f"person-{person}"
            shown = f"{total / 6:.1f}" if as_means else str(total)
            rows.append(f"{key},hit6,2025-03-{day:02d},{shown}")
            if day % 2:
                rows.append(f"{key},midas,2025-03-{day:02d},{day}")
    diary = csv_of(DAY_1, DAY_2, DAY_3)
    return {"march/questionnaire.csv": csv_of(*rows, header=HEADER), "march/diary.csv": diary}


def totals(arrived: Arrived, site: str) -> list[tuple[str, int, int]]:
    """Instrument, total and number of rows in use."""
    with arrived.run.connect() as con:
        open_tables(con, arrived.run.lake, CORE)
        return con.execute(
            "SELECT instrument, total, count(*) FROM core.questionnaire WHERE site_code = ? "
            "GROUP BY ALL ORDER BY ALL",
            [site],
        ).fetchall()


def fixes(arrived: Arrived, site: str) -> list[str]:
    """What the findings of a site say to do."""
    with arrived.run.open_build() as build:
        rows = build.execute("SELECT fix FROM ledger.finding WHERE site_code = ?", [site])
        return [fix for (fix,) in rows.fetchall()]


def test_means_are_held_with_a_word_for_it_until_the_profile_says_so(tmp_path: Path):
    home = new_workspace(tmp_path / "workspace").home
    for site in ("AA", CLEAN):
        add_site(home, site)
        send(home, site, answers(as_means=site == "AA"))
    first = arrive(home)
    assert first.counts(CLEAN) == (63, 63, 0, 0)
    assert first.counts("AA") == (63, 3, 60, 0)
    assert any("mean of the six HIT-6 items" in said for said in first.said)
    assert any('scale = "mean_item"' in fix for fix in fixes(first, "AA"))
    add_site(home, "AA", DECLARED)
    mended = arrive(home)
    assert mended.counts("AA") == (63, 63, 0, 0)
    assert totals(mended, "AA") == totals(mended, CLEAN)
    assert ("hit6", 51, 4) in totals(mended, "AA")
