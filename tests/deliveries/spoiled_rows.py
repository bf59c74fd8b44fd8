"""The catalogue's rows: faults of keys, days, numbers and words. Numbers are the catalogue's."""

from __future__ import annotations

from sites_at_the_door import DAY_1, DAY_2, DAY_3, HEADER, csv_of
from spoiled import Spoiled, diary


def _day(number: int, **changed: str) -> str:
    row = dict(zip(HEADER.split(","), DAY_1.split(","), strict=True))
    row |= {"diary_date": f"2025-03-{number:02d}", **changed}
    return ",".join(row.values())


def _pain(*texts: str) -> bytes:
    return csv_of(*(_day(number, pain_max=text) for number, text in enumerate(texts, 1)))


_BAD_DATES = ("2025-02-29", "2025-04-31", "2025-3-1", "2025-03-01 02:30Z", "20250301", "45717")
_NULLS = ("NA", "null", ".", "-", "N/A", "#N/A", "-999", "999", "unknown")
_DECLARED_NULLS = f"[file]\nnull_words = {['', *_NULLS]!r}".replace("'", '"')
_FRENCH = csv_of(_day(1, entry_status="Fini", headache="Oui", migraine="OUI"))
_FRENCH_WORDS = """
booleans = { yes = ["oui"], no = ["non"] }
columns.diary.entry_status.aliases = { fini = "complete" }
"""


ROWS: tuple[Spoiled, ...] = (
    diary("C25", "a day twice, equal", csv_of(DAY_1, DAY_2, DAY_3, DAY_1), "4 = 3 + 0 + 1"),
    diary(
        "C26",
        "a day twice, contradicting",
        csv_of(DAY_1, DAY_2, _day(1, pain_max="9")),
        "3 = 1 + 2 + 0",
    ),
    diary(
        "C29",
        "a row of another site",
        csv_of(f"C29,{DAY_1}", f"CLEAN,{DAY_2}", header=f"site_code,{HEADER}"),
        "2 = 1 + 1 + 0",
        rule="any.site_code.other_site",
    ),
    diary(
        "C30",
        "a key in capitals once",
        csv_of(DAY_1, DAY_2, _day(3, person_key="PERSON-1")),
        "3 = 2 + 1 + 0",
        rule="any.person_key.case_variant",
    ),
    diary(
        "C30B",
        "the same, capitals declared to mean nothing",
        csv_of(DAY_1, DAY_2, _day(3, person_key="PERSON-1")),
        "3 = 3 + 0 + 0",
        profile='[ids]\ncase = "upper"',
    ),
    diary(
        "C30C",
        "keys that look like numbers",
        csv_of(*(_day(1, person_key=key) for key in ("000545", "0545.0", "1E5000", "001E50"))),
        "4 = 3 + 1 + 0",
        rule="diary.person_key.pattern",
    ),
    diary(
        "C35",
        "days that do not exist",
        csv_of(DAY_1, *(_day(1, diary_date=text) for text in _BAD_DATES)),
        "7 = 1 + 6 + 0",
        rule="diary.diary_date.form",
    ),
    diary(
        "C35B",
        "a day of the year 25, a day of 2999",
        csv_of(DAY_1, _day(1, diary_date="0025-03-01"), _day(1, diary_date="2999-01-01")),
        "3 = 1 + 2 + 0",
        rule="diary.diary_date.too_early diary.diary_date.future",
    ),
    diary(
        "C42",
        "other ways to write a number",
        _pain("6", "0x7", "1_0", "NaN", "inf", "1e1"),
        "6 = 1 + 5 + 0",
        rule="diary.pain_max.form",
    ),
    diary(
        "C42B",
        "7.5 for a whole number, 7.0 is one",
        csv_of(_day(1, neck_pain="7.5"), _day(2, neck_pain="7.0")),
        "2 = 1 + 1 + 0",
        rule="diary.neck_pain.form",
    ),
    diary(
        "C43",
        "pain 11, sleep of 25 hours",
        csv_of(DAY_1, _day(2, pain_max="11"), _day(3, sleep_hours="25")),
        "3 = 1 + 2 + 0",
        rule="diary.pain_max.range diary.sleep_hours.range",
    ),
    diary(
        "C44",
        "words for nothing, declared",
        _pain(*_NULLS),
        "9 = 9 + 0 + 0",
        profile=_DECLARED_NULLS,
    ),
    diary(
        "C44B",
        "words for nothing, undeclared but NA",
        _pain(*_NULLS),
        "9 = 1 + 8 + 0",
        rule="diary.pain_max.form diary.pain_max.range",
    ),
    diary(
        "C45",
        "a word in capitals, an unknown word",
        csv_of(_day(1, entry_status="Complete"), _day(2, entry_status="done")),
        "2 = 1 + 1 + 0",
        rule="diary.entry_status.word",
    ),
    diary(
        "C45B",
        "words of another language, declared",
        _FRENCH,
        "1 = 1 + 0 + 0",
        profile=_FRENCH_WORDS,
    ),
    diary(
        "C47",
        "a NUL, a zero-width blank, a formula",
        csv_of(DAY_1, *(_day(2, person_key=f"{mark}person") for mark in ("\0", "\u200b", "="))),
        "4 = 1 + 3 + 0",
        rule="diary.person_key.pattern",
    ),
    diary(
        "C52",
        "a column of e-mail addresses",
        csv_of(DAY_1 + ",a@b.org", header=HEADER + ",E-Mail"),
        "1 = 0 + 1 + 0",
        rule="file.identifiers",
    ),
)
