"""Contracts of the published reference tables: what the words in the facts mean."""

from __future__ import annotations

from triggerscape.contract.language import Column, Kind, Role, Table
from triggerscape.contract.releases.changes import RELEASE_CHANGE
from triggerscape.contract.releases.words import DIM_SUBGROUP, DIM_WORD


def _key(name: str, meaning: str) -> Column:
    return Column(name, Kind.TEXT, meaning, nullable=False, role=Role.DIMENSION)


def _text(name: str, meaning: str) -> Column:
    return Column(name, Kind.TEXT, meaning, role=Role.NOTE)


RELEASE = Table(
    name="pub.release",
    grain="one row: this release",
    key=("release_id",),
    columns=(
        _key("release_id", "As-of date and a counter"),
        Column("as_of_date", Kind.DATE, "The last day looked at", role=Role.NOTE),
        _text("run_id", "Fingerprint of the inputs, settings and code behind the release"),
        _text("code_version", "Version of triggerscape that made it"),
        Column("is_synthetic", Kind.BOOLEAN, "True for a made-up population", role=Role.NOTE),
        Column("threshold", Kind.INTEGER, "Fewer people than this are hidden", role=Role.NOTE),
        Column("rounding_base", Kind.INTEGER, "Counts are rounded to this", role=Role.NOTE),
        _text("disclosure_mode", "rounded: counts are multiples of the base; exact: as counted"),
        Column(
            "closed_through",
            Kind.DATE,
            "Last day of the newest window published; windows up to it are frozen",
            role=Role.NOTE,
        ),
        _text("restated", "Why windows published before were worked out again, if they were"),
    ),
)
DICTIONARY = Table(
    name="pub.dictionary",
    grain="one row per published table and column",
    key=("table_name", "column_name"),
    columns=(
        _key("table_name", "Published table"),
        _key("column_name", "Its column"),
        Column("position", Kind.INTEGER, "Place of the column, from 1", role=Role.NOTE),
        _text("type", "DuckDB type"),
        _text("unit", "Unit, in UCUM"),
        Column("decimals", Kind.INTEGER, "Decimals a value is published with", role=Role.NOTE),
        _text("meaning", "What it means"),
        _text("estimand", "What it estimates; see dim_estimand, or the row's own estimand_id"),
        _text("role", "Its part in disclosure control"),
    ),
)
DIM_MEASURE = Table(
    name="pub.dim_measure",
    grain="one row per measure",
    key=("measure_id",),
    columns=(
        _key("measure_id", "The measure"),
        _text("label", "Readable name"),
        _text("unit", "Unit, in UCUM"),
        _text("better", "lower, higher or neither is better"),
        _text("definition", "How it is counted"),
    ),
)
DIM_ESTIMAND = Table(
    name="pub.dim_estimand",
    grain="one row per estimand",
    key=("estimand_id",),
    columns=(
        _key("estimand_id", "The estimand"),
        _text("sentence", "What is estimated, in plain words"),
        _text("population", "Over whom"),
        _text("contrast", "What against what"),
        _text("method", "How it is estimated"),
        _text("standing", "description, association, or causal under the stated assumptions"),
        _text("assumptions", "What has to hold"),
    ),
)
DIM_SITE = Table(
    name="pub.dim_site",
    grain="one row per site",
    key=("site_id",),
    columns=(_key("site_id", "The site"), _text("entry_basis", "How its diaries are kept")),
)
DIM_TRIGGER = Table(
    name="pub.dim_trigger",
    grain="one row per factor",
    key=("trigger_id",),
    columns=(
        _key("trigger_id", "The factor"),
        _text("label", "Readable name"),
        _text("domain", "Sleep, stress, posture, diet, …"),
        _text("step", "What one step of it is"),
        Column("lag_days", Kind.INTEGER, "Pre-registered lag", unit="d", role=Role.NOTE),
        _text("claim", "What an association may become: candidate, premonitory, negative_control"),
        _text("definition", "How a day counts as exposed"),
    ),
)
DIM_THERAPY = Table(
    name="pub.dim_therapy",
    grain="one row per therapy and therapy group",
    key=("therapy_id",),
    columns=(
        _key("therapy_id", "Therapy code or group"),
        _text("label", "Readable name"),
        _text("therapy_group", "The group it rolls up to"),
        _text("delivery", "session, course, as_needed or home"),
    ),
)

REFERENCES: tuple[Table, ...] = (
    RELEASE,
    RELEASE_CHANGE,
    DICTIONARY,
    DIM_MEASURE,
    DIM_ESTIMAND,
    DIM_SITE,
    DIM_TRIGGER,
    DIM_THERAPY,
    DIM_SUBGROUP,
    DIM_WORD,
)
