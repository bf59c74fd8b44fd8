"""Packed files at the door: one plain file inside is unpacked, everything else is refused."""

from __future__ import annotations

import gzip
import io
import stat
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from triggerscape.delivery.door.confined import confined_reader
from triggerscape.delivery.door.opening import Job
from triggerscape.delivery.formats.archive import is_workbook, open_gzip, open_zip_member
from triggerscape.delivery.refusals import FileRefused

CSV = b"person_key,diary_date,pain_max\n" + b"p-1,2025-03-01,3\n" * 20_000
PLENTY = 10_000_000


def zipped(path: Path, *members: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def refusal(read: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(FileRefused) as refused:
        read()
    return refused.value.rule, refused.value.sentence


def test_the_one_file_of_a_zip_is_unpacked(tmp_path: Path) -> None:
    archive = zipped(
        tmp_path / "a.zip",
        ("export/", b""),
        ("export/diary.csv", CSV),
        ("__MACOSX/export/._diary.csv", b"\0\5\26\7"),
        (".DS_Store", b"Bud1"),
    )
    name, stream = open_zip_member(archive)
    with stream:
        assert (name, stream.read()) == ("export/diary.csv", CSV)


def member(name: str = "diary.csv", *, mode: int = stat.S_IFREG) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = (mode | 0o644) << 16
    return info


def a_workbook() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    return packed.getvalue()


ELSEWHERE = "the name inside the archive leads out of its folder"
INNER = "a packed file lies inside the packed file; send the inner one itself"


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ([], "the archive holds no file; one is taken"),
        ([("a.csv", CSV), ("b.csv", CSV)], "the archive holds 2 files; one is taken"),
        ([("../../evil.csv", CSV)], ELSEWHERE),
        ([("a/../../evil.csv", CSV)], ELSEWHERE),
        ([("/etc/evil.csv", CSV)], ELSEWHERE),
        ([("..\\evil.csv", CSV)], ELSEWHERE),
        ([("C:\\evil.csv", CSV)], ELSEWHERE),
        (
            [(member(mode=stat.S_IFLNK), b"/etc/hosts")],
            "the archive holds a link instead of a file",
        ),
        ([("inner.zip", a_workbook())], INNER),
        ([("diary.csv.gz", gzip.compress(CSV))], INNER),
        ([("diary.parquet", b"PAR1")], INNER),
    ],
    ids=(
        "none|two|parent|parent inside|absolute|backslash|drive|link|workbook inside|gzip inside|"
        "Parquet inside"
    ).split("|"),
)
def test_what_is_not_one_plain_file_is_refused(
    tmp_path: Path, members: list[tuple[str | zipfile.ZipInfo, bytes]], sentence: str
) -> None:
    archive = zipped(tmp_path / "a.zip", *members)
    assert refusal(lambda: open_zip_member(archive)) == ("file.archive", sentence)


def with_flag(archive: Path, offset: int, value: int) -> Path:
    """Set a 16-bit field of the only entry, in the directory of the archive."""
    data = bytearray(archive.read_bytes())
    place = data.rfind(b"PK\x01\x02") + offset
    data[place : place + 2] = value.to_bytes(2, "little")
    archive.write_bytes(data)
    return archive


def test_passwords_and_rare_packings_are_refused(tmp_path: Path) -> None:
    locked = with_flag(zipped(tmp_path / "a.zip", ("a.csv", CSV)), 8, 1)
    assert refusal(lambda: open_zip_member(locked)) == (
        "file.archive",
        "the archive is locked with a password",
    )
    deflate64 = with_flag(zipped(tmp_path / "b.zip", ("a.csv", CSV)), 10, 9)
    assert refusal(lambda: open_zip_member(deflate64)) == (
        "file.archive",
        "the archive is packed in a way that is not plain zip (deflate)",
    )


def unpack_zip(archive: Path, most_bytes: int = PLENTY) -> bytes:
    with open_zip_member(archive, most_bytes)[1] as stream:
        return stream.read()


def unpack_gzip(packed: Path, most_bytes: int = PLENTY) -> bytes:
    with open_gzip(packed, most_bytes) as stream:
        return stream.read()


def test_a_damaged_zip_is_refused(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "a.zip", ("a.csv", CSV))
    data = archive.read_bytes()
    damaged = ("file.archive", "the zip archive is damaged")
    archive.write_bytes(data[: len(data) // 2])
    assert refusal(lambda: unpack_zip(archive)) == damaged
    flipped = bytearray(data)
    flipped[200] ^= 1
    archive.write_bytes(flipped)
    assert refusal(lambda: unpack_zip(archive)) == damaged


def test_a_zip_that_understates_its_size_is_refused(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "a.zip", ("a.csv", CSV))
    lying = archive.read_bytes().replace(
        len(CSV).to_bytes(4, "little"), (1000).to_bytes(4, "little")
    )
    archive.write_bytes(lying)
    assert refusal(lambda: unpack_zip(archive)) == ("file.archive", "the zip archive is damaged")


def test_gzip_is_unpacked_member_by_member(tmp_path: Path) -> None:
    packed = tmp_path / "a.gz"
    packed.write_bytes(gzip.compress(CSV[:5_000]) + gzip.compress(CSV[5_000:]))
    assert unpack_gzip(packed) == CSV


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-100],
        lambda data: data[:-8],
        lambda data: data[:-8] + b"\0\0\0\0" + data[-4:],
        lambda data: data[:-4] + b"\0\0\0\1",
        lambda data: data[:60] + bytes([data[60] ^ 1]) + data[61:],
        lambda data: data + b"more",
        lambda data: data[:2],
    ],
    ids="cut|no checksum|wrong checksum|wrong length|flipped|more behind it|two bytes".split("|"),
)
def test_a_gzip_stream_is_checked_to_its_last_byte(
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    packed = tmp_path / "a.gz"
    packed.write_bytes(damage(gzip.compress(CSV)))
    assert refusal(lambda: unpack_gzip(packed)) == (
        "file.gzip",
        "the gzip stream is cut or damaged",
    )


def test_a_packed_file_inside_gzip_is_refused(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with tarfile.open(fileobj=inner, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("diary.csv"))
    for content in (gzip.compress(CSV), a_workbook(), inner.getvalue()):
        packed = tmp_path / "a.gz"
        packed.write_bytes(gzip.compress(content))
        assert refusal(lambda source=packed: open_gzip(source, PLENTY)) == ("file.archive", INNER)


@pytest.mark.parametrize("unpack", [unpack_gzip, unpack_zip], ids=["gzip", "zip"])
def test_a_bomb_stops_at_the_bound(tmp_path: Path, unpack: Callable[[Path, int], bytes]) -> None:
    packed = tmp_path / "bomb"
    if unpack is unpack_gzip:
        packed.write_bytes(gzip.compress(b"a,b\n" + bytes(30_000_000)))
    else:
        zipped(packed, ("a.csv", b"a,b\n" + bytes(30_000_000)))
    assert packed.stat().st_size < 40_000
    assert refusal(lambda: unpack(packed, 1_000_000)) == (
        "file.too_large",
        "unpacked, the file is larger than we take",
    )
    assert len(unpack(packed, 30_000_004)) == 30_000_004


def test_workbooks_are_told_from_archives(tmp_path: Path) -> None:
    (tmp_path / "book").write_bytes(a_workbook())
    (tmp_path / "text").write_bytes(b"PK,not a zip\n")
    assert is_workbook(tmp_path / "book")
    assert not is_workbook(tmp_path / "text")
    assert not is_workbook(zipped(tmp_path / "a.zip", ("diary.csv", CSV)))


def test_a_packed_file_gives_the_same_copy_as_the_plain_one(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(CSV)
    (tmp_path / "gzip").write_bytes(gzip.compress(CSV))
    zipped(tmp_path / "zip", ("diary.csv", CSV))
    copies = []
    with confined_reader() as reader:
        for name in ("plain", "gzip", "zip"):
            copy = reader.copy(Job(tmp_path / name, tmp_path / f"{name}.copy"))
            copies.append((copy.shape, copy.path.read_bytes()))
    assert copies[0][0].rows == 20_000
    assert copies[0] == copies[1] == copies[2]
