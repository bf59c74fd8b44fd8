"""However nights and their workers are killed, the lake is what arrived, and the store holds it."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from nights_through_a_store import BUCKETS, Nights, times_and_bytes

from triggerscape.errors import TriggerscapeError
from triggerscape.warehouse.store.exchange import Part
from triggerscape.warehouse.store.inventory import files_of_part
from triggerscape.warehouse.store.snapshot import read_current, read_snapshot


class Killed(BaseException):
    """A process ended between two requests."""


@pytest.fixture
def nights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Nights:
    return Nights.begin(tmp_path, monkeypatch)


def copy_of_what_readers_see(nights: Nights, root: Path) -> dict[str, tuple[int, bytes]]:
    """The lake as somebody fetches it who has nothing but the store."""
    root.mkdir(parents=True)
    current = read_current(nights.store)
    assert current is not None
    for name, digest in read_snapshot(nights.store, current.snapshot).parts.items():
        part = Part(nights.store, root, name)
        part.fetch(part.inventory(digest), files_of_part(root, name), lambda _: True)
    return times_and_bytes(root)


def objects_of_parts(nights: Nights) -> set[str]:
    return {path for path in nights.objects.held if "/bucket=" in path}


def objects_that_are_named(nights: Nights) -> set[str]:
    current = read_current(nights.store)
    assert current is not None
    snapshot, named = read_snapshot(nights.store, current.snapshot), set()
    for name, digest in snapshot.parts.items():
        told = Part(nights.store, Path(), name).inventory(digest).files
        named |= {f"lake/{name}/{one.sha256}{Path(file).suffix}" for file, one in told.items()}
        named.add(f"lake/{name}/inventory-{digest}.json")
    return named


def test_a_night_brings_back_what_a_worker_built(nights: Nights):
    nights.arrive(0, "monday", "abc")
    nights.arrive(1, "monday", "xy")
    built = nights.night("anna")
    assert [one.was_built for one in built] == [True, True]
    assert nights.is_right()


def test_a_second_night_moves_nothing_but_what_is_current(nights: Nights):
    nights.arrive(0, "monday", "abc")
    nights.night("anna")
    asked: list[tuple[str, str]] = []
    nights.objects.before = lambda request, path: asked.append((request, path))
    built = nights.night("anna")
    assert [one.was_built for one in built] == [False, False]
    moved = [one for one in asked if "/package" not in one[1]]
    assert {path for request, path in moved if request in ("put", "delete")} == set()
    assert not any(path.endswith(".parquet") for _, path in moved)


def test_a_new_day_moves_only_the_files_that_are_new(nights: Nights):
    nights.arrive(0, "monday", "abc")
    nights.night("anna")
    asked: list[tuple[str, str]] = []
    nights.objects.before = lambda request, path: asked.append((request, path))
    nights.arrive(1, "tuesday", "z")
    nights.night("anna")
    rows = [(r, p) for r, p in asked if p.endswith(".parquet") and "/package" not in p]
    # What arrived goes one way, what was built of it the other.
    assert [request for request, _ in rows] == ["put", "get", "put", "get"]
    assert all(path.startswith("lake/bucket=00001/") for _, path in rows)


def test_a_fetched_file_has_the_time_at_which_it_was_written(nights: Nights, tmp_path: Path):
    nights.arrive(0, "monday", "abc")
    nights.night("anna")
    here = times_and_bytes(nights.lake.root)
    assert copy_of_what_readers_see(nights, tmp_path / "copy") == here


def test_another_worker_takes_up_what_the_first_built(nights: Nights):
    nights.arrive(0, "monday", "abc")
    nights.night("anna")
    assert [one.was_built for one in nights.night("ben")] == [False, False]
    nights.arrive(0, "tuesday", "b")
    nights.night("anna")
    nights.arrive(0, "monday", "")
    nights.night("ben")
    assert nights.is_right()


def test_a_worker_of_an_older_night_that_comes_back_changes_nothing(nights: Nights):
    nights.arrive(0, "monday", "abc")
    older = nights.send()
    nights.night("ben")
    nights.arrive(0, "tuesday", "d")
    nights.night("ben")
    before, seen = times_and_bytes(nights.lake.root), read_current(nights.store)
    with pytest.raises(TriggerscapeError, match="not in the store"):
        nights.work(older, "anna", 0)  # its package went with its night
    assert read_current(nights.store) == seen
    nights.night("ben")
    assert times_and_bytes(nights.lake.root) == before


def test_two_workers_who_do_the_same_bucket_are_one_as_good_as_the_other(nights: Nights):
    nights.arrive(0, "monday", "abc")
    work = nights.send()
    first, second = (nights.work(work, worker, 0) for worker in ("anna", "ben"))
    assert first[1] != second[1], "each has its own times of change"
    work.take(0, second)
    nights.keep()
    assert nights.is_right()
    assert objects_of_parts(nights) == objects_that_are_named(nights), "what anna put is gone"


def test_what_is_no_part_of_the_lake_any_more_is_deleted(nights: Nights):
    for letters in ("abc", "bcd", "e"):
        nights.arrive(0, "monday", letters)
        nights.night("anna")
        assert objects_of_parts(nights) == objects_that_are_named(nights)
    nights.arrive(0, "monday", "")
    nights.night("anna")
    assert nights.is_right()


def test_buckets_that_are_no_more_leave_the_store_and_the_scratches(nights: Nights):
    nights.arrive(0, "monday", "abc")
    nights.arrive(1, "monday", "xyz")
    nights.night("anna")
    nights.choose(1)
    nights.night("anna")
    assert nights.is_right()
    assert objects_of_parts(nights) == objects_that_are_named(nights)
    assert list(nights.scratches.glob("**/bucket=00001*")) == []


def test_the_store_of_another_workspace_is_left_alone(nights: Nights, tmp_path: Path):
    nights.arrive(0, "monday", "abc")
    nights.night("anna")
    held = dict(nights.objects.held)
    (tmp_path / "other").mkdir()
    other = Nights.begin(tmp_path / "other", nights.patch)
    other.objects.held = nights.objects.held
    with pytest.raises(TriggerscapeError, match="the lake of another workspace") as caught:
        other.night("anna")
    assert caught.value.code == "E184"
    assert nights.objects.held == held


@pytest.mark.parametrize("spoil", ["torn", "gone"])
def test_a_spoiled_object_is_noticed_and_all_is_put_anew_as_the_error_says(
    nights: Nights, spoil: str
):
    nights.arrive(0, "monday", "abc")
    nights.night("anna")
    rows = sorted(path for path in nights.objects.held if path.endswith(".parquet"))
    [spoiled] = [path for path in rows if nights.objects.held[path] == b"abc"]
    if spoil == "torn":
        nights.objects.held[spoiled] = b"ab"
    else:
        del nights.objects.held[spoiled]
    with pytest.raises(TriggerscapeError) as caught:
        nights.night("ben")  # anna has a copy of her own
    assert caught.value.code == {"torn": "E183", "gone": "E182"}[spoil]
    assert "delete current.json" in caught.value.fix
    nights.store.delete("current.json")
    nights.night("ben")
    assert nights.is_right()


def test_a_torn_current_json_is_named_and_mended_as_the_error_says(nights: Nights):
    nights.arrive(0, "monday", "abc")
    nights.night("anna")
    nights.objects.held["lake/current.json"] = b'{"lake": "'
    with pytest.raises(TriggerscapeError, match="other bytes than were put"):
        nights.night("anna")
    nights.store.delete("current.json")
    nights.night("anna")
    assert nights.is_right()


@pytest.mark.parametrize("seed", range(3))
def test_killed_anywhere_and_taken_up_by_anybody_the_lake_is_what_arrived(
    nights: Nights, tmp_path: Path, seed: int
):
    nights_that_are_killed(nights, random.Random(seed))
    nights.night("anna")
    assert nights.is_right()
    here = times_and_bytes(nights.lake.root)
    assert copy_of_what_readers_see(nights, tmp_path / "copy") == here


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 200))
def test_the_same_for_a_hundred_other_sequences(nights: Nights, tmp_path: Path, seed: int):
    nights_that_are_killed(nights, random.Random(seed))
    nights.night("anna")
    assert nights.is_right()
    here = times_and_bytes(nights.lake.root)
    assert copy_of_what_readers_see(nights, tmp_path / "copy") == here


def nights_that_are_killed(nights: Nights, draws: random.Random) -> None:
    """Eight nights, most of them killed between two requests, with workers of older ones about."""
    sent, kills = [], 0
    for _ in range(8):
        letters = draws.choice(["abc", "abd", "xyz", "a", "", "zzz"])
        nights.arrive(draws.randrange(BUCKETS), draws.choice("mtw"), letters)
        nights.objects.before = dies_after(draws.randrange(60))
        try:
            sent.append(nights.send())
            for bucket in draws.sample(range(BUCKETS), BUCKETS):
                done = nights.work(sent[-1], draws.choice(["anna", "ben"]), bucket)
                sent[-1].take(bucket, done)
            nights.keep()
        except Killed:
            kills += 1
        nights.objects.before = lambda *_: None
        if sent:
            # Its package or its snapshot may be gone: then it says so, and has done no harm.
            with suppress(TriggerscapeError):
                nights.work(draws.choice(sent), "carl", draws.randrange(BUCKETS))
    assert kills > 0


def dies_after(requests: int) -> Callable[[str, str], None]:
    left = [requests]

    def before(request: str, path: str) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Killed(request, path)

    return before
