"""The catalogue's keys and days: spellings of a person, forms of a date, clocks and time zones."""

from __future__ import annotations

import datetime as dt

from attested import attested
from sample_days import months, row, with_column
from sites_at_the_door import DAY_1, DAY_2, csv_of
from spoiled import Spoiled, diary, files_of

_BAD_DATES = ("2025-02-29", "2025-04-31", "2025-3-1", "2025-03-01 02:30Z", "20250301", "45717")
_FUTURE = csv_of(DAY_1, DAY_2.replace("03-02", "03-04"), DAY_2.replace("03-02", "03-05"))
_DAY_FIRST = '[dates]\nformats = ["%d/%m/%Y"]'
_AMERICAN = '[dates]\nformats = ["%m-%d-%Y"]'
VISITS = "visit_key,person_key,visit_date,start_local,duration_min,setting,status"


def _dated(*texts: str) -> bytes:
    people = enumerate(texts)
    return csv_of(*(row(1, diary_date=text, person_key=f"person-{n}") for n, text in people))


def _visits(*rows: str) -> dict[str, bytes]:
    numbered = (f"v-{number},person-1,{line},clinic,completed" for number, line in enumerate(rows))
    return {"visit.csv": csv_of(*numbered, header=VISITS)}


def _midnights() -> list[str]:
    days = (dt.date(2025, 3, 1) + dt.timedelta(days=number) for number in range(40))
    return [f"{day},{day}T00:00:00,30" for day in days]


def _persons() -> dict[str, bytes]:
    days = ["1900-01-01" if number < 12 else f"2025-03-{number - 11:02d}" for number in range(40)]
    rows = (f"person-{number:02d},female,{day}" for number, day in enumerate(days))
    return {"person.csv": csv_of(*rows, header="person_key,sex,enrolled_on")}


DAYS: tuple[Spoiled, ...] = (
    diary(
        "30A",
        "a key in capitals once",
        csv_of(DAY_1, DAY_2, row(3, person_key="PERSON-1")),
        "3 = 2 + 1 + 0",
        rule="any.person_key.case_variant",
        says='if capitals mean nothing there, say ids.case = "upper"',
    ),
    diary(
        "30B",
        "the same, capitals declared to mean nothing",
        csv_of(DAY_1, DAY_2, row(3, person_key="PERSON-1")),
        "3 = 3 + 0 + 0",
        profile='[ids]\ncase = "upper"',
    ),
    diary(
        "30C",
        "keys of figures that look like record numbers",
        csv_of(*(row(1, person_key=key) for key in ("000545", "001550"))),
        "2 = 0 + 2 + 0",
        rule="privacy.key_of_figures",
        says="2 person keys look as if they told who somebody is",
    ),
    diary(
        "30D",
        "keys like numbers, declared to be pseudonyms",
        csv_of(*(row(1, person_key=key) for key in ("000545", "0545.0", "1E5000", "001E50"))),
        "4 = 3 + 1 + 0",
        rule="diary.person_key.pattern",
        profile="[ids]\ndigits_are_pseudonyms = true",
    ),
    diary(
        "32A",
        "03/04/2025, undeclared",
        _dated("03/04/2025", "04/04/2025"),
        "2 = 0 + 2 + 0",
        rule="diary.diary_date.form",
    ),
    diary(
        "32B",
        "03/04/2025, declared to be April",
        _dated("03/04/2025", "04/04/2025"),
        "2 = 2 + 0 + 0",
        profile=_DAY_FIRST,
    ),
    diary(
        "32C",
        "month first, declared to be day first",
        _dated("04/03/2025", "04/12/2025", "04/13/2025"),
        "3 = 0 + 3 + 0",
        rule="diary.diary_date.form diary.diary_date.day_and_month review.rule_broken_often",
        says="diary_date can only be read with day and month the other way round",
        profile=_DAY_FIRST,
    ),
    diary(
        "33A",
        "11-17-2018 and 1-7-2020 in one column, declared",
        _dated("11-17-2018", "1-7-2020"),
        "2 = 2 + 0 + 0",
        profile=_AMERICAN,
    ),
    diary(
        "33B",
        "a year of two figures, undeclared",
        _dated("03-01-2025", "03-01-25"),
        "2 = 1 + 1 + 0",
        rule="diary.diary_date.too_early",
        profile=_AMERICAN,
    ),
    diary(
        "34A",
        "days counted by Excel, declared",
        _dated("45717", "45718.0"),
        "2 = 2 + 0 + 0",
        profile='[dates]\nexcel_serials = "1900"',
    ),
    diary(
        "34B",
        "days counted by Excel on an old Mac, declared",
        _dated("44255", "44256"),
        "2 = 2 + 0 + 0",
        profile='[dates]\nexcel_serials = "1904"',
    ),
    diary(
        "34C",
        "20250301, declared",
        _dated("20250301"),
        "1 = 1 + 0 + 0",
        profile='[dates]\nformats = ["%Y%m%d"]',
    ),
    diary(
        "34D",
        "both, undeclared",
        _dated("2025-03-01", "45717", "20250301"),
        "3 = 1 + 2 + 0",
        rule="diary.diary_date.form",
    ),
    diary(
        "35A",
        "days that do not exist, and moments for days",
        csv_of(DAY_1, *(row(1, diary_date=text) for text in _BAD_DATES)),
        "7 = 1 + 6 + 0",
        rule="diary.diary_date.form",
    ),
    diary(
        "35B",
        "a day of the year 25",
        _dated("2025-03-01", "0025-03-01"),
        "2 = 1 + 1 + 0",
        rule="diary.diary_date.too_early",
    ),
    diary(
        "35C",
        "24:00:00",
        with_column("entered_at", "2025-03-01T23:59:00", "2025-03-02T24:00:00"),
        "2 = 1 + 1 + 0",
        rule="diary.entered_at.form",
    ),
    files_of(
        "36A",
        "a day later than the day after the extract",
        attested("C36A", "march", {"diary.csv": _FUTURE}, extracted_at="2025-03-03T22:00:00"),
        "3 = 2 + 1 + 0",
        rule="diary.diary_date.future",
    ),
    diary(
        "36B",
        "a day of 2999, nobody knows when it was extracted",
        _dated("2025-03-01", "2999-01-01"),
        "2 = 1 + 1 + 0",
        rule="diary.diary_date.future",
    ),
    files_of(
        "36C",
        "coverage without end",
        {
            "diary_coverage.csv": csv_of(
                "person-1,2025-03-01,9999-12-31", header="person_key,from_date,to_date"
            )
        },
        "1 = 0 + 1 + 0",
        rule="diary_coverage.to_date.future",
    ),
    files_of(
        "36D",
        "twelve of forty people enrolled on the first of January 1900",
        _persons(),
        "40 = 40 + 0 + 0",
        says="many rows have enrolled_on on the first of January",
    ),
    files_of(
        "37",
        "02:30 on a day whose clocks skip it, 01:30 on one that has it twice",
        _visits(
            "2025-03-30,2025-03-30T02:30:00+02:00,45",
            "2025-10-26,2025-10-26T01:30:00+02:00,90",
        ),
        "2 = 2 + 0 + 0",
        profile='timezone = "Europe/Vienna"',
    ),
    diary(
        "38A",
        "late evenings that are tomorrow in UTC",
        with_column("entered_at", "2025-03-01T23:30:00-05:00", "2025-03-02T22:45:00-05:00"),
        "2 = 2 + 0 + 0",
    ),
    files_of(
        "38B",
        "nothing but midnights",
        _visits(*_midnights()),
        "40 = 40 + 0 + 0",
        says="nearly all times of start_local are midnight",
    ),
    diary(
        "55",
        "nothing since December",
        months(first=dt.date(2024, 12, 1)),
        "120 = 120 + 0 + 0",
        says="nothing from the site for",
    ),
)
