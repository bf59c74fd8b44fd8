"""Contracts of the 28-day windows of a person: days counted, and the measures made of them."""

from __future__ import annotations

from triggerscape.contract.core import PERSON_ID
from triggerscape.contract.diary import SITE_CODE
from triggerscape.contract.feature_columns import days
from triggerscape.contract.language import Column, Kind, Table
from triggerscape.contract.outcomes import DRUGS, VARIANTS

PERSON_WINDOW = Table(
    name="features.person_window",
    grain="one row per person, kind of window and 28-day window with an observed day",
    key=("person_id", "window_kind", "window_index"),
    day="window_start",
    columns=(
        PERSON_ID,
        SITE_CODE,
        Column(
            "window_kind",
            Kind.TEXT,
            "calendar: the same 28 days for everybody; personal: from the person's first day",
            values=("calendar", "personal"),
        ),
        Column("window_index", Kind.INTEGER, "Number of the window, in time order"),
        Column("window_start", Kind.DATE, "First day of the window"),
        days("observed_days", "Days with an entry"),
        days("headache_known_days", "Days on which headache is known"),
        days("headache_days", "Headache days"),
        days("migraine_known_days", "Days on which migraine is known"),
        days("migraine_days", "Migraine days"),
        days("severe_known_days", "Days on which the worst pain is known"),
        days("severe_days", "Severe days"),
        days("acute_known_days", "Days on which acute drugs are recorded"),
        days("acute_days", "Days with an acute drug"),
        days("late_known_days", "Days whose time of entry is known"),
        days("late_days", "Days entered so late that they were recalled rather than noted"),
        days("premonitory_known_days", "Days on which a possible early sign is recorded or denied"),
        days("premonitory_days", "Days with a possible early sign of an attack"),
        days("spine_days", "Days of the window within the person's time in the diary"),
    ),
)

WINDOW_MEASURE = Table(
    name="features.window_measure",
    grain="one row per person, window and burden measure that its days can support",
    key=("person_id", "window_kind", "window_index", "measure_id"),
    day="window_start",
    columns=(
        PERSON_ID,
        SITE_CODE,
        *(PERSON_WINDOW.column(n) for n in ("window_kind", "window_index", "window_start")),
        Column("measure_id", Kind.TEXT, "Which burden measure"),
        days("days", "Days behind it"),
        Column("value", Kind.BIGINT, "Numerator: days, days per 28 in millionths, or points"),
        Column("weight", Kind.BIGINT, "Denominator: days, one million for a rate, or answers"),
    ),
)

_PLACE = (
    PERSON_ID,
    SITE_CODE,
    Column(
        "window_kind",
        Kind.TEXT,
        "calendar; personal where the diary has no place in the calendar",
        values=("calendar", "personal"),
    ),
    *(PERSON_WINDOW.column(name) for name in ("window_index", "window_start")),
)

WINDOW_VARIANT = Table(
    name="features.window_variant",
    grain="one row per person, 28-day window and variant of a day that the diary ever decides",
    key=("person_id", "window_kind", "window_index", "variant"),
    day="window_start",
    columns=(
        *_PLACE,
        Column("variant", Kind.TEXT, "A way of counting a day", values=tuple(VARIANTS)),
        days("observed_days", "Days with an entry or covered by the log"),
        days("known_days", "Days the diary decides; the others may be such days or not"),
        days("days", "Days that count, by this variant"),
    ),
)

DRUG_WINDOW = Table(
    name="features.drug_window",
    grain="one row per person and 28-day window with an observed day",
    key=("person_id", "window_kind", "window_index"),
    day="window_start",
    columns=(
        *_PLACE,
        *(
            column
            for name, meaning in DRUGS.items()
            for column in (
                days(f"{name}_known_days", f"Days on which it is recorded: {meaning.lower()}"),
                days(f"{name}_days", f"Days with it: {meaning.lower()}"),
            )
        ),
    ),
)
WINDOWS: tuple[Table, ...] = (PERSON_WINDOW, WINDOW_MEASURE, WINDOW_VARIANT, DRUG_WINDOW)
