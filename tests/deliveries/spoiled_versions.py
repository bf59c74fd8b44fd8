"""The catalogue's deliveries that need a manifest, several versions of a row, or Parquet."""

from __future__ import annotations

import hashlib
import io
import json

import pyarrow as pa
import pyarrow.parquet as pq
from sites_at_the_door import DAY_1, DAY_2, HEADER, csv_of
from spoiled import Spoiled
from spoiled_files import DIARY

STAMPED = f"{HEADER},recorded_at"
ORIGINAL = csv_of(f"{DAY_1},2025-03-02T08:00:00", header=STAMPED)
CORRECTED = csv_of(f"{DAY_1.replace(',6,', ',4,')},2025-03-09T08:00:00", header=STAMPED)


def _attested(site: str, data: bytes, *, rows: int, extracted_at: str) -> dict[str, bytes]:
    promise = {"name": "diary.csv", "sha256": hashlib.sha256(data).hexdigest(), "rows": rows}
    manifest = {"site_code": site, "extracted_at": extracted_at, "files": [promise]}
    return {"march/diary.csv": data, "march/manifest.json": json.dumps(manifest).encode()}


def _parquet(**columns: object) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


def _typed_diary() -> bytes:
    return _parquet(
        person_key=["person-1", "person-1", "person-2"],
        diary_date=pa.array(["2025-03-01", "2025-03-02", "2025-03-01"]).cast(pa.date32()),
        entry_status=["complete"] * 3,
        headache=[True, False, True],
        migraine=[True, False, False],
        pain_max=pa.array([6, 0, 3], pa.int64()),
        sleep_hours=pa.array(["7.50", "8.00", "6.25"]).cast(pa.decimal128(5, 2)),
        neck_pain=pa.array([2.0, 1.0, 0.0]),
    )


_FUTURE = csv_of(DAY_1, DAY_2.replace("03-02", "03-04"), DAY_2.replace("03-02", "03-05"))
_MARCH = "2025-03-03T22:00:00"

VERSIONS: tuple[Spoiled, ...] = (
    Spoiled(
        "C23",
        "a manifest of other bytes",
        _attested("C23", DIARY, rows=4, extracted_at=_MARCH),
        "3 = 0 + 3 + 0",
        {"file.manifest"},
    ),
    Spoiled(
        "C24",
        "one row corrected, sent again",
        {"a_first/diary.csv": ORIGINAL, "b_second/diary.csv": CORRECTED},
        "2 = 2 + 0 + 0",
    ),
    Spoiled(
        "C27",
        "the correction before its original",
        {"a_first/diary.csv": CORRECTED, "b_second/diary.csv": ORIGINAL},
        "2 = 2 + 0 + 0",
    ),
    Spoiled(
        "C29B",
        "a manifest of another site",
        _attested("CLEAN", DIARY, rows=3, extracted_at=_MARCH),
        "3 = 0 + 3 + 0",
        {"file.other_site"},
    ),
    Spoiled(
        "C36",
        "a day later than tomorrow",
        _attested("C36", _FUTURE, rows=3, extracted_at=_MARCH),
        "3 = 2 + 1 + 0",
        {"diary.diary_date.future"},
    ),
    Spoiled(
        "C36B",
        "coverage without end",
        {
            "diary_coverage.csv": csv_of(
                "person-1,2025-03-01,9999-12-31", header="person_key,from_date,to_date"
            )
        },
        "1 = 0 + 1 + 0",
        {"diary_coverage.to_date.future"},
    ),
    Spoiled(
        "C51", "Parquet with types of its own", {"diary.parquet": _typed_diary()}, "3 = 3 + 0 + 0"
    ),
    Spoiled(
        "C51B",
        "a damaged Parquet file",
        {"diary.parquet": b"PAR1 and no more"},
        "0 = 0 + 0 + 0",
        {"file.parquet"},
    ),
)
