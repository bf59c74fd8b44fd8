"""Judging a landed file: one pass of SQL gives every row its typed values and its broken rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from expectations.clinical_rules import CLINICAL_RULES
from expectations.person_numbers import other_keys, our_keys
from expectations.row_rules import RowRule, column_rules
from triggerscape.contract.language import Kind, Role
from triggerscape.delivery.privacy.tripwires import is_suspicious_sql, tripwire_sql
from triggerscape.delivery.values.typed_values import (
    extra_form,
    extra_value,
    is_written_plainly,
    typed_value,
)
from triggerscape.severity import Severity
from triggerscape.warehouse.literals import quoted, sql_text, sql_texts

if TYPE_CHECKING:
    from triggerscape.contract.language import Column, Table
    from triggerscape.delivery.arrival import Arrival
    from triggerscape.delivery.mapping import Mapped
    from triggerscape.delivery.profiles.profile import ExtraColumn, SiteProfile

# The part of the judged rows that are refused; the others are named by their bucket.
REFUSED_PART = -1
# The head of the 60 bits of a person_id that tells its bucket.
_BITS_BELOW_BUCKET_NUMBER = 44
TRIPPED = "privacy.tripped"
WITHDRAWN = "any.person_key.withdrawn"
# What breaks these rules may be anything at all, a name or a telephone number among it.
_UNREAD = (".form", ".word", ".pattern")


def rules_of(table: Table, profile: SiteProfile) -> list[RowRule]:
    """Every rule a row of this contract is held to at this site."""
    rules = [*column_rules(table, profile), *CLINICAL_RULES.get(table.short_name, ())]
    rules += [_own_site(profile), _withdrawn()]
    if profile.totals_words:
        rules.append(_totals(profile))
    for extra in _extras(table, profile):
        rules += _extra_rules(extra, profile)
    return rules


def judged_sql(arrival: Arrival, mapped: Mapped, *, buckets: int) -> str:
    """SELECT over the temporary tables of ``number_people`` and what ``mapped`` reads.

    Gives the columns of arrived rows (triggerscape/warehouse/arrived_rows.py), ``broken`` (the
    codes of broken rules, NULL where there are none), ``suspects`` (column and text of what could
    not be read in a refused row) and ``part``: the bucket, or REFUSED_PART.

    A row is first held to one cheap condition that no faulty row passes; only where it does not
    hold is every rule asked by itself. Nearly every row costs the first alone.
    """
    table, profile = arrival.table, arrival.profile
    extracted = arrival.delivery.extracted_at
    extracted_at = f"'{extracted.isoformat(sep=' ')}'" if extracted else "NULL"
    extras = _extras(table, profile)
    rules = [*rules_of(table, profile), *_tripwires(table, mapped)]
    values = {c.name: typed_value(table, c, profile) for c in table}
    values |= {extra.factor.code: extra_value(extra, profile) for extra in extras}
    typed = ", ".join(f"{quoted(name)} := {value}" for name, value in values.items())
    suspicions = [*_ill_written_numbers(table, profile), *(rule.suspicion for rule in rules)]
    suspicious = "\n        OR ".join(f"({suspicion})" for suspicion in suspicions)
    codes = ",\n        ".join(
        f"CASE WHEN {rule.broken} THEN {sql_text(rule.code)} END" for rule in rules
    )
    joined = "".join(
        f"\n    LEFT JOIN {our_keys(column)} "
        f"ON {our_keys(column)}.spelling = typed.typed.{quoted(column.name)}"
        for column in other_keys(table)
    )
    own = "".join(
        f", {our_keys(column)}.rekeyed AS {our_keys(column)}" for column in other_keys(table)
    )
    kept = [_kept(table, column) for column in table]
    kept += [f"{_finite(extra.factor.code)} AS {quoted(extra.factor.code)}" for extra in extras]
    return f"""
WITH mapped AS ({mapped.sql}),
typed AS (
    SELECT mapped AS raw, struct_pack({typed}) AS typed,
        CAST({extracted_at} AS TIMESTAMP) AS extracted_at
    FROM mapped
),
numbered AS (
    SELECT typed.*, person_number.*{own}
    FROM typed
    LEFT JOIN person_number ON person_number.spelling = typed.typed.person_key{joined}
),
judged AS (
    SELECT *,
        CASE WHEN {suspicious}
        THEN list_filter([
        {codes}
        ], lambda code: code IS NOT NULL) END AS codes
    FROM numbered
)
SELECT {", ".join(kept)},
    person_id, person_fold,
    {str(profile.dates_are_relative).lower()} AS date_is_relative,
    extracted_at,
    {_same_in_all(arrival.use_id)} AS use_id,
    {_same_in_all(arrival.delivery.delivery_id)} AS delivery_id,
    {_same_in_all(arrival.staged.sha256)} AS source_sha256,
    raw.source_row AS source_row,
    CASE WHEN len(codes) > 0 THEN codes END AS broken,
    CASE WHEN len(codes) > 0 THEN {_suspects(rules)} END AS suspects,
    CASE WHEN len(codes) > 0 THEN {REFUSED_PART}
        ELSE (person_id >> {_BITS_BELOW_BUCKET_NUMBER}) // {65536 // buckets} END AS part
FROM judged
"""


def _kept(table: Table, column: Column) -> str:
    """One column as it is kept: the site's keys give way to ours, no NaN is a number."""
    name = quoted(column.name)
    if column.name == "person_key":
        return f"person_key AS {name}"
    if column in other_keys(table):
        return f"{our_keys(column)} AS {name}"
    if column.kind is Kind.DOUBLE:
        return f"{_finite(column.name)} AS {name}"
    return f"typed.{name} AS {name}"


def _same_in_all(text: str) -> str:
    """A text that is the same in every row: as a word of a list it is carried about in one byte."""
    return f"CAST({sql_text(text)} AS ENUM ({sql_text(text)}))"


def _finite(name: str) -> str:
    return f"CASE WHEN isfinite(typed.{quoted(name)}) THEN typed.{quoted(name)} END"


def _extras(table: Table, profile: SiteProfile) -> tuple[ExtraColumn, ...]:
    """The x_ columns a contract's rows may have at this site."""
    return profile.extras if table.short_name == "diary" else ()


def _ill_written_numbers(table: Table, profile: SiteProfile) -> list[str]:
    """One look at all plainly written numbers: a sign that no number of their kind holds."""
    plain = [
        column
        for column in table
        if column.kind.is_number
        and is_written_plainly(profile.rule(table.short_name, column.name), profile)
    ]
    kinds = (
        ([column.name for column in plain if column.kind.is_whole_number], "[0-9+-]*"),
        ([column.name for column in plain if not column.kind.is_whole_number], "[0-9.+-]*"),
        ([extra.factor.code for extra in _extras(table, profile)], "[0-9.,+-]*"),
    )
    told = [(names, signs) for names, signs in kinds if names]
    if not told:
        return []
    # One text of all of them and one form: what a look costs hardly depends on its length.
    texts = ", ';', ".join(", ".join(f"raw.{quoted(name)}" for name in names) for names, _ in told)
    form = ";".join(signs for _, signs in told)
    return [f"NOT regexp_full_match(concat({texts}), {sql_text(form)})"]


def _tripwires(table: Table, mapped: Mapped) -> list[RowRule]:
    """Texts of no closed list, dropped columns among them, may not tell who somebody is.

    A code without blanks may still be a web address or the number of an account.
    """
    loose = [
        column.name
        for column in table
        if column.kind is Kind.TEXT and not column.values and column.role is Role.PERSON_VALUE
    ]
    loose += [f"dropped_{place}" for place in range(len(mapped.dropped))]
    return [
        RowRule(
            f"{TRIPPED}.{name}",
            name,
            "a text looks as if it told who somebody is",
            f"len({tripwire_sql(f'raw.{quoted(name)}')}) > 0",
            "the site removes the column",
            quick=is_suspicious_sql(f"raw.{quoted(name)}"),
            share=0.0,
            reason="one identifier is one too many",
        )
        for name in loose
    ]


def _suspects(rules: list[RowRule]) -> str:
    """The texts of a refused row that could not be read, each with its column."""
    unread: dict[str, list[str]] = {}
    for rule in rules:
        if rule.code.endswith(_UNREAD) or rule.code.startswith(TRIPPED):
            unread.setdefault(rule.column, []).append(rule.code)
    texts = ", ".join(
        f"CASE WHEN list_has_any(codes, [{sql_texts(codes)}]) "
        f"THEN struct_pack(found_in := {sql_text(name)}, written := raw.{quoted(name)}) END"
        for name, codes in sorted(unread.items())
    )
    return f"list_filter([{texts}], lambda text: text IS NOT NULL)"


def _own_site(profile: SiteProfile) -> RowRule:
    return RowRule(
        "any.site_code.other_site",
        "site_code",
        "the row names another site than the folder it came in",
        f"typed.site_code <> {sql_text(profile.site_code)}",
        "put the file into the inbox of its own site",
        share=0.0,
        reason="the same key at two sites is two people, so a stray row spoils the trust in all",
    )


def _withdrawn() -> RowRule:
    return RowRule(
        WITHDRAWN,
        "person_key",
        "the row is of a person who withdrew",
        "is_withdrawn",
        "triggerscape withdraw --again takes it out of the inbox, too; the site sends it no more",
        severity=Severity.WARNING,
        share=1.0,
        reason="an old file must not bring back whoever withdrew",
    )


def _totals(profile: SiteProfile) -> RowRule:
    words = sql_texts(word.lower() for word in profile.totals_words)
    return RowRule(
        "any.row.total",
        "",
        "the row is a total, not a record",
        f"lower(raw.first_field) IN ({words})",
        "nothing: the profile declares it",
        severity=Severity.INFO,
    )


def _extra_rules(extra: ExtraColumn, profile: SiteProfile) -> list[RowRule]:
    code = extra.factor.code
    value = f"typed.{quoted(code)}"
    text = f"raw.{quoted(code)}"
    words = sql_texts(word.lower() for word in (*profile.yes_words, *profile.no_words))
    is_number = f"regexp_full_match({text}, {sql_text(extra_form(profile))})"
    unwritten = f"{text} IS NOT NULL AND {value} IS NULL"
    rules = [
        RowRule(
            f"diary.{code}.form",
            code,
            f"{code} is neither a number nor a yes or no word",
            f"{unwritten} OR NOT ({is_number} OR lower({text}) IN ({words}))",
            "declare decimal marks in [file], yes and no words in [booleans]",
            quick=unwritten,
        )
    ]
    if extra.low is not None and extra.high is not None:
        rules.append(
            RowRule(
                f"diary.{code}.range",
                code,
                f"{code} is outside {extra.low:g} to {extra.high:g}",
                f"{value} NOT BETWEEN {extra.low!r} AND {extra.high!r}",
                f"correct low and high in [extra.{code}], or the site mends the rows",
            )
        )
    return rules
