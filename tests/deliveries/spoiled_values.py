"""The catalogue's values: numbers, words, words for nothing, signs nobody sees, identifiers."""

from __future__ import annotations

from sample_days import row, with_column, with_values
from sites_at_the_door import DAY_1, DAY_2, HEADER, csv_of
from spoiled import Spoiled, diary, files_of

_NULLS = ("NA", "null", ".", "-", "N/A", "#N/A", "-999", "999", "unknown", "  ")
_DECLARED_NULLS = f"[file]\nnull_words = {['', *_NULLS]!r}".replace("'", '"')
_FRENCH_WORDS = """
booleans = { yes = ["oui"], no = ["non"] }
columns.diary.entry_status.aliases = { fini = "complete" }
"""
_LATE_DAYS, _LATE_PEOPLE = 31, 1940


def _doses(*drugs: str) -> dict[str, bytes]:
    rows = (
        f"t-{number},person-1,{drug},2025-03-0{number + 1},as_needed,completed"
        for number, drug in enumerate(drugs)
    )
    header = "therapy_key,person_key,therapy_code,start_date,delivery,status"
    return {"therapy.csv": csv_of(*rows, header=header)}


def _moderate_in_row_60_001() -> bytes:
    """60,140 rows; the pain of one is a word, farther down than any sample of a file reaches."""
    rows = [
        f"person-{person:04d},2025-03-{day + 1:02d},complete,true,false,3,7,1"
        for person in range(_LATE_PEOPLE)
        for day in range(_LATE_DAYS)
    ]
    rows[60_000] = rows[60_000].replace(",3,7,1", ",moderate,7,1")
    return csv_of(*rows)


VALUES: tuple[Spoiled, ...] = (
    diary(
        "06A",
        "1,000 and 808.742.334, undeclared",
        with_column("caffeine_mg", "95", '"1,000"', "808.742.334"),
        "3 = 1 + 2 + 0",
        rule="diary.caffeine_mg.form",
    ),
    diary(
        "06B",
        "1,000, declared",
        with_column("caffeine_mg", "95", '"1,000"'),
        "2 = 2 + 0 + 0",
        profile='[file]\nthousands = ","',
    ),
    diary(
        "42A",
        "other ways to write a number",
        with_values("pain_max", "6", "0x7", "1_0", "NaN", "inf", "1e1"),
        "6 = 1 + 5 + 0",
        rule="diary.pain_max.form diary.pain_max.range",
    ),
    diary(
        "42B",
        "7.5 for a whole number; 7.0 is one",
        with_values("neck_pain", "7.5", "7.0"),
        "2 = 1 + 1 + 0",
        rule="diary.neck_pain.form",
    ),
    diary(
        "43A",
        "pain 11, sleep of 25 hours, minus 5 minutes of headache",
        csv_of(
            f"{DAY_1},30",
            f"{row(2, pain_max='11')},30",
            f"{row(3, sleep_hours='25')},30",
            f"{row(4)},-5",
            header=f"{HEADER},headache_minutes",
        ),
        "4 = 1 + 3 + 0",
        rule="diary.headache_minutes.range diary.pain_max.range diary.sleep_hours.range",
    ),
    files_of(
        "43B",
        "a therapy that ends before it begins",
        {
            "therapy.csv": csv_of(
                "t-1,person-1,preventive_cgrp_mab,2025-03-09,2025-03-01,course,completed",
                header="therapy_key,person_key,therapy_code,start_date,end_date,delivery,status",
            )
        },
        "1 = 0 + 1 + 0",
        rule="therapy.end_date.before_start",
    ),
    diary(
        "44A",
        "ten words for nothing, declared",
        with_values("pain_max", *_NULLS),
        "10 = 10 + 0 + 0",
        profile=_DECLARED_NULLS,
    ),
    diary(
        "44B",
        "the same, undeclared but for NA and blanks",
        with_values("pain_max", *_NULLS),
        "10 = 2 + 8 + 0",
        rule="diary.pain_max.form diary.pain_max.range",
    ),
    diary(
        "45A",
        "a word in capitals, an unknown word",
        with_values("entry_status", "Complete", "done"),
        "2 = 1 + 1 + 0",
        rule="diary.entry_status.word",
    ),
    diary(
        "45B",
        "words of another language, declared",
        csv_of(row(1, entry_status="Fini", headache="Oui", migraine="OUI")),
        "1 = 1 + 0 + 0",
        profile=_FRENCH_WORDS,
    ),
    diary(
        "45C",
        "yes, Y, 1 and Not, undeclared",
        with_values("migraine", "TRUE", "yes", "Y", "1", "Not"),
        "5 = 1 + 4 + 0",
        rule="diary.migraine.form",
    ),
    files_of(
        "45D",
        "a drug by its brand and misspelt, the brand declared",
        _doses("Imigran", "Summatriptan"),
        "2 = 1 + 1 + 0",
        rule="therapy.therapy_code.word",
        profile='columns.therapy.therapy_code.aliases = { imigran = "abortive_triptan" }',
    ),
    diary(
        "47A",
        "a NUL, a zero-width blank, a mark that turns text, a formula in a key",
        csv_of(
            DAY_1,
            *(row(2, person_key=f"{mark}person") for mark in ("\0", "\u200b", "\u202e", "=cmd")),
        ),
        "5 = 1 + 4 + 0",
        rule="diary.person_key.pattern",
    ),
    files_of(
        "47B",
        "a zero-width blank in a free text",
        {
            "therapy.csv": csv_of(
                "t-1,person-1,massage_medical,2025-03-01,session,completed,97\u200b124",
                "t-2,person-1,massage_medical,2025-03-02,session,completed,97124",
                header="therapy_key,person_key,therapy_code,start_date,delivery,status,source_code",
            )
        },
        "2 = 1 + 1 + 0",
        rule="therapy.source_code.pattern",
    ),
    diary(
        "48",
        "a word among numbers in row 60,001",
        _moderate_in_row_60_001(),
        "60140 = 60139 + 1 + 0",
        rule="diary.pain_max.form",
    ),
    diary(
        "52A",
        "a column of e-mail addresses",
        csv_of(f"{DAY_1},a@b.org", header=f"{HEADER},E-Mail"),
        "1 = 0 + 1 + 0",
        rule="file.identifiers",
        says="columns that identify people: e-mail; send without",
    ),
    files_of(
        "52B",
        "people with numbers of insurance and places",
        {
            "person.csv": csv_of(
                "person-1,female,999-55-1234,Ann,Example,48.1,11.5",
                header="person_key,sex,SSN,FIRST,LAST,LAT,LON",
            )
        },
        "1 = 0 + 1 + 0",
        rule="file.identifiers",
        says="columns that identify people:",
    ),
    diary(
        "52C",
        "an address in a column that nothing asks for",
        csv_of(DAY_1 + ",", DAY_2 + ",ring ann@example.org", header=f"{HEADER},weather"),
        "2 = 0 + 2 + 0",
        rule="privacy.email",
        says="column weather: 1 rows, the first is row 2",
    ),
    diary(
        "52D",
        "a column of free notes",
        csv_of(f"{DAY_1},slept badly", header=f"{HEADER},notes"),
        "1 = 0 + 1 + 0",
        rule="file.identifiers",
        says="columns that identify people: notes",
    ),
)
