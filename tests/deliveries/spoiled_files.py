"""The catalogue's files: faults of bytes, headers and shape. Numbers are the catalogue's.

Every file holds DAY_1 to DAY_3 unless it says otherwise.
"""

from __future__ import annotations

import gzip

from sites_at_the_door import DAY_1, DAY_2, DAY_3, HEADER, csv_of
from spoiled import Spoiled, diary

DIARY = csv_of(DAY_1, DAY_2, DAY_3)
EUROPEAN = DIARY.replace(b",", b";").replace(b"7.5", b"7,5").replace(b"6.25", b"6,25")
PACKED = gzip.compress(DIARY, mtime=0)
_RENAMED = DIARY.replace(b"pain_max", b"worst")


def _backwards(row: str) -> str:
    return ",".join(row.split(",")[::-1])


FILES: tuple[Spoiled, ...] = (
    diary("C01", "a byte order mark", b"\xef\xbb\xbf" + DIARY, "3 = 3 + 0 + 0"),
    diary("C02", "UTF-16", DIARY.decode().encode("utf-16"), "0 = 0 + 0 + 0", rule="file.encoding"),
    diary(
        "C03",
        "Latin-1, undeclared",
        DIARY.replace(b"n-2", b"\xf6-2"),
        "0 = 0 + 0 + 0",
        rule="file.encoding",
    ),
    diary("C04", "CRLF", DIARY.replace(b"\n", b"\r\n"), "3 = 3 + 0 + 0"),
    diary("C04B", "a lone CR", DIARY.replace(b"\n", b"\r"), "3 = 3 + 0 + 0"),
    diary(
        "C05",
        "semicolons and decimal commas, declared",
        EUROPEAN,
        "3 = 3 + 0 + 0",
        profile='[file]\ndelimiter = ";"\ndecimal = ","',
    ),
    diary("C05B", "the same, undeclared", EUROPEAN, "3 = 0 + 3 + 0", rule="file.columns"),
    diary(
        "C06",
        "thousands separator",
        csv_of(DAY_1 + ",95", DAY_2 + ',"1,000"', header=HEADER + ",caffeine_mg"),
        "2 = 1 + 1 + 0",
        rule="diary.caffeine_mg.form",
    ),
    diary(
        "C07",
        "a quote never closed",
        csv_of(DAY_1, '"' + DAY_2, DAY_3),
        "3 = 0 + 3 + 0",
        rule="file.quote",
    ),
    diary(
        "C07B",
        "a quote closed two rows below",
        csv_of('"' + DAY_1, DAY_2, DAY_3.replace("p", '"p', 1)),
        "3 = 0 + 3 + 0",
        rule="file.quote",
    ),
    diary(
        "C08",
        "a quoted line break, a doubled quote",
        csv_of(DAY_1 + ',"a\nb"', DAY_2 + ',"say ""a"""', header=HEADER + ",x_note"),
        "2 = 2 + 0 + 0",
    ),
    diary(
        "C09",
        "a short row, a long row",
        csv_of(DAY_1, "person-1,2025-03-02", DAY_3 + ",1,2"),
        "3 = 1 + 2 + 0",
        rule="file.row_shape",
    ),
    diary(
        "C12",
        "a required column renamed",
        DIARY.replace(b"entry_status", b"state"),
        "3 = 0 + 3 + 0",
        rule="file.columns",
    ),
    diary(
        "C12B",
        "a column renamed, declared",
        _RENAMED,
        "3 = 3 + 0 + 0",
        profile='[columns.diary.pain_max]\nheader = "worst"',
    ),
    diary("C12C", "an optional column missing", _RENAMED, "3 = 3 + 0 + 0"),
    diary(
        "C12D",
        "columns in another order",
        csv_of(
            *(",".join(row.split(",")[::-1]) for row in (DAY_1, DAY_2, DAY_3)),
            header=",".join(HEADER.split(",")[::-1]),
        ),
        "3 = 3 + 0 + 0",
    ),
    diary(
        "C13",
        "two columns of one name",
        DIARY.replace(b"pain_max", b"headache"),
        "3 = 0 + 3 + 0",
        rule="file.header_twice",
    ),
    diary(
        "C14",
        "capitals and blanks in a header",
        DIARY.replace(b"pain_max", b" Pain_Max\xc2\xa0"),
        "3 = 3 + 0 + 0",
    ),
    diary("C15", "an empty file", b"", "0 = 0 + 0 + 0", rule="file.empty"),
    diary("C15B", "a header and no rows", csv_of(), "0 = 0 + 0 + 0"),
    diary(
        "C16",
        "a web page",
        b"\xef\xbb\xbf <!DOCTYPE html><p>Log in</p>",
        "0 = 0 + 0 + 0",
        rule="file.not_a_table",
    ),
    diary("C16B", "a PDF", b"%PDF-1.7\n", "0 = 0 + 0 + 0", rule="file.not_a_table"),
    Spoiled(
        "C19",
        "a gzip stream cut short",
        {"diary.csv.gz": PACKED[:-20]},
        "0 = 0 + 0 + 0",
        {"file.gzip"},
    ),
    Spoiled(
        "C19B",
        "a gzip checksum that is wrong",
        {"diary.csv.gz": PACKED[:-8] + b"\0\0\0\0" + PACKED[-4:]},
        "0 = 0 + 0 + 0",
        {"file.gzip"},
    ),
    diary("C20", "gzip named .csv", PACKED, "3 = 3 + 0 + 0"),
    diary("C20B", "zip named .csv", b"PK\x03\x04rest", "0 = 0 + 0 + 0", rule="file.not_a_table"),
    Spoiled(
        "C22", "the same bytes twice", {"diary_1.csv": DIARY, "diary_2.csv": DIARY}, "6 = 3 + 0 + 3"
    ),
)
