"""Contracts of what is said about the data themselves: measures, findings, quality by month."""

from __future__ import annotations

from triggerscape.contract.language import Column, Kind, Role, Table


def _key(name: str, meaning: str) -> Column:
    return Column(name, Kind.TEXT, meaning, nullable=False, role=Role.PROVENANCE)


def _text(name: str, meaning: str) -> Column:
    return Column(name, Kind.TEXT, meaning, role=Role.PROVENANCE)


def _number(name: str, meaning: str, unit: str = "") -> Column:
    return Column(name, Kind.DOUBLE, meaning, unit=unit, role=Role.PROVENANCE)


def _count(name: str, meaning: str, unit: str = "{row}") -> Column:
    return Column(name, Kind.BIGINT, meaning, unit=unit, low=0, role=Role.PROVENANCE)


def _share(name: str, meaning: str) -> Column:
    return Column(name, Kind.DOUBLE, meaning, low=0, high=1, role=Role.PROVENANCE)


SEVERITIES = ("critical", "warning", "info")

FILE_MEASURE = Table(
    name="ledger.file_measure",
    grain="one row per use of a file, column, month and measure that is not zero",
    key=(),  # unique by how it is made; an index over thousands a file costs four times the rows
    columns=(
        _key("use_id", "The use of a file"),
        _key("column_name", "Column it is about; empty for the rows as such"),
        _key("period", "Month of the data, YYYY-MM; empty for the whole file"),
        _key("measure", "What was counted or summed"),
        _number("value", "The count or the sum; sums only where 11 rows or more have a value"),
    ),
)
FINDING = Table(
    name="ledger.finding",
    grain="one row per site, use of a file, rule, column and month in which the rule is broken",
    key=("site_code", "use_id", "contract", "code", "column_name", "period"),
    columns=(
        _key("site_code", "The site"),
        _key("use_id", "The use of a file; empty where the finding is about the site"),
        _key("contract", "The contract the file feeds"),
        _key("code", "The rule that is broken"),
        _key("column_name", "The column; empty where it is about the rows as such"),
        _key("period", "Month of the data; empty for the whole file"),
        Column(
            "severity",
            Kind.TEXT,
            "critical holds the file back, warning is said, info is kept",
            values=SEVERITIES,
            nullable=False,
            role=Role.PROVENANCE,
        ),
        _text("sentence", "What was found"),
        _text("fix", "What to do about it"),
        _number("measured", "The number held against the threshold"),
        _number("threshold", "The limit that was crossed"),
    ),
)
KEY_COLUMN = Table(
    name="quality.key_column",
    grain="one row per input contract and column that an analysis needs",
    key=("contract", "column_name"),
    columns=(_key("contract", "The contract"), _key("column_name", "The column")),
)
_USE_AND_MONTH = (
    _key("use_id", "The use of a file"),
    _key("month", "Month of the row's day, YYYY-MM; empty for rows without a day"),
)
_FATES = (
    _count("rows_in", "Rows received"),
    _count("rows_accepted", "Rows in use, superseded by a newer version, or taken back"),
    _count("rows_refused", "Rows that broke a rule, or contradict another version"),
    _count("rows_held", "Rows of files held back as a whole"),
    _count("rows_duplicate", "Rows that say again what another row or the header said"),
)
MONTH_FATE = Table(
    name="quality.month_fate",
    grain="one row per use of a file and month: what became of its accepted rows",
    key=("use_id", "month"),
    columns=(
        *_USE_AND_MONTH,
        _FATES[1],
        _count("rows_in_conflict", "Rows set aside: another version, or another key, contradicts"),
        _FATES[4],
    ),
)
USE_MONTH = Table(
    name="quality.use_month",
    grain="one row per use of a file and month: rows that came, and what became of them",
    key=("use_id", "month"),
    columns=(
        *_USE_AND_MONTH,
        _key("site_code", "The site"),
        _key("contract", "The contract"),
        *_FATES,
        _count("people", "People with a row", "{person}"),
    ),
)
MONTH_FILLED = Table(
    name="quality.month_filled",
    grain="one row per use of a file and month: how much of what the analyses need is there",
    key=("use_id", "month"),
    columns=(
        *_USE_AND_MONTH,
        _count("values_wanted", "Rows, times the key columns the file has", "{value}"),
        _count("values_there", "Values in these columns", "{value}"),
    ),
)
MONTH_FINDING = Table(
    name="quality.month_finding",
    grain="one row per site, contract, month and finding that speaks of it",
    key=("site_code", "contract", "month", "code", "column_name", "is_last"),
    columns=(
        _key("site_code", "The site"),
        _key("contract", "The contract"),
        _key("month", "Month of the data; empty for rows without a day"),
        _key("code", "The rule that is broken"),
        _key("column_name", "The column; empty where it is about the rows as such"),
        _key("severity", "critical, warning or info"),
        Column(
            "is_last",
            Kind.BOOLEAN,
            "The last month of the file, or of the site, the finding is about",
            role=Role.PROVENANCE,
        ),
    ),
)
SITE_MONTH = Table(
    name="quality.site_month",
    grain="one row per site, contract and month of the data",
    key=("site_code", "contract", "month"),
    columns=(
        _key("site_code", "The site"),
        _key("contract", "The contract"),
        _key("month", "Month of the data, YYYY-MM; empty for rows without a day"),
        _count("files", "Files with rows of this month", "{file}"),
        *_FATES,
        _count("people", "Most people any one file has in this month", "{person}"),
        _share("share_missing", "Of the values the analyses need, how many are missing"),
        _share("share_late", "Of the entries with a time, how many came more than 3 days late"),
        _share("share_unmapped", "Of the therapies, how many have codes that no rule knows"),
        _count("drift_flags", "Columns that drifted from the site's own history", "{column}"),
        _count(
            "months_behind", "Months from the site's newest data of the contract to anybody's", "mo"
        ),
        _text("worst", "Gravest severity among the findings; empty where there is none"),
    ),
)
QUALITY: tuple[Table, ...] = (
    KEY_COLUMN,
    MONTH_FATE,
    USE_MONTH,
    MONTH_FILLED,
    MONTH_FINDING,
    SITE_MONTH,
)
