"""Input contracts: clinic visits and the therapies given in them, prescribed, or done at home."""

from __future__ import annotations

from dataclasses import replace

from triggerscape import vocabulary as words
from triggerscape.contract.diary import IS_DELETED, PERSON_KEY, RECORDED_AT, SITE_CODE, coded
from triggerscape.contract.language import Column, Kind, Role, Table

VISIT_KEY = Column(
    "visit_key",
    Kind.TEXT,
    "The site's pseudonym of the visit",
    pattern="^[A-Za-z0-9_.-]{1,64}$",
    role=Role.PERSON_KEY,
)

VISIT = Table(
    name="input.visit",
    grain="one row per encounter",
    key=("site_code", "visit_key"),
    columns=(
        SITE_CODE,
        replace(VISIT_KEY, nullable=False),
        PERSON_KEY,
        Column("visit_date", Kind.DATE, "Local day the visit began", nullable=False),
        Column("start_local", Kind.TIMESTAMP, "Wall time the visit began"),
        Column(
            "utc_offset_min",
            Kind.SMALLINT,
            "Offset of the wall time from UTC",
            unit="min",
            low=-720,
            high=840,
        ),
        Column("duration_min", Kind.INTEGER, "Length", unit="min", low=0, high=525600),
        Column(
            "setting",
            Kind.TEXT,
            "Where the visit took place",
            values=words.SETTINGS,
            nullable=False,
        ),
        Column(
            "status",
            Kind.TEXT,
            "What became of it; only completed counts as exposure",
            values=words.VISIT_STATUSES,
            nullable=False,
        ),
        Column("clinician_role", Kind.TEXT, "Who treated", values=words.CLINICIAN_ROLES),
        Column(
            "dx_codes",
            Kind.TEXT_LIST,
            "Diagnosis codes with their system, for example icd10:G43.709",
            pattern="^[a-z0-9]+:[A-Za-z0-9.]+$",
        ),
        Column("pain_before", Kind.SMALLINT, "Pain before", unit="{score}", low=0, high=10),
        Column("pain_after", Kind.SMALLINT, "Pain after", unit="{score}", low=0, high=10),
        Column("cva_deg", Kind.DOUBLE, "Craniovertebral angle", unit="deg", low=20, high=80),
        Column(
            "cervical_rotation_deg",
            Kind.SMALLINT,
            "Cervical rotation to one side",
            unit="deg",
            low=0,
            high=120,
        ),
        Column("ndi_pct", Kind.DOUBLE, "Neck disability index", unit="%", low=0, high=100),
        Column(
            "satisfaction",
            Kind.SMALLINT,
            "How satisfied the person was with the visit, 10 is most",
            unit="{score}",
            low=0,
            high=10,
        ),
        RECORDED_AT,
        IS_DELETED,
    ),
)

THERAPY = Table(
    name="input.therapy",
    grain="one row per therapy delivered, prescribed or done at home",
    key=("site_code", "therapy_key"),
    columns=(
        SITE_CODE,
        Column(
            "therapy_key",
            Kind.TEXT,
            "The site's key of this row",
            pattern="^[A-Za-z0-9_.-]{1,64}$",
            nullable=False,
            role=Role.PERSON_KEY,
        ),
        VISIT_KEY,
        PERSON_KEY,
        Column(
            "therapy_code",
            Kind.TEXT,
            "What was given",
            values=words.THERAPY_CODES,
            nullable=False,
            needed_for=("therapy_effect",),
        ),
        Column("start_date", Kind.DATE, "First local day", nullable=False),
        Column("end_date", Kind.DATE, "Last local day; null is one session or an open course"),
        Column("delivery", Kind.TEXT, "How it is given", values=words.DELIVERIES, nullable=False),
        Column("body_region", Kind.TEXT, "Where on the body", values=words.BODY_REGIONS),
        Column("minutes", Kind.SMALLINT, "Length of the session", unit="min", low=0, high=240),
        Column("dose_value", Kind.DOUBLE, "Dose, in dose_unit", low=0, high=100000),
        Column("dose_unit", Kind.TEXT, "Unit of the dose", values=words.DOSE_UNITS),
        Column("quantity", Kind.DOUBLE, "Number dispensed or done", low=0, high=100000),
        Column(
            "cost_amount",
            Kind.DOUBLE,
            "What was charged for all of this row, whoever pays; 0 is free of charge, absent is "
            "not known",
            low=0,
            high=10000000,
        ),
        Column(
            "cost_currency",
            Kind.TEXT,
            "Currency of the amounts, by ISO 4217",
            pattern="^[A-Z]{3}$",
        ),
        Column(
            "covered_amount",
            Kind.DOUBLE,
            "The part of cost_amount that a payer paid; the rest is the person's",
            low=0,
            high=10000000,
        ),
        coded("source_system", "Code system of source_code"),
        coded("source_code", "Code the therapy_code was mapped from"),
        coded("map_rule", "Which mapping rule gave the therapy_code"),
        Column(
            "status",
            Kind.TEXT,
            "What became of it; only completed counts as exposure",
            values=words.VISIT_STATUSES,
            nullable=False,
        ),
        RECORDED_AT,
        IS_DELETED,
    ),
)
