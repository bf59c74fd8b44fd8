"""The catalogue's shape: delimiters, quotes, headers, rows of the wrong length, and cut ends."""

from __future__ import annotations

import hashlib
import json

from attested import attested
from sample_days import DIARY, row, with_column
from sites_at_the_door import DAY_1, DAY_2, DAY_3, HEADER, csv_of
from spoiled import Spoiled, diary, files_of

EUROPEAN = DIARY.replace(b",", b";").replace(b"7.5", b"7,5").replace(b"6.25", b"6,25")
_DECLARED_EUROPEAN = '[file]\ndelimiter = ";"\ndecimal = ","'
_RENAMED = DIARY.replace(b"pain_max", b"worst")
_OF_A_TOTAL = (
    "diary.diary_date.missing diary.entry_status.missing diary.headache.form diary.migraine.form "
    "diary.person_key.pattern"
)
_MARCH = "2025-03-03T22:00:00"


def _turned(line: str) -> str:
    return ",".join(line.split(",")[::-1])


def _with_rows_promised(site: str, data: bytes, *, rows: int) -> dict[str, bytes]:
    promised = {"name": "diary.csv", "sha256": hashlib.sha256(data).hexdigest(), "rows": rows}
    manifest = {"site_code": site, "extracted_at": _MARCH, "files": [promised]}
    return {"march/diary.csv": data, "march/manifest.json": json.dumps(manifest).encode()}


SHAPE: tuple[Spoiled, ...] = (
    diary(
        "05A",
        "semicolons and decimal commas, declared",
        EUROPEAN,
        "3 = 3 + 0 + 0",
        profile=_DECLARED_EUROPEAN,
    ),
    diary(
        "05B",
        "the same, undeclared",
        EUROPEAN,
        "3 = 0 + 3 + 0",
        rule="file.delimiter",
        says="the first line is one column; it looks as if ';' parted its fields",
    ),
    diary(
        "07A",
        "a quote never closed",
        csv_of(DAY_1, f'"{DAY_2}', DAY_3),
        "3 = 2 + 1 + 0",
        rule="file.row_shape",
    ),
    diary(
        "07B",
        "a quote never closed, others closed behind it",
        csv_of(DAY_1, f'"{DAY_2}', DAY_3, f'"{row(4)[:8]}"{row(4)[8:]}'),
        "4 = 3 + 1 + 0",
        rule="file.row_shape",
    ),
    diary(
        "07C",
        "a quote that opens in one row and closes in the next but one",
        csv_of(f'"{DAY_1}', DAY_2, DAY_3.replace("p", '"p', 1), row(4)),
        "4 = 2 + 2 + 0",
        rule="file.row_shape",
    ),
    diary(
        "07D",
        "a quote that opens in the last row and never closes",
        csv_of(DAY_1, DAY_2, f'"{DAY_3}'),
        "3 = 0 + 3 + 0",
        rule="file.cut",
        says="the last row ends inside a quoted field",
    ),
    diary(
        "08",
        "a quoted line break, a doubled quote",
        with_column("x_mood", '"a\nb"', '"say ""a"""'),
        "2 = 2 + 0 + 0",
    ),
    diary(
        "09A",
        "a short row, a long row",
        csv_of(DAY_1, "person-1,2025-03-02", f"{DAY_3},1,2"),
        "3 = 1 + 2 + 0",
        rule="file.row_shape",
    ),
    diary(
        "09B",
        "empty fields left off at the end, declared",
        csv_of(DAY_1, "person-1,2025-03-02,complete,false"),
        "2 = 2 + 0 + 0",
        profile="[file]\nnull_padding = true",
    ),
    diary(
        "10A",
        "title lines above the header, declared",
        b"Diary of March\nWard 3,,,\n" + DIARY,
        "3 = 3 + 0 + 0",
        profile="[file]\ntitle_lines = 2",
    ),
    diary(
        "10B",
        "a totals row below as well, both declared",
        b"Diary of March\nWard 3,,,\n" + csv_of(DAY_1, DAY_2, DAY_3, "Total,,,2,1,9,21.75,3"),
        "4 = 3 + 1 + 0",
        rule=f"any.row.total {_OF_A_TOTAL}",
        profile='[file]\ntitle_lines = 2\ntotals_words = ["total"]',
    ),
    diary(
        "10C",
        "title lines, undeclared",
        b"Diary of March\nWard 3,,,\n" + DIARY,
        "5 = 0 + 5 + 0",
        rule="file.columns",
        says="required columns are missing",
    ),
    diary(
        "10D",
        "a totals row, undeclared",
        csv_of(DAY_1, DAY_2, DAY_3, "Total,,,2,1,9,21.75,3"),
        "4 = 3 + 1 + 0",
        rule=_OF_A_TOTAL,
        says="rows held back by diary.diary_date.missing (1)",
    ),
    diary("11", "the header again in the middle", csv_of(DAY_1, HEADER, DAY_2), "3 = 2 + 0 + 1"),
    diary(
        "12A",
        "a required column renamed",
        DIARY.replace(b"entry_status", b"state"),
        "3 = 0 + 3 + 0",
        rule="file.columns",
        says="required columns are missing: entry_status",
    ),
    diary(
        "12B",
        "a column renamed, declared",
        _RENAMED,
        "3 = 3 + 0 + 0",
        profile='[columns.diary.pain_max]\nheader = "worst"',
    ),
    diary("12C", "an optional column missing, another unknown", _RENAMED, "3 = 3 + 0 + 0"),
    diary(
        "12D",
        "columns in another order",
        csv_of(*map(_turned, (DAY_1, DAY_2, DAY_3)), header=_turned(HEADER)),
        "3 = 3 + 0 + 0",
    ),
    diary(
        "13",
        "two columns of one name",
        DIARY.replace(b"pain_max", b"headache"),
        "3 = 0 + 3 + 0",
        rule="file.header_twice",
        says="columns 4 and 6 have the same name",
    ),
    diary(
        "14A",
        "capitals and blanks of two kinds in a header",
        DIARY.replace(b"pain_max", b" Pain_Max\xc2\xa0"),
        "3 = 3 + 0 + 0",
    ),
    diary(
        "14B",
        "a header in Korean, declared",
        DIARY.replace(b"pain_max", "최대 통증".encode()),
        "3 = 3 + 0 + 0",
        profile='[columns.diary.pain_max]\nheader = "최대 통증"',
    ),
    files_of(
        "17A",
        "rows missing at the end, by its manifest",
        _with_rows_promised("C17A", csv_of(DAY_1, DAY_2), rows=3),
        "2 = 0 + 2 + 0",
        rule="file.manifest",
        says="the file is not the one its manifest describes",
    ),
    files_of(
        "17B",
        "fewer bytes than its manifest promises",
        attested("C17B", "march", {"diary.csv": DIARY}, extracted_at=_MARCH)
        | {"march/diary.csv": csv_of(DAY_1, DAY_2)},
        "0 = 0 + 0 + 0",
        says="bytes its manifest promises; left for the next run",
    ),
    diary(
        "17C",
        "fewer rows than the site says it sends, no manifest",
        csv_of(DAY_1, DAY_2),
        "2 = 2 + 0 + 0",
        says="the file has fewer rows than the profile says a file has at least",
        profile="[expected]\nmin_rows = 3",
    ),
    diary(
        "18A",
        "cut in the middle of a row",
        DIARY[:-12],
        "3 = 0 + 3 + 0",
        rule="file.cut",
        says="the last row ends in the middle",
    ),
    diary(
        "18B",
        "cut inside a quoted field",
        with_column("x_mood", '"good"', '"so so"')[:-5],
        "2 = 0 + 2 + 0",
        rule="file.cut",
        says="the last row ends inside a quoted field",
    ),
    diary(
        "49A",
        "a line of 50 MB",
        csv_of(DAY_1, "x" * (50 << 20), DAY_2),
        "3 = 2 + 1 + 0",
        rule="file.row_shape",
    ),
    files_of(
        "49B",
        "twenty files of one row",
        {f"march/diary_{number}.csv": csv_of(row(number)) for number in range(1, 21)},
        "20 = 20 + 0 + 0",
    ),
)
