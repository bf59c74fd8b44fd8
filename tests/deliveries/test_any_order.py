"""Tables depend on what was sent, never on the order or the parcels it came in."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sites_at_the_door import HEADER, Arrived, add_site, arrive, csv_of, new_workspace, send

from flows.build import validate
from flows.ingest import ingest

SITE = "SITE"
COLUMNS = "person_key, diary_date, headache, pain_max, recorded_at"

# Few people, days and moments, so that versions, duplicates and conflicts are common.
_versions = st.lists(
    st.tuples(st.integers(1, 2), st.integers(1, 3), st.integers(1, 3), st.integers(1, 4)),
    min_size=1,
    max_size=9,
)


def _row(person: int, day: int, moment: int, pain: int) -> str:
    values = f"person-{person},2025-03-{day:02d},complete,true,true,{pain},7,1"
    return f"{values},2025-04-{moment:02d}T08:00:00"


def _diary(*rows: str) -> dict[str, bytes]:
    return {"diary.csv": csv_of(*rows, header=f"{HEADER},recorded_at")}


@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(versions=_versions, data=st.data())
def test_any_order_and_any_split_of_the_same_rows_give_the_same_diary(
    versions: list[tuple[int, int, int, int]], data: st.DataObject
) -> None:
    rows = [_row(*version) for version in versions]
    shuffled = data.draw(st.permutations(rows))
    cut = data.draw(st.integers(0, len(rows)))
    # Somebody without conflicts, so that no run is without a row.
    steady = _row(9, 1, 1, 1)
    with tempfile.TemporaryDirectory() as folder:
        home = new_workspace(Path(folder) / "workspace").home
        add_site(home, "ATONCE")
        add_site(home, "PARCELS")
        send(home, "ATONCE", _in("all", _diary(steady, *rows)))
        send(home, "PARCELS", _in("second", _diary(*shuffled[cut:])))
        arrive(home)
        send(home, "PARCELS", _in("first", _diary(steady, *shuffled[:cut])))
        arrived = arrive(home)
        assert arrived.diary("PARCELS", COLUMNS) == arrived.diary("ATONCE", COLUMNS)
        assert arrived.counts("PARCELS") == arrived.counts("ATONCE")
        rows_in, *parts = arrived.counts("ATONCE")
        assert rows_in == sum(parts) == 1 + len(rows)


def _in(delivery: str, files: dict[str, bytes]) -> dict[str, bytes]:
    return {f"{delivery}/{name}": data for name, data in files.items()}


def test_a_second_run_over_the_same_inbox_rebuilds_nothing(tmp_path: Path) -> None:
    home = new_workspace(tmp_path / "workspace").home
    add_site(home, SITE)
    rows = [_row(1, day, 1, 5) for day in range(1, 4)]
    send(home, SITE, _diary(*rows))
    first = arrive(home)
    before = _bytes_of_lake(first)
    assert ingest(first.run).rows_in == 3
    assert "0 of 12 table parts rebuilt" in validate(first.run).sentence
    assert _bytes_of_lake(first) == before


def _bytes_of_lake(arrived: Arrived) -> dict[str, bytes]:
    lake = arrived.run.lake.root
    return {str(p.relative_to(lake)): p.read_bytes() for p in sorted(lake.rglob("*.parquet"))}
