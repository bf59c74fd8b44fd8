"""Contracts of what the illness costs: chronic migraine, medication overuse and questionnaires."""

from __future__ import annotations

from triggerscape.contract.core import PERSON_ID
from triggerscape.contract.diary import SITE_CODE
from triggerscape.contract.feature_columns import days, flag
from triggerscape.contract.instruments import INSTRUMENTS
from triggerscape.contract.language import Column, Kind, Table
from triggerscape.contract.person import QUESTIONNAIRE
from triggerscape.contract.windows import DRUG_WINDOW, PERSON_WINDOW

_PLACE = ("person_id", "site_code", "window_kind", "window_index", "window_start")
_WINDOW_KEY = ("person_id", "window_kind", "window_index")


CHRONICITY = Table(
    name="features.chronicity",
    grain="one row per person, kind of window and 28-day window with an observed day",
    key=_WINDOW_KEY,
    day="window_start",
    columns=(
        *(PERSON_WINDOW.column(name) for name in _PLACE),
        Column(
            "state",
            Kind.TEXT,
            "By this window and the two before it: chronic where all three have 15 headache days "
            "and 8 migraine days of 28, episodic where none has, changing between; unknown where "
            "one cannot be judged",
            values=("chronic", "episodic", "changing", "unknown"),
        ),
        Column(
            "frequency",
            Kind.TEXT,
            "Of episodic windows: low below 8 headache days of 28 over the three, high from 8 to "
            "below 15; null where they are 15 or more with few migraine days",
            values=("low", "high"),
        ),
        Column("judged_windows", Kind.BIGINT, "Windows of the three that can be judged", low=0),
        Column("chronic_windows", Kind.BIGINT, "Windows of the three above both limits", low=0),
        days("headache_known_days", "Days of the three on which headache is known"),
        days("headache_days", "Headache days of the three"),
    ),
)

_OVERUSE = {
    "triptan": "A triptan on 10 days of 28 or more",
    "ergot": "An ergot on 10 days or more",
    "opioid": "An opioid on 10 days or more",
    "combination": "A combination analgesic on 10 days or more",
    "simple": "A simple analgesic on 15 days or more",
    "mixed": "Two of these classes or more, together on 10 days or more",
}
MEDICATION_OVERUSE = Table(
    name="features.medication_overuse",
    grain="one row per person and 28-day window with an observed day",
    key=_WINDOW_KEY,
    day="window_start",
    columns=(
        *(DRUG_WINDOW.column(name) for name in _PLACE),
        flag(
            "is_headache_frequent",
            "15 headache days of 28 or more in this window and the two before it; null when "
            "unknown, like all flags of this table",
        ),
        *(
            flag(f"is_{name}_overuse", f"{meaning}, in each of the three")
            for name, meaning in _OVERUSE.items()
        ),
        flag(
            "is_medication_overuse",
            "Frequent headache and any of these; false too where the days with any of the drugs "
            "are fewer than the lowest limit",
        ),
    ),
)

_SCORE_KEY = ("person_id", "instrument", "completed_on")
QUESTIONNAIRE_SCORE = Table(
    name="features.questionnaire_score",
    grain="one row per person, instrument and day of completion",
    key=_SCORE_KEY,
    columns=(
        PERSON_ID,
        SITE_CODE,
        *(QUESTIONNAIRE.column(name) for name in _SCORE_KEY[1:]),
        Column(
            "total",
            Kind.BIGINT,
            "Total as sent, or else the sum of the items where all are answered and add up to it",
            unit="{score}",
            low=0,
        ),
        Column(
            "grade",
            Kind.TEXT,
            "Published grade of the total; HIT-6 and MIDAS have grades",
            values=tuple(grade for one in INSTRUMENTS.values() for grade, _ in one.grades),
        ),
        Column("recall_from", Kind.DATE, "First day looked back on"),
        Column(
            "recall_to",
            Kind.DATE,
            "Last day looked back on: the day before; null where no recall is given",
        ),
        Column(
            "previous_total",
            Kind.BIGINT,
            "Last total of the same instrument before this one",
            unit="{score}",
            low=0,
        ),
        Column("previous_on", Kind.DATE, "Day of that total"),
    ),
)

SCORE_WINDOW = Table(
    name="features.score_window",
    grain="one row per completed questionnaire whose recall window holds a spine day",
    key=_SCORE_KEY,
    day="completed_on",
    columns=(
        PERSON_ID,
        SITE_CODE,
        *(QUESTIONNAIRE.column(name) for name in _SCORE_KEY[1:]),
        days("spine_days", "Days of the recall window within the person's time in the diary"),
        days("observed_days", "Observed days among them"),
        days("headache_known_days", "Days on which headache is known"),
        days("headache_days", "Headache days"),
        days("migraine_known_days", "Days on which migraine is known"),
        days("migraine_days", "Migraine days"),
        days("attack_known_days", "Days on which the attack day is known"),
        days("attack_days", "Attack days, by the person's attack basis"),
        days("acute_known_days", "Days on which acute drugs are recorded"),
        days("acute_days", "Days with an acute drug"),
    ),
)

WINDOW_SUBGROUP = Table(
    name="features.window_subgroup",
    grain="one row per person, calendar 28-day window with an observed day, and kind of subgroup",
    key=("person_id", "window_index", "subgroup_kind"),
    day="window_start",
    columns=(
        PERSON_ID,
        SITE_CODE,
        *(PERSON_WINDOW.column(name) for name in ("window_index", "window_start")),
        Column(
            "subgroup_kind",
            Kind.TEXT,
            "What people are told apart by; all: nothing",
            values=("all", "age_band", "chronicity", "diagnosis", "sex"),
        ),
        Column(
            "subgroup_level",
            Kind.TEXT,
            "The level: age on the first known day, state in this window, diagnosis and sex as the "
            "site tells them, or unknown",
            nullable=False,
        ),
    ),
)
BURDEN: tuple[Table, ...] = (
    CHRONICITY,
    MEDICATION_OVERUSE,
    QUESTIONNAIRE_SCORE,
    SCORE_WINDOW,
    WINDOW_SUBGROUP,
)
