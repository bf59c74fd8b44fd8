"""Judging a landed file: one pass of SQL gives every row its typed values and its broken rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from expectations.clinical_rules import CLINICAL_RULES
from expectations.row_rules import RowRule, column_rules
from triggerscape.delivery.typed_values import extra_value, typed_value
from triggerscape.warehouse.literals import quoted, sql_text

if TYPE_CHECKING:
    from triggerscape.contract.language import Table
    from triggerscape.delivery.arrival import Arrival
    from triggerscape.delivery.mapping import Mapped
    from triggerscape.delivery.profiles.profile import ExtraColumn, SiteProfile

# md5 gives the same number on every engine; 60 bits keep it a positive BIGINT.
PERSON_ID = "CAST('0x' || substr(md5(site_code || chr(31) || person_key), 1, 15) AS BIGINT)"
BUCKET_NUMBER = "CAST('0x' || substr(md5(site_code || chr(31) || person_key), 1, 4) AS INTEGER)"


def rules_of(table: Table, profile: SiteProfile) -> list[RowRule]:
    """Every rule a row of this contract is held to at this site."""
    rules = [*column_rules(table), *CLINICAL_RULES.get(table.short_name, ())]
    rules += [_own_site(profile), _CASE_VARIANT]
    if table.short_name == "diary":
        for extra in profile.extras:
            rules += _extra_rules(extra)
    return rules


def judged_sql(arrival: Arrival, mapped: Mapped) -> str:
    """SELECT giving source_row, the typed columns, the arrival columns and ``broken``, a list."""
    table, profile = arrival.table, arrival.profile
    extracted = arrival.delivery.extracted_at
    extracted_at = f"'{extracted.isoformat(sep=' ')}'" if extracted else "NULL"
    raw_extras = [extra.factor.code for extra in profile.extras if table.short_name == "diary"]
    raw = ", ".join(f"{quoted(n)} := {quoted(n)}" for n in (*table.column_names, *raw_extras))
    typed = ", ".join(f"{quoted(c.name)} := {typed_value(table, c, profile)}" for c in table)
    checks = ",\n        ".join(
        f"CASE WHEN {rule.broken} THEN {sql_text(rule.code)} END"
        for rule in rules_of(table, profile)
    )
    return f"""
WITH mapped AS ({mapped.sql}),
spelling AS (
    SELECT {typed_value(table, table.column("person_key"), profile)} AS spelling, count(*) AS n
    FROM mapped
    GROUP BY spelling
),
variant AS (
    SELECT spelling
    FROM spelling
    WINDOW alike AS (PARTITION BY lower(trim(spelling)))
    QUALIFY count(*) OVER alike > 1 AND 2 * n <= sum(n) OVER alike
),
typed AS (
    SELECT source_row, struct_pack({raw}) AS raw, struct_pack({typed}) AS typed,
        {_extra_map(profile) if raw_extras else "CAST(NULL AS MAP(VARCHAR, DOUBLE))"} AS extra,
        CAST({extracted_at} AS TIMESTAMP) AS extracted_at
    FROM mapped
),
judged AS (
    SELECT source_row, unnest(typed), extra, extracted_at,
        list_filter([
        {checks}
        ], lambda code: code IS NOT NULL) AS broken
    FROM typed
)
SELECT *,
    {PERSON_ID} AS person_id,
    {BUCKET_NUMBER} AS bucket_number,
    {str(profile.dates_are_relative).lower()} AS date_is_relative,
    {sql_text(arrival.use_id)} AS use_id,
    {sql_text(arrival.delivery.delivery_id)} AS delivery_id,
    {sql_text(arrival.staged.sha256)} AS source_sha256
FROM judged
"""


# Which spelling is the person's? The one that more than half of the rows use; else none is.
_CASE_VARIANT = RowRule(
    "any.person_key.case_variant",
    "person_key",
    "the person_key differs from others of the file in capitals or blanks only",
    "typed.person_key IN (SELECT spelling FROM variant)",
)


def _own_site(profile: SiteProfile) -> RowRule:
    return RowRule(
        "any.site_code.other_site",
        "site_code",
        "the row names another site than the folder it came in",
        f"typed.site_code <> {sql_text(profile.site_code)}",
    )


def _extra_rules(extra: ExtraColumn) -> list[RowRule]:
    code = extra.factor.code
    value = f"extra[{sql_text(code)}]"
    rules = [
        RowRule(
            f"diary.{code}.form",
            code,
            f"{code} is neither a number nor a yes or no word",
            f"raw.{quoted(code)} IS NOT NULL AND {value} IS NULL",
        )
    ]
    if extra.low is not None and extra.high is not None:
        rules.append(
            RowRule(
                f"diary.{code}.range",
                code,
                f"{code} is outside {extra.low:g} to {extra.high:g}",
                f"{value} NOT BETWEEN {extra.low!r} AND {extra.high!r}",
            )
        )
    return rules


def _extra_map(profile: SiteProfile) -> str:
    entries = ", ".join(
        f"struct_pack(k := {sql_text(extra.factor.code)}, v := {extra_value(extra, profile)})"
        for extra in profile.extras
    )
    return f"map_from_entries(list_filter([{entries}], lambda entry: entry.v IS NOT NULL))"
