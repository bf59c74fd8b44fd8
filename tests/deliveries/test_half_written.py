"""A delivery on its way is left for the next run, with a sentence; what is whole is taken."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from pathlib import Path

import pytest

from triggerscape.delivery.growing import growing_files
from triggerscape.delivery.inbox import find_deliveries

DATA = b"person_key,diary_date\nperson-1,2025-03-01\n"


def delivered(inbox: Path, *names: str, manifest: dict[str, object] | None = None) -> Path:
    folder = inbox / "AA" / "march"
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).write_bytes(DATA)
    if manifest is not None:
        (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


def promising(size: int) -> dict[str, object]:
    sha256 = hashlib.sha256(DATA).hexdigest()
    file = {"name": "diary.csv", "sha256": sha256, "bytes": size, "rows": 1}
    return {"site_code": "AA", "extracted_at": "2025-03-03T22:00:00", "files": [file]}


@pytest.mark.parametrize(
    "partial",
    ["visit.csv.part", "visit.csv.filepart", "Unconfirmed 1.crdownload", ".visit.csv.Xq2"],
)
def test_a_folder_with_a_partial_copy_waits_as_a_whole(tmp_path, partial):
    delivered(tmp_path, "diary.csv", partial)
    [delivery] = find_deliveries(tmp_path, "AA")
    assert delivery.files == ()
    assert delivery.sentences == (
        f"site AA, delivery march: still being written: {partial}; left for the next run",
    )


def test_a_loose_partial_copy_waits_alone(tmp_path):
    (tmp_path / "AA").mkdir()
    (tmp_path / "AA/diary.csv").write_bytes(DATA)
    (tmp_path / "AA/visit.csv.tmp").write_bytes(DATA)
    diary, visit = find_deliveries(tmp_path, "AA")
    assert (diary.waiting, [path.name for path in diary.files]) == ("", ["diary.csv"])
    assert visit.files == ()
    assert "visit.csv.tmp" in visit.waiting


def test_a_file_shorter_than_its_manifest_promises_waits(tmp_path):
    delivered(tmp_path, "diary.csv", manifest=promising(len(DATA) + 1))
    [delivery] = find_deliveries(tmp_path, "AA")
    assert delivery.files == ()
    assert f"diary.csv has {len(DATA)} of the {len(DATA) + 1} bytes" in delivery.waiting


def test_a_file_of_the_promised_length_is_taken(tmp_path):
    delivered(tmp_path, "diary.csv", manifest=promising(len(DATA)))
    [delivery] = find_deliveries(tmp_path, "AA")
    assert delivery.is_attested
    assert delivery.sentences == ()


def test_a_file_that_grows_between_two_looks_waits_and_others_do_not(tmp_path):
    growing = delivered(tmp_path, "diary.csv") / "diary.csv"
    (tmp_path / "AA/visit.csv").write_bytes(DATA)
    is_over = threading.Event()

    def write_on() -> None:
        while not is_over.is_set():
            with growing.open("ab") as file:
                file.write(DATA)
            time.sleep(0.01)

    writer = threading.Thread(target=write_on)
    writer.start()
    try:
        found = growing_files(tmp_path)
    finally:
        is_over.set()
        writer.join()
    assert found == {growing}
    march, visit = find_deliveries(tmp_path, "AA", found)
    assert (march.files, "diary.csv" in march.waiting) == ((), True)
    assert [path.name for path in visit.files] == ["visit.csv"]


def test_what_is_no_data_is_named_and_what_belongs_to_the_desk_is_not(tmp_path):
    delivered(tmp_path, "diary.csv", "letter.docx", ".DS_Store", "._diary.csv")
    (tmp_path / "AA/march/older").mkdir()
    [delivery] = find_deliveries(tmp_path, "AA")
    assert [path.name for path in delivery.files] == ["diary.csv"]
    assert delivery.left_out == ("letter.docx", "older")
    assert delivery.sentences[0].endswith("so not looked into: letter.docx, older")


def test_hundreds_of_small_deliveries_are_listed_in_moments(tmp_path):
    (tmp_path / "AA").mkdir()
    for number in range(600):
        folder = tmp_path / "AA" / f"day{number:03d}"
        folder.mkdir()
        (folder / "diary.csv").write_bytes(DATA)
        (folder / "manifest.json").write_text(json.dumps(promising(len(DATA))))
    began = time.monotonic()
    found = find_deliveries(tmp_path, "AA", growing_files(tmp_path))
    assert len(found) == 600
    assert all(delivery.is_attested for delivery in found)
    assert time.monotonic() - began < 5
