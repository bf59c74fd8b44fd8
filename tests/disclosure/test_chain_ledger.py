"""The release ledger: what is on record, and what of tampering is found."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from chain_rows import EGRESS, STUDY_EGRESS

from triggerscape.disclosure.chain.declared import declared_sha256
from triggerscape.disclosure.chain.ledger import LEDGER, Entry, append, broken_links, read
from triggerscape.errors import DisclosureRefused


def entry(number: int, **more: object) -> Entry:
    return replace(
        Entry(
            release_id=f"2026-0{number}-01.1",
            run_id=f"run {number}",
            code_version="0.1.0",
            sums_sha256=f"{number:064d}",
            egress_sha256="e" * 64,
            threshold=11,
            rounding_base=5,
            mode="rounded",
            closed_through="2026-02-22",
            attacks={"A4": {"tried": 100, "found": 0}},
            rows={"pub.study": {"renewed": 3, "carried": 4}},
        ),
        **more,
    )


@pytest.fixture
def vault(tmp_path):
    for number in (1, 2, 3, 4):
        append(tmp_path, entry(number))
    return tmp_path


def lines_of(vault):
    return (vault / LEDGER).read_text(encoding="utf-8").splitlines()


def put(vault, lines):
    (vault / LEDGER).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def test_entries_come_back_as_they_went_in(vault):
    assert [line.entry for line in read(vault)] == [entry(n) for n in (1, 2, 3, 4)]
    assert broken_links(vault) == []
    assert read(vault)[2].previous == read(vault)[1].hash


def test_the_ledger_is_its_owners_alone(vault):
    assert (vault / LEDGER).stat().st_mode & 0o777 == 0o600


def test_an_empty_ledger_is_whole(tmp_path):
    assert read(tmp_path) == []
    assert broken_links(tmp_path) == []


@pytest.mark.parametrize("field", [*Entry.__dataclass_fields__, "previous", "hash"])
def test_a_changed_field_is_found(vault, field):
    lines = lines_of(vault)
    told = json.loads(lines[1])
    kinds = {int: 12, str: "f" * 64, dict: {"A4": {"tried": 1, "found": 1}}}
    told[field] = kinds[type(told[field])]
    put(vault, [lines[0], json.dumps(told), *lines[2:]])
    assert broken_links(vault)


@pytest.mark.parametrize("order", [[1, 0, 2, 3], [0, 2, 1, 3], [0, 1, 3, 2], [0, 2, 3], [1, 2, 3]])
def test_lines_removed_or_elsewhere_are_found(vault, order):
    lines = lines_of(vault)
    put(vault, [lines[place] for place in order])
    assert broken_links(vault)


def test_a_line_twice_is_found(vault):
    lines = lines_of(vault)
    put(vault, [*lines, lines[-1]])
    assert broken_links(vault)


def test_a_line_that_is_no_entry_is_found(vault):
    put(vault, [*lines_of(vault), '{"release_id": 3'])
    assert broken_links(vault) == ["line 5 is no entry"]
    with pytest.raises(DisclosureRefused, match="E449"):
        read(vault)


def test_nothing_is_added_to_a_broken_ledger(vault):
    put(vault, lines_of(vault)[1:])
    with pytest.raises(DisclosureRefused, match="E449"):
        append(vault, entry(5))


def test_a_release_is_put_on_record_once(vault):
    again = append(vault, entry(4))
    assert again == read(vault)[-1]
    assert len(lines_of(vault)) == 4
    with pytest.raises(DisclosureRefused, match="tells otherwise"):
        append(vault, entry(4, run_id="another"))


def test_releases_are_held_against_the_ledger(vault):
    releases = {entry(n).release_id: entry(n).sums_sha256 for n in (1, 2, 3, 4)}
    assert broken_links(vault, releases) == []
    # The last lines cut off leave a whole chain behind: the releases tell.
    put(vault, lines_of(vault)[:3])
    assert broken_links(vault) == []
    assert broken_links(vault, releases) == ["release 2026-04-01.1 is not on record"]


def test_a_release_that_was_changed_is_found(vault):
    changed = {"2026-02-01.1": "a" * 64}
    assert broken_links(vault, changed) == ["release 2026-02-01.1 is not the one on record"]


def test_releases_in_another_order_are_found(vault):
    releases = {entry(n).release_id: entry(n).sums_sha256 for n in (2, 1)}
    assert len(broken_links(vault, releases)) == 1


def test_what_was_declared_has_a_hash_of_its_own():
    changed = {**EGRESS, "pub.study": replace(STUDY_EGRESS, base=10)}
    same = dict(reversed(EGRESS.items()))
    assert declared_sha256(EGRESS) == declared_sha256(same)
    assert declared_sha256(EGRESS) != declared_sha256(changed)
    words = replace(STUDY_EGRESS, study_values=frozenset({"a", "b", "c"}))
    other = replace(STUDY_EGRESS, study_values=frozenset({"c", "b", "a"}))
    assert declared_sha256({"x": words}) == declared_sha256({"x": other})
