"""The catalogue's bytes: encodings, line ends, packed files, and what is no table at all."""

from __future__ import annotations

import gzip
import io
import zipfile

from attested import attested
from sample_days import DIARY, row
from sites_at_the_door import DAY_1, DAY_2, DAY_3, HEADER, csv_of
from spoiled import Spoiled, diary, files_of

PACKED = gzip.compress(DIARY, mtime=0)
_SORE = csv_of(DAY_1, DAY_2, DAY_3, header=HEADER.replace("neck_pain", "nackenschmerz_stärke"))
_SORE_IS_NECK_PAIN = '[columns.diary.neck_pain]\nheader = "nackenschmerz_stärke"'
_MIXED = f"{HEADER}\r\n{DAY_1}\n{DAY_2}\r{DAY_3}\r\n".encode()
_PAGE = b"\xef\xbb\xbf <!DOCTYPE html><p>Log in</p>"


def _zip(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name.replace("_csv", ".csv")), data)
    return target.getvalue()


BYTES: tuple[Spoiled, ...] = (
    diary("01", "a byte order mark", b"\xef\xbb\xbf" + DIARY, "3 = 3 + 0 + 0"),
    diary("02A", "UTF-16, told by its mark", DIARY.decode().encode("utf-16"), "3 = 3 + 0 + 0"),
    diary(
        "02B",
        "UTF-16 without a mark, undeclared",
        DIARY.decode().encode("utf-16-le"),
        "3 = 0 + 3 + 0",
        rule="file.encoding",
        says="the first line holds zero bytes, as UTF-16 does; name its encoding in the profile",
    ),
    diary(
        "02C",
        "the same, declared",
        DIARY.decode().encode("utf-16-le"),
        "3 = 3 + 0 + 0",
        profile='[file]\nencoding = "utf-16-le"',
    ),
    diary(
        "03A",
        "cp1252, undeclared",
        _SORE.decode().encode("cp1252"),
        "3 = 0 + 3 + 0",
        rule="file.encoding",
        says="the file is not utf-8; name its encoding in the profile",
        profile=_SORE_IS_NECK_PAIN,
    ),
    diary(
        "03B",
        "cp1252, declared",
        _SORE.decode().encode("cp1252"),
        "3 = 3 + 0 + 0",
        profile=f'[file]\nencoding = "cp1252"\n{_SORE_IS_NECK_PAIN}',
    ),
    diary("04A", "lines that end in CRLF", DIARY.replace(b"\n", b"\r\n"), "3 = 3 + 0 + 0"),
    diary("04B", "lines that end in a lone CR", DIARY.replace(b"\n", b"\r"), "3 = 3 + 0 + 0"),
    diary("04C", "all three ends in one file", _MIXED, "3 = 3 + 0 + 0"),
    diary(
        "15A",
        "an empty file",
        b"",
        "0 = 0 + 0 + 0",
        rule="file.empty",
        says="refused: the file is empty",
    ),
    diary(
        "15B",
        "a header and no rows",
        csv_of(),
        "0 = 0 + 0 + 0",
        says="file diary.csv holds column names and no rows",
    ),
    files_of(
        "15C",
        "a header and no rows, as the manifest says",
        attested("C15C", "march", {"diary.csv": csv_of()}, extracted_at="2025-03-03T22:00:00"),
        "0 = 0 + 0 + 0",
    ),
    diary(
        "16A",
        "a web page",
        _PAGE,
        "0 = 0 + 0 + 0",
        rule="file.not_a_table",
        says="the file is a web page or XML, not a table",
    ),
    diary(
        "16B",
        "a PDF",
        b"%PDF-1.7\n",
        "0 = 0 + 0 + 0",
        rule="file.not_a_table",
        says="the file is a PDF, not a table",
    ),
    diary(
        "16C",
        "a packed web page",
        gzip.compress(_PAGE),
        "0 = 0 + 0 + 0",
        rule="file.not_a_table",
        says="the file is a web page or XML, not a table",
    ),
    diary(
        "16D",
        "a packed PDF",
        gzip.compress(b"%PDF-1.7\n"),
        "0 = 0 + 0 + 0",
        rule="file.not_a_table",
        says="the file is a PDF, not a table",
    ),
    diary(
        "16E",
        "an error told in JSON",
        b'{"error": "token expired"}\n',
        "1 = 0 + 1 + 0",
        rule="file.columns",
        says="required columns are missing: person_key, diary_date, entry_status",
    ),
    files_of(
        "19A",
        "a gzip stream cut short",
        {"diary.csv.gz": PACKED[:-20]},
        "0 = 0 + 0 + 0",
        rule="file.gzip",
        says="the gzip stream is cut or damaged",
    ),
    files_of(
        "19B",
        "a gzip checksum that is wrong",
        {"diary.csv.gz": PACKED[:-8] + b"\0\0\0\0" + PACKED[-4:]},
        "0 = 0 + 0 + 0",
        rule="file.gzip",
        says="the gzip stream is cut or damaged",
    ),
    diary("20A", "gzip named .csv", PACKED, "3 = 3 + 0 + 0"),
    diary(
        "20B",
        "gzip of two members",
        gzip.compress(csv_of(DAY_1, DAY_2)) + gzip.compress(f"{row(3)}\n".encode()),
        "3 = 3 + 0 + 0",
    ),
    diary("20C", "a zip of one file, named .csv", _zip(march_csv=DIARY), "3 = 3 + 0 + 0"),
    files_of(
        "20D",
        "a zip of two files",
        {"diary.zip": _zip(march_csv=DIARY, april_csv=DIARY)},
        "0 = 0 + 0 + 0",
        rule="file.archive",
        says="the archive holds 2 files; one is taken",
    ),
    diary(
        "20E",
        "a damaged zip",
        b"PK\x03\x04rest",
        "0 = 0 + 0 + 0",
        rule="file.archive",
        says="the zip archive is damaged",
    ),
)
