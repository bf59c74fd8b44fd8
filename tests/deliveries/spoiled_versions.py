"""The catalogue's versions: a row, a day, a file or a person that comes more than once."""

from __future__ import annotations

from attested import attested
from sample_days import DIARY, row
from sites_at_the_door import DAY_1, DAY_2, HEADER, csv_of
from spoiled import Spoiled, diary, files_of

STAMPED = f"{HEADER},recorded_at"
ORIGINAL = csv_of(f"{DAY_1},2025-03-02T08:00:00", header=STAMPED)
CORRECTED = csv_of(f"{DAY_1.replace(',6,', ',4,')},2025-03-09T08:00:00", header=STAMPED)
_MARCH = "2025-03-03T22:00:00"
_LATER = "2025-03-10T22:00:00"
_MORNING = f"{row(1, pain_max='3', headache='true')},2025-03-01T08:00:00"
_EVENING = f"{row(1, pain_max='7', headache='true')},2025-03-01T20:00:00"


def _full(site: str, delivery: str, data: bytes, extracted_at: str) -> dict[str, bytes]:
    days = ("2025-03-01", "2025-03-02")
    files = {"diary.csv": data}
    return attested(site, delivery, files, extracted_at=extracted_at, days=days, mode="full")


VERSIONS: tuple[Spoiled, ...] = (
    files_of(
        "22A",
        "the same bytes under two names",
        {"diary_1.csv": DIARY, "diary_2.csv": DIARY},
        "6 = 3 + 0 + 3",
    ),
    files_of(
        "22B",
        "the same bytes in two folders",
        {"march/diary.csv": DIARY, "march again/diary.csv": DIARY},
        "6 = 3 + 0 + 3",
    ),
    files_of(
        "24",
        "one row corrected, sent again",
        {"a_first/diary.csv": ORIGINAL, "b_second/diary.csv": CORRECTED},
        "2 = 2 + 0 + 0",
        supersedes=True,
    ),
    diary("25", "a day twice, equal", DIARY + f"{DAY_1}\n".encode(), "4 = 3 + 0 + 1"),
    diary(
        "26A",
        "a day twice, contradicting",
        csv_of(DAY_1, DAY_2, row(1, pain_max="9")),
        "3 = 1 + 2 + 0",
    ),
    diary(
        "26B",
        "a day entered twice, the later entry says more",
        csv_of(_EVENING, _MORNING, header=f"{HEADER},entered_at"),
        "2 = 2 + 0 + 0",
        supersedes=True,
    ),
    files_of(
        "27",
        "the correction before its original",
        {"a_first/diary.csv": CORRECTED, "b_second/diary.csv": ORIGINAL},
        "2 = 2 + 0 + 0",
        supersedes=True,
    ),
    diary(
        "28A",
        "a row taken back",
        csv_of(
            f"{DAY_1},2025-03-02T08:00:00,false",
            f"{DAY_2},2025-03-02T08:00:00,false",
            "person-1,2025-03-01,,,,,,,2025-03-05T08:00:00,true",
            header=f"{STAMPED},is_deleted",
        ),
        "3 = 3 + 0 + 0",
        supersedes=True,
    ),
    files_of(
        "28B",
        "a row left out of a later full delivery",
        _full("C28B", "a_first", csv_of(DAY_1, DAY_2), _MARCH)
        | _full("C28B", "b_second", csv_of(DAY_2), _LATER),
        "3 = 2 + 0 + 1",
        says="full deliveries leave out 1 diary rows sent before, beside 1 still there",
    ),
    diary(
        "29A",
        "one row of another site",
        csv_of(f"C29A,{DAY_1}", f"CLEAN,{DAY_2}", header=f"site_code,{HEADER}"),
        "2 = 0 + 2 + 0",
        rule="any.site_code.other_site review.rule_broken_often",
        says="the row names another site than the folder it came in",
    ),
    files_of(
        "29B",
        "a manifest of another site",
        attested("CLEAN", "march", {"diary.csv": DIARY}, extracted_at=_MARCH),
        "3 = 0 + 3 + 0",
        rule="file.other_site",
        says="manifest.json names another site than the folder",
    ),
    diary("31A", "keys that another site uses too", DIARY, "3 = 3 + 0 + 0"),
    diary("31B", "the other site", DIARY, "3 = 3 + 0 + 0"),
)
