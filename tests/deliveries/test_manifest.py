"""A manifest is believed whole or not at all; every fault is told at once, and none can crash."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triggerscape.delivery.inbox import find_deliveries
from triggerscape.delivery.manifest import MOST_BYTES, Promise, read_manifest

SHA = "0a" * 32
SOUND: dict[str, Any] = {
    "site_code": "AA",
    "contract_version": 1,
    "delivery_id": "2026-03",
    "mode": "full",
    "period_start": "2026-03-01",
    "period_end": "2026-03-31",
    "extracted_at": "2026-04-02T04:00:00+02:00",
    "source_format": "native",
    "timezone": "Europe/Berlin",
    "files": [{"name": "diary.csv", "contract": "diary", "sha256": SHA, "bytes": 9, "rows": 3}],
    "excluded": ["visit"],
}


def written(folder: Path, content: object) -> Path:
    path = folder / "manifest.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


def test_a_sound_manifest_says_what_came_and_for_which_days(tmp_path):
    manifest = read_manifest(written(tmp_path, SOUND))
    assert manifest.faults == ()
    assert manifest.promises == {"diary.csv": Promise(SHA, rows=3, size=9)}
    assert manifest.extracted_at == dt.datetime(2026, 4, 2, 2)  # noqa: DTZ001
    assert (manifest.mode, manifest.excluded) == ("full", ("visit",))
    assert (manifest.period_start, manifest.period_end) == (
        dt.date(2026, 3, 1),
        dt.date(2026, 3, 31),
    )


def test_without_a_mode_and_a_period_it_is_incremental_and_completes_no_day(tmp_path):
    short = {name: SOUND[name] for name in ("site_code", "extracted_at", "files")}
    manifest = read_manifest(written(tmp_path, short))
    assert manifest.faults == ()
    assert (manifest.mode, manifest.period_start) == ("incremental", None)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"site_code": "no code"}, "site_code must be"),
        ({"contract_version": 2}, "contract_version must be 1"),
        ({"contract_version": True}, "contract_version must be 1"),
        ({"mode": "replace"}, "mode must be full or incremental"),
        ({"mode": ["full"]}, "mode must be full or incremental"),
        ({"period_start": "2026-02-30"}, "period_start must be a day"),
        ({"period_start": "1066-10-14"}, "period_start must be a day"),
        ({"period_start": "2026-04-01"}, "period_end lies before period_start"),
        ({"period_end": "2026-04-04"}, "period_end lies after extracted_at"),
        ({"extracted_at": "0001-01-01T00:00:00+14:00"}, "extracted_at must be a moment"),
        ({"extracted_at": 20260402}, "extracted_at must be a moment"),
        ({"timezone": "../../etc/passwd"}, "timezone must be an IANA name"),
        ({"timezone": "Mars/Olympus"}, "timezone must be an IANA name"),
        ({"excluded": ["therapies"]}, "excluded must be a list of contracts"),
        ({"excluded": [["diary"]]}, "excluded must be a list of contracts"),
        ({"files": {"diary.csv": 3}}, "files must be a list"),
        ({"files": ["diary.csv"]}, "files[1] must be an object"),
        ({"files": [{"name": "../../diary.csv"}]}, "files[1].name must be the name of a file"),
        ({"files": [{"name": "a\ud800.csv"}]}, "files[1].name must be the name of a file"),
        ({"files": [{"name": "a.csv", "rows": -1}]}, "files[1].rows must be a whole number"),
        ({"files": [{"name": "a.csv", "rows": 2.5}]}, "files[1].rows must be a whole number"),
        ({"files": [{"name": "a.csv", "bytes": True}]}, "files[1].bytes must be a whole number"),
        ({"files": [{"name": "a.csv", "sha256": "abc"}]}, "files[1].sha256 must be 64"),
        ({"files": [{"name": "a.csv"}]}, "files[1].sha256 is missing"),
        ({"files": SOUND["files"] * 2}, "files[2] names diary.csv a second time"),
        ({"patient\u202e": 1}, "a key in other letters is no key of a manifest"),
        ({"k" * 1000: 1}, f"{'k' * 40}… is no key of a manifest"),
    ],
)
def test_each_fault_is_told_by_the_key_it_is_in(tmp_path, changed, fault):
    manifest = read_manifest(written(tmp_path, SOUND | changed))
    assert [told for told in manifest.faults if told.startswith(fault)], manifest.faults


def test_a_full_delivery_without_its_days_is_a_fault(tmp_path):
    short = {name: value for name, value in SOUND.items() if not name.startswith("period")}
    faults = read_manifest(written(tmp_path, short)).faults
    assert faults == ("a full delivery needs period_start and period_end",)


def test_all_faults_are_told_at_once_and_a_flood_is_cut(tmp_path):
    manifest = read_manifest(written(tmp_path, {f"key_{n}": n for n in range(20)}))
    assert len(manifest.faults) == 23
    assert manifest.fault.startswith("manifest.json: site_code is missing; extracted_at is missing")
    assert manifest.fault.endswith("; and 15 more")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "it is not JSON in UTF-8"),
        (b"\xff\xfe{\x00}\x00", "it is not JSON in UTF-8"),
        (b"[" * 200_000, "it is not JSON in UTF-8"),
        (b'{"a": ' * 100_000, "it is not JSON in UTF-8"),
        (b'{"files": ' + b"9" * 5000 + b"}", "it is not JSON in UTF-8"),
        (b'{"files": NaN}', "it holds a number that is none (NaN or Infinity)"),
        (b'{"mode": "full", "mode": "incremental"}', "it says the same key twice"),
        (b"[]", "it must be one object, { \u2026 }"),
        (b" " * (MOST_BYTES + 1), "it is larger than 4 MiB"),
    ],
    ids="empty utf-16 deep-list deep-object long-number nan twice list large".split(),
)
def test_a_file_that_is_no_manifest_is_a_fault_and_no_crash(tmp_path, content, fault):
    assert read_manifest(written(tmp_path, content)).faults == (fault,)


def test_neither_a_link_nor_a_pipe_is_read(tmp_path):
    target = written(tmp_path, SOUND)
    link, pipe = tmp_path / "link.json", tmp_path / "pipe.json"
    link.symlink_to(target)
    os.mkfifo(pipe)
    assert read_manifest(link).faults == ("it cannot be read (OSError)",)
    assert read_manifest(pipe).faults == ("it is not a plain file",)
    assert read_manifest(tmp_path / "none.json").faults == (
        "it cannot be read (FileNotFoundError)",
    )


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(key=st.sampled_from(sorted(SOUND)), value=_json)
def test_whatever_stands_under_a_key_the_rest_is_still_judged(tmp_path_factory, key, value):
    folder = tmp_path_factory.mktemp("manifest")
    manifest = read_manifest(written(folder, SOUND | {key: value}))
    assert manifest.fault.isprintable()
    assert not manifest.faults or manifest.fault.startswith("manifest.json: ")


@settings(max_examples=100, deadline=None, derandomize=True)
@given(content=st.binary(max_size=60))
def test_bytes_of_any_kind_are_a_fault(tmp_path_factory, content):
    manifest = read_manifest(written(tmp_path_factory.mktemp("bytes"), content))
    assert manifest.faults


@pytest.mark.parametrize(
    ("changed", "files", "fault"),
    [
        ({}, ("diary.csv", "visit.csv"), "does not name files that are there: visit.csv"),
        ({}, (), "promises files that are not there: diary.csv"),
        ({"site_code": "BB"}, ("diary.csv",), "names another site than the folder"),
        ({"mode": "?"}, ("diary.csv",), "mode must be full or incremental"),
    ],
)
def test_a_delivery_its_manifest_does_not_fit_is_judged_as_if_it_had_none(
    tmp_path, changed, files, fault
):
    folder = tmp_path / "AA" / "2026-03"
    folder.mkdir(parents=True)
    written(folder, SOUND | changed)
    for name in files:
        (folder / name).write_bytes(b"123456789")
    [delivery] = find_deliveries(tmp_path, "AA")
    assert not delivery.is_attested
    assert fault in delivery.fault
    assert [path.name for path in delivery.files] == list(files)
    assert delivery.is_of_other_site == (changed.get("site_code") == "BB")
