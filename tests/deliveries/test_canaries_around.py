"""Canaries around the tables: names of files and folders, manifests, a file without its header."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from aviary import Aviary, deliver, is_for_privacy, new_aviary, told
from canaries import CANARIES, Canary
from canary_formats import FORMATS
from canary_places import Table, sound_table
from sites_at_the_door import send

# Kinds that no honest name of a file looks like. The others are told as they stand: dates, numbers
# and words are what files are named by, and an operator must know which file is meant.
_SEEN_IN_NAMES = {"place", "email", "ssn", "account", "web", "other"}
_CSV = FORMATS["CSV"][1]
SITE = "CSV"

Send = Callable[[Path, Canary], None]


def _file(canary: Canary, suffix: str = ".csv") -> str:
    return f"diary_{canary.text.replace('/', '-')}{suffix}"


def _diary(canary: Canary) -> bytes:
    return _CSV(*sound_table("diary", canary.kind))


def _in_a_file_name(home: Path, canary: Canary) -> None:
    send(home, SITE, {f"file-{canary.kind}/{_file(canary)}": _diary(canary)})


def _in_a_loose_file_name(home: Path, canary: Canary) -> None:
    send(home, SITE, {_file(canary): _diary(canary)})


def _in_a_folder_name(home: Path, canary: Canary) -> None:
    send(home, SITE, {f"{canary.text.replace('/', '-')}/diary.csv": _diary(canary)})


def _in_a_name_that_is_no_table(home: Path, canary: Canary) -> None:
    send(home, SITE, {f"other-{canary.kind}/{_file(canary, '.docx')}": b"PK"})


def _in_a_partial_name(home: Path, canary: Canary) -> None:
    send(home, SITE, {f"partial-{canary.kind}/{_file(canary, '.csv.part')}": b"a"})


def _in_a_name_of_no_contract(home: Path, canary: Canary) -> None:
    name = f"{canary.text.replace('/', '-')}.csv"
    send(home, SITE, {f"which-{canary.kind}/{name}": _diary(canary)})


def _in_a_site_name(home: Path, canary: Canary) -> None:
    send(home, canary.text.replace("/", "-"), {"diary.csv": _diary(canary)})


def _manifest(
    home: Path, canary: Canary, where: str, change: Callable[[dict[str, object]], object]
) -> None:
    data = _diary(canary)
    promise = {"name": "diary.csv", "sha256": hashlib.sha256(data).hexdigest(), "rows": 5}
    said: dict[str, object] = {
        "site_code": SITE,
        "extracted_at": "2025-04-01T00:00:00Z",
        "files": [promise],
    }
    change(said)
    folder = f"manifest-{where}-{canary.kind}"
    text = json.dumps(said, ensure_ascii=False).encode()
    send(home, SITE, {f"{folder}/diary.csv": data, f"{folder}/manifest.json": text})


def _in_a_field(name: str) -> Send:
    def plant(home: Path, canary: Canary) -> None:
        _manifest(home, canary, name, lambda said: said.update({name: canary.text}))

    return plant


def _as_a_key(home: Path, canary: Canary) -> None:
    _manifest(home, canary, "key", lambda said: said.update({canary.text: 1}))


def _as_a_promised_file(home: Path, canary: Canary) -> None:
    other = {"name": _file(canary), "sha256": "0" * 64, "rows": 1}
    _manifest(home, canary, "promise", lambda said: said.update(files=[other, other]))


def _without_a_header(home: Path, canary: Canary) -> None:
    header, rows = sound_table("diary", canary.kind)
    table: Table = ([*rows[0], canary.text, canary.text], [[*row, "a", "b"] for row in rows[1:]])
    send(home, SITE, {f"headless-{canary.kind}/diary.csv": _CSV(*table)})
    assert header


PLACES: dict[str, Send] = {
    "the name of a file": _in_a_file_name,
    "the name of a loose file": _in_a_loose_file_name,
    "the name of a delivery": _in_a_folder_name,
    "the name of no table": _in_a_name_that_is_no_table,
    "the name of a half copied file": _in_a_partial_name,
    "the name of a file of no contract": _in_a_name_of_no_contract,
    "the name of a site's folder": _in_a_site_name,
    "a manifest's delivery_id": _in_a_field("delivery_id"),
    "a manifest's site_code": _in_a_field("site_code"),
    "a manifest's extracted_at": _in_a_field("extracted_at"),
    "a manifest's source_format": _in_a_field("source_format"),
    "a manifest's excluded": _in_a_field("excluded"),
    "a key of a manifest": _as_a_key,
    "the name of a promised file that is not there": _as_a_promised_file,
    "a file without its header": _without_a_header,
}


def _is_kept_out(place: str, canary: Canary) -> bool:
    return canary.has_form and ("name of" not in place or canary.kind in _SEEN_IN_NAMES)


def _sent(base: Path, kinds: int) -> Aviary:
    """Every place in turn with every n-th kind, in one run."""
    aviary = new_aviary(base)
    deliver(aviary, SITE, "sound", "diary", sound_table("diary", "sound"))
    for turn, (place, send_it) in enumerate(PLACES.items()):
        for canary in CANARIES[turn % kinds :: kinds]:
            if _is_kept_out(place, canary):
                send_it(aviary.home, canary)
    assert aviary.ingest() == 0, aviary.said()[-2000:]
    return aviary


def _nothing_escapes(aviary: Aviary) -> None:
    escaped = aviary.escaped()
    assert not escaped, told(escaped)


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Aviary:
    return _sent(tmp_path_factory.mktemp("around"), kinds=5)


def test_no_byte_of_a_canary_is_kept_or_said(around: Aviary) -> None:
    _nothing_escapes(around)


def test_the_sound_delivery_beside_them_is_taken_in(around: Aviary) -> None:
    assert around.uses()[SITE, "sound"][0] == ""


def test_what_is_left_out_is_spoken_of_and_nothing_of_it_is_staged(around: Aviary) -> None:
    assert "left out until its site renames it" in around.said()
    assert around.staged() == {
        sha256 for rule, sha256 in around.uses().values() if not is_for_privacy(rule) and sha256
    }


@pytest.mark.long
def test_every_kind_in_every_name_and_field(tmp_path: Path) -> None:
    _nothing_escapes(_sent(tmp_path, kinds=1))
