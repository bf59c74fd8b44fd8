"""Input contract: what a site sends about one person and one day, and which days a log covers."""

from __future__ import annotations

from triggerscape import vocabulary as words
from triggerscape.contract.language import Column, Kind, Role, Table

SITE_CODE = Column(
    "site_code",
    Kind.TEXT,
    "The site that sent the row",
    pattern="^[A-Z0-9]{2,12}$",
    nullable=False,
    role=Role.DIMENSION,
)
PERSON_KEY = Column(
    "person_key",
    Kind.TEXT,
    "The site's pseudonym of the person; never a record number, never an e-mail address",
    pattern="^[A-Za-z0-9_-]{6,64}$",
    nullable=False,
    role=Role.PERSON_KEY,
)
RECORDED_AT = Column(
    "recorded_at",
    Kind.TIMESTAMP,
    "When the site's system last wrote the row, in UTC; the newest version of a key wins",
)
IS_DELETED = Column(
    "is_deleted",
    Kind.BOOLEAN,
    "True takes the row back: of such a row only the key need be filled",
)


def coded(name: str, meaning: str) -> Column:
    """A text that is a word or a code without blanks: never a sentence of somebody's."""
    return Column(name, Kind.TEXT, meaning, pattern="^[A-Za-z0-9][A-Za-z0-9_.:/+-]{0,63}$")


def _yes_no(name: str, meaning: str, *needed_for: str) -> Column:
    return Column(name, Kind.BOOLEAN, meaning, needed_for=needed_for)


def _doses(name: str, drug: str) -> Column:
    meaning = f"Doses of {drug} taken on this day"
    needed = ("medication_overuse",)
    return Column(name, Kind.SMALLINT, meaning, unit="{dose}", low=0, high=20, needed_for=needed)


def _hours(name: str, meaning: str, *needed_for: str) -> Column:
    return Column(name, Kind.DOUBLE, meaning, unit="h", low=0, high=24, needed_for=needed_for)


def _score(name: str, meaning: str, low: float, high: float, *needed_for: str) -> Column:
    return Column(
        name,
        Kind.SMALLINT,
        meaning,
        unit="{score}",
        low=low,
        high=high,
        needed_for=needed_for,
    )


DIARY = Table(
    name="input.diary",
    grain="one row per person and local day",
    key=("site_code", "person_key", "diary_date"),
    columns=(
        SITE_CODE,
        PERSON_KEY,
        Column("diary_date", Kind.DATE, "The person's local day", nullable=False),
        Column(
            "diary_day",
            Kind.INTEGER,
            "Day relative to the person's own day 0, where a source has no calendar dates",
            unit="d",
            low=-36500,
            high=36500,
        ),
        Column(
            "entry_basis",
            Kind.TEXT,
            "How the entry came about; in an event log a missing day is not a headache-free day",
            values=words.ENTRY_BASES,
            nullable=False,
        ),
        Column(
            "entry_status",
            Kind.TEXT,
            "Whether the entry was finished; a missed day carries no clinical value",
            values=words.ENTRY_STATUSES,
            nullable=False,
        ),
        Column("entered_at", Kind.TIMESTAMP, "When the person made the entry, local wall time"),
        RECORDED_AT,
        IS_DELETED,
        _yes_no("headache", "Any headache on this day", "burden", "trigger_effect"),
        _yes_no("migraine", "Migraine on this day", "burden", "trigger_effect", "therapy_effect"),
        Column(
            "migraine_basis",
            Kind.TEXT,
            "Who or what called it a migraine",
            values=words.MIGRAINE_BASES,
        ),
        Column(
            "headache_minutes",
            Kind.SMALLINT,
            "Minutes of headache within this day",
            unit="min",
            low=0,
            high=1440,
        ),
        Column("onset_local", Kind.TIME, "Wall time the headache began; null if carried over"),
        Column(
            "pain_max",
            Kind.DOUBLE,
            "Worst pain of the day",
            unit="{score}",
            low=0,
            high=10,
            needed_for=("burden",),
        ),
        Column("pain_scale", Kind.TEXT, "Scale the pain was asked on", values=words.PAIN_SCALES),
        _yes_no("aura", "Aura"),
        _yes_no("nausea", "Nausea"),
        _yes_no("vomiting", "Vomiting"),
        _yes_no("photophobia", "Light hurt"),
        _yes_no("phonophobia", "Sound hurt"),
        _yes_no("aggravated_by_activity", "Ordinary activity made it worse"),
        Column("impact", Kind.TEXT, "How far it kept the person from things", values=words.IMPACTS),
        _hours("sleep_hours", "Length of the sleep that ended on this day", "trigger_effect"),
        _score("sleep_quality", "Quality of that sleep, 5 is best", 1, 5, "trigger_effect"),
        _score("sleep_interruptions", "Times awake during that sleep", 0, 50),
        Column(
            "stress",
            Kind.DOUBLE,
            "Stress felt on this day, 10 is worst",
            unit="{score}",
            low=0,
            high=10,
            needed_for=("trigger_effect",),
        ),
        _hours("sitting_hours", "Hours sitting"),
        _hours("screen_hours", "Hours in front of a screen", "trigger_effect"),
        _score("posture_rating", "Own rating of posture, 5 is best", 1, 5, "trigger_effect"),
        _score("neck_pain", "Neck pain, 10 is worst", 0, 10, "trigger_effect"),
        Column(
            "caffeine_mg",
            Kind.SMALLINT,
            "Caffeine; a cup of coffee is 95 mg unless the profile says otherwise",
            unit="mg",
            low=0,
            high=2000,
            needed_for=("trigger_effect",),
        ),
        Column(
            "alcohol_units",
            Kind.DOUBLE,
            "Alcohol in units of 10 g; a US drink is 1.4",
            unit="{unit}",
            low=0,
            high=40,
            needed_for=("trigger_effect",),
        ),
        Column(
            "water_ml",
            Kind.SMALLINT,
            "Water drunk",
            unit="mL",
            low=0,
            high=12000,
            needed_for=("trigger_effect",),
        ),
        _score("meals_skipped", "Meals skipped", 0, 5, "trigger_effect"),
        Column("exercise_min", Kind.SMALLINT, "Minutes of exercise", unit="min", low=0, high=1440),
        _yes_no("menses", "Menstrual bleeding on this day", "trigger_effect"),
        Column(
            "triggers_asked",
            Kind.TEXT_LIST,
            "Trigger codes the diary asked about; absent from this list is not asked, not no",
            values=words.TRIGGER_CODES,
            needed_for=("trigger_effect",),
        ),
        Column(
            "triggers_present",
            Kind.TEXT_LIST,
            "Trigger codes the person ticked, each of them asked",
            values=words.TRIGGER_CODES,
            needed_for=("trigger_effect",),
        ),
        _doses("acute_triptan", "a triptan"),
        _doses("acute_nsaid", "an anti-inflammatory drug"),
        _doses("acute_gepant", "a gepant"),
        _doses("acute_ergot", "an ergot"),
        _doses("acute_opioid", "an opioid"),
        _doses("acute_combination", "a combination analgesic"),
        _doses("acute_other", "another acute drug"),
        _yes_no("preventive_taken", "Took the day's preventive drug", "trigger_effect"),
        Column(
            "selfcare",
            Kind.TEXT_LIST,
            "Self-care done on this day",
            values=words.SELFCARE_CODES,
        ),
    ),
)

DIARY_COVERAGE = Table(
    name="input.diary_coverage",
    grain="one row per stretch of days a person's log is known to be complete",
    key=("site_code", "person_key", "from_date"),
    columns=(
        SITE_CODE,
        PERSON_KEY,
        Column("from_date", Kind.DATE, "First covered day", nullable=False),
        Column("to_date", Kind.DATE, "Last covered day", nullable=False),
        coded("basis", "How the site knows the log was kept on these days, as a word or code"),
        RECORDED_AT,
        IS_DELETED,
    ),
)
