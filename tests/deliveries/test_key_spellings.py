"""One person, two spellings: whatever file they come in, the more common one is kept."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from sites_at_the_door import DAY_1, DAY_2, DAY_3, add_site, arrive, csv_of, new_workspace, send

import flows.build
import flows.delivery_review

LOUD = "PERSON-1,2025-03-03,complete,true,true,6,7.5,2"
FILES = {"a/diary.csv": csv_of(DAY_1, DAY_3), "b/diary.csv": csv_of(DAY_2, LOUD)}


@pytest.fixture(autouse=True)
def no_gates(monkeypatch: pytest.MonkeyPatch) -> None:
    """The gates change no row, and take seconds a run."""
    monkeypatch.setattr(flows.build, "hold_to_promises", lambda *_: [])
    monkeypatch.setattr(flows.delivery_review, "_hold_to_promises", lambda *_: None)


def test_the_less_common_spelling_is_held_back_in_either_order(tmp_path: Path) -> None:
    found = []
    for number, order in enumerate(itertools.permutations(FILES)):
        home = new_workspace(tmp_path / str(number)).home
        add_site(home, "SITE", "is_synthetic = true")
        for name in order:
            send(home, "SITE", {name: FILES[name]})
            arrived = arrive(home)
        assert arrived.counts("SITE") == (4, 3, 1, 0)
        assert arrived.rules("SITE") == {"any.person_key.case_variant"}
        assert [line for line in arrived.said if "but for its capitals" in line]
        found.append(arrived.diary("SITE", "person_id, diary_date"))
    assert found[0] == found[1]
    assert len({person for person, _ in found[0]}) == 2


def test_where_capitals_mean_nothing_both_are_one_person(tmp_path: Path) -> None:
    home = new_workspace(tmp_path / "upper").home
    add_site(home, "SITE", 'is_synthetic = true\n[ids]\ncase = "upper"')
    send(home, "SITE", FILES)
    arrived = arrive(home)
    assert arrived.counts("SITE") == (4, 4, 0, 0)
    assert len(set(arrived.diary("SITE", "person_id"))) == 2
