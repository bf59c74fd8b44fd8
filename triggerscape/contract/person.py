"""Input contracts: who a person is, in coarse terms, and what they answered on questionnaires."""

from __future__ import annotations

from triggerscape import vocabulary as words
from triggerscape.contract.diary import IS_DELETED, PERSON_KEY, RECORDED_AT, SITE_CODE, coded
from triggerscape.contract.language import Column, Kind, Table

PERSON = Table(
    name="input.person",
    grain="one row per person",
    key=("site_code", "person_key"),
    columns=(
        SITE_CODE,
        PERSON_KEY,
        Column("birth_year", Kind.SMALLINT, "Year of birth", unit="a", low=1900, high=2100),
        Column(
            "age_years",
            Kind.SMALLINT,
            "Age on entry, where the site has no year of birth",
            unit="a",
            low=0,
            high=120,
        ),
        Column("sex", Kind.TEXT, "Sex", values=words.SEXES),
        Column("diagnosis", Kind.TEXT, "Headache diagnosis", values=words.DIAGNOSES),
        coded("diagnosis_code", "Diagnosis code with its system"),
        Column("onset_age", Kind.SMALLINT, "Age at first attack", unit="a", low=0, high=90),
        Column("enrolled_on", Kind.DATE, "First day in the programme"),
        Column("left_on", Kind.DATE, "Last day in the programme"),
        Column(
            "baseline_headache_days",
            Kind.SMALLINT,
            "Headache days a month, as told on entry",
            unit="d",
            low=0,
            high=31,
        ),
        coded("timezone", "IANA time zone, where it differs from the site's"),
        coded("consent_scope", "What the person agreed to, as a word or code"),
        RECORDED_AT,
        IS_DELETED,
    ),
)

QUESTIONNAIRE = Table(
    name="input.questionnaire",
    grain="one row per person, instrument and day of completion",
    key=("site_code", "person_key", "instrument", "completed_on"),
    columns=(
        SITE_CODE,
        PERSON_KEY,
        Column(
            "instrument", Kind.TEXT, "Which questionnaire", values=words.INSTRUMENTS, nullable=False
        ),
        Column("completed_on", Kind.DATE, "Local day it was filled in", nullable=False),
        *(
            Column(
                f"item_{number}",
                Kind.SMALLINT,
                f"Answer to item {number}, in the instrument's own points",
                low=0,
                high=92,
            )
            for number in range(1, 15)
        ),
        Column("total", Kind.SMALLINT, "Total score", unit="{score}", low=0, high=276),
        coded("version", "Version of the instrument"),
        Column("recall_days", Kind.SMALLINT, "Days looked back on", unit="d", low=1, high=366),
        RECORDED_AT,
        IS_DELETED,
    ),
)
