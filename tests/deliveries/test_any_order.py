"""Tables depend on what was sent, never on the order or the parcels it came in.

A history is a handful of deliveries: new rows, corrections, rows taken back, full deliveries that
leave rows out. Generated people all have the same published key, so bytes can be compared.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from attested import attested
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sites_at_the_door import HEADER, Arrived, add_site, arrive, csv_of, new_workspace, send

import flows.build
import flows.delivery_review
from flows.build import validate
from flows.ingest import ingest

SITE = "SITE"
COLUMNS = "person_key, diary_date, pain_max, recorded_at"
Row = tuple[int, int, int | None, int, bool]  # person, day, recorded on, pain, taken back


@dataclass(frozen=True)
class Sent:
    """One delivery: its rows, when it was extracted, and whether it is all there is of March."""

    rows: tuple[Row, ...]
    extracted: int
    is_full: bool

    def files(self, name: str, parcels: int) -> dict[str, bytes]:
        """The delivery in an inbox, its rows in so many files."""
        files = {
            f"diary_{number}.csv": _diary(self.rows[number::parcels]) for number in range(parcels)
        }
        return attested(
            SITE,
            name,
            files,
            extracted_at=f"2025-04-{self.extracted:02d}T00:00:00",
            days=("2025-03-01", "2025-03-31"),
            mode="full" if self.is_full else "incremental",
        )


def _diary(rows: Sequence[Row]) -> bytes:
    lines = []
    for person, day, recorded, pain, is_deleted in rows:
        at = "" if recorded is None else f"2025-03-{recorded:02d}T08:00:00"
        has_headache = str(pain > 0).lower()
        said = f"complete,{has_headache},{has_headache},{pain},7,1"
        back = "true" if is_deleted else ""
        lines.append(f"person-{person},2025-03-{day:02d},{said},{at},{back}")
    return csv_of(*lines, header=f"{HEADER},recorded_at,is_deleted")


# Few people, days and moments, so that versions, duplicates and conflicts are common.
_rows = st.tuples(
    st.integers(1, 2),
    st.integers(1, 3),
    st.none() | st.integers(10, 12),
    st.integers(0, 3),
    st.sampled_from([False, False, False, True]),
)
_history = st.lists(
    st.builds(
        Sent, st.lists(_rows, min_size=1, max_size=5).map(tuple), st.integers(1, 4), st.booleans()
    ),
    min_size=2,
    max_size=4,
)
# Somebody without conflicts, extracted last, so that no run is without a row.
STEADY = Sent(((9, 1, 11, 1, False), (9, 2, 11, 0, False)), 9, is_full=False)


@pytest.fixture(autouse=True)
def no_gates(monkeypatch: pytest.MonkeyPatch) -> None:
    """The gates change no row, and take seconds a run."""
    monkeypatch.setattr(flows.build, "hold_to_promises", lambda *_: [])
    monkeypatch.setattr(flows.delivery_review, "_hold_to_promises", lambda *_: None)


def _after(home: Path, runs: Sequence[Sequence[tuple[str, Sent]]], parcels: int = 1) -> Arrived:
    """What is there when the deliveries of each run have come one run after the other."""
    home = new_workspace(home).home
    add_site(home, SITE, "is_synthetic = true")
    for sent in runs:
        for name, delivery in sent:
            send(home, SITE, delivery.files(name, parcels))
        arrived = arrive(home)
    return arrived


def _bytes_of(arrived: Arrived, *schemas: str) -> dict[str, bytes]:
    lake = arrived.run.lake.root
    return {
        str(path.relative_to(lake)): path.read_bytes()
        for path in sorted(lake.rglob("*.parquet"))
        if path.relative_to(lake).parts[0].startswith(schemas)
    }


def _hold_to_the_set(history: list[Sent], data: st.DataObject) -> None:
    named = [(f"d{number}", sent) for number, sent in enumerate([*history, STEADY])]
    shuffled = data.draw(st.permutations(named))
    cut = data.draw(st.integers(1, len(named) - 1))
    with tempfile.TemporaryDirectory() as folder:
        at_once = _after(Path(folder) / "once", [named])
        in_turn = _after(Path(folder) / "turn", [shuffled[:cut], shuffled[cut:]])
        parcels = _after(Path(folder) / "parcels", [named], parcels=2)
        assert _bytes_of(in_turn, "fate.") == _bytes_of(at_once, "fate.")
        assert parcels.diary(SITE, COLUMNS) == at_once.diary(SITE, COLUMNS)
        assert in_turn.counts(SITE) == parcels.counts(SITE) == at_once.counts(SITE)
        rows_in, *parts = at_once.counts(SITE)
        assert rows_in == sum(parts) == sum(len(sent.rows) for _, sent in named)
        assert len(at_once.diary(SITE, COLUMNS)) >= len(STEADY.rows)


_any_history = given(history=_history, data=st.data())
_quiet = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]


@settings(max_examples=2, deadline=None, derandomize=True, suppress_health_check=_quiet)
@_any_history
def test_any_order_and_any_parcels_of_the_same_deliveries_give_the_same_tables(
    history: list[Sent], data: st.DataObject
) -> None:
    _hold_to_the_set(history, data)


@pytest.mark.long
@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=_quiet)
@_any_history
def test_any_order_of_many_histories_gives_the_same_tables(
    history: list[Sent], data: st.DataObject
) -> None:
    _hold_to_the_set(history, data)


def test_a_history_worth_telling(tmp_path: Path) -> None:
    """A day corrected, a day taken back, a day left out, and one sent again after that."""
    first = Sent(tuple((1, day, 10, 3, False) for day in range(1, 6)), 1, is_full=False)
    corrected = Sent(((1, 1, 11, 2, False), (1, 2, 11, 3, True)), 2, is_full=False)
    full = Sent(((1, 1, 11, 2, False), (1, 4, 10, 3, False)), 3, is_full=True)
    again = Sent(((1, 5, 10, 3, False),), 4, is_full=False)
    history = [("a", first), ("b", corrected), ("c", full), ("d", again), ("e", STEADY)]
    for number, order in enumerate((history, history[::-1])):
        arrived = _after(tmp_path / str(number), [[delivery] for delivery in order])
        days = arrived.diary(SITE, "day(diary_date), pain_max")
        assert sorted(days) == sorted([(1, 2), (4, 3), (5, 3), (1, 1), (2, 0)])
        # The full delivery and the one after it say again what was known: days 1, 4 and 5.
        assert arrived.counts(SITE) == (12, 9, 0, 3)


def test_a_second_run_over_the_same_inbox_rebuilds_nothing(tmp_path: Path) -> None:
    sent = Sent(tuple((1, day, 10, 3, False) for day in range(1, 4)), 1, is_full=False)
    first = _after(tmp_path / "workspace", [[("march", sent)]])
    before = _bytes_of(first, "")
    assert ingest(first.run).rows_in == 3
    assert "0 of 6 table parts rebuilt" in validate(first.run).sentence
    assert _bytes_of(first, "") == before
