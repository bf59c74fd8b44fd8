"""Every kind of identifier, at every place of a delivery, in every format: not a byte is kept.

A canary with a form trips a wire wherever it sits: its whole file is refused, and even the staged
bytes are removed. One without, a bare surname, is refused with its row where the contract says
what may stand there; then the site's own staged file is the only place that holds it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from aviary import Aviary, deliver, is_for_privacy, new_aviary, told
from canaries import CANARIES, Canary
from canary_formats import FORMATS
from canary_places import PLACES, Place, named, planted

Planting = tuple[Canary, Place, str]


def _is_kept_out(canary: Canary, place: Place) -> bool:
    # A bare word where any word may stand: nothing can tell it from an honest one.
    return canary.has_form or place.name != "free text"


# A date where a date belongs is a wrong day, not a birth: its row alone is refused. A key may look
# like the address of a machine or the name of a file: it is kept as a key of ours and no other way.
_UNSEEN = {("birth", "day")} | set(product(("ip", "face"), ("visit_key", "therapy_key")))


def _is_seen(kind: str, place: str) -> bool:
    has_form = next(canary.has_form for canary in CANARIES if canary.kind == kind)
    return place == "header" or (has_form and (kind, place) not in _UNSEEN)


ALL: tuple[Planting, ...] = tuple(
    planting for planting in product(CANARIES, PLACES, FORMATS) if _is_kept_out(*planting[:2])
)
# Every kind in every format, the places in turn; of these every second.
SAMPLE = tuple(
    (canary, place, form)
    for canary, place, form in ALL
    if (CANARIES.index(canary) + list(FORMATS).index(form)) % len(PLACES) == PLACES.index(place)
)[::2]
HEADERS = tuple(product(CANARIES, FORMATS))


def _name(canary: Canary, what: str) -> str:
    return f"{canary.kind}-{what.replace(' ', '_')}"


def _planted_everywhere(
    base: Path, plantings: tuple[Planting, ...], headers: tuple[tuple[Canary, str], ...]
) -> Aviary:
    aviary = new_aviary(base)
    for canary, place, form in plantings:
        name = _name(canary, place.name)
        deliver(aviary, form, name, place.contract, planted(place, canary, name))
    for canary, form in headers:
        table = named(canary.header, canary.text, canary.kind)
        deliver(aviary, form, _name(canary, "header"), "diary", table)
        if canary.has_form:
            table = named(canary.text, "green", canary.kind)
            deliver(aviary, form, _name(canary, "heading"), "diary", table)
    assert aviary.ingest() == 0, aviary.said()[-2000:]
    return aviary


def _judged(aviary: Aviary) -> Iterator[tuple[str, str, str, str, str]]:
    """Site, kind, place, rule and fingerprint of each file."""
    for (site, delivery), (rule, sha256) in sorted(aviary.uses().items()):
        kind, _, place = delivery.partition("-")
        yield site, kind, place, rule, sha256


def _nothing_escapes(aviary: Aviary) -> None:
    escaped = aviary.escaped()
    assert not escaped, told(escaped)


def _each_file_is_refused_for_what_it_tells(aviary: Aviary) -> None:
    wrong = [
        f"{site} {kind} as {place}: {rule or 'accepted'}"
        for site, kind, place, rule, _ in _judged(aviary)
        if is_for_privacy(rule) is not _is_seen(kind, place)
    ]
    assert not wrong, "\n".join(wrong)


def _only_other_files_stay_staged(aviary: Aviary) -> None:
    kept = {sha256 for *_, rule, sha256 in _judged(aviary) if not is_for_privacy(rule)}
    assert kept
    assert aviary.staged() == kept


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Aviary:
    return _planted_everywhere(tmp_path_factory.mktemp("sample"), SAMPLE, HEADERS[::7])


def test_no_byte_of_a_canary_is_kept_or_said(sample: Aviary) -> None:
    _nothing_escapes(sample)


def test_the_log_of_the_run_was_there_to_be_searched(sample: Aviary) -> None:
    [log] = (sample.home / "logs").glob("*.log")
    assert "file.identifiers" in log.read_text(encoding="utf-8")


def test_a_file_that_tells_who_somebody_is_is_refused_as_a_whole(sample: Aviary) -> None:
    _each_file_is_refused_for_what_it_tells(sample)


def test_of_such_a_file_not_even_the_staged_bytes_are_kept(sample: Aviary) -> None:
    _only_other_files_stay_staged(sample)


@pytest.mark.long
def test_every_kind_at_every_place_in_every_format(tmp_path: Path) -> None:
    aviary = _planted_everywhere(tmp_path, ALL, HEADERS)
    _nothing_escapes(aviary)
    _each_file_is_refused_for_what_it_tells(aviary)
    _only_other_files_stay_staged(aviary)
