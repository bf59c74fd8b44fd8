"""From text to a typed value: the written form is checked before any cast, a cast never raises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.contract.language import Column, Kind
from triggerscape.delivery.profiles.profile import ColumnRule, ExtraColumn, SiteProfile
from triggerscape.warehouse.literals import quoted, sql_text, sql_texts

if TYPE_CHECKING:
    from triggerscape.contract.language import Table

# Where a source counts days from its own day 0, that day is given this date.
DAY_0 = "2001-01-01"
_WHOLE = r"[+-]?[0-9]+(\.0+)?"
_DECIMAL = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"
_ISO_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_ISO_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?"
_ISO_TIMESTAMP = rf"{_ISO_DATE}[T ]{_ISO_TIME}Z?"


def typed_value(table: Table, column: Column, profile: SiteProfile) -> str:
    """SQL that turns the text column of the same name into its kind; NULL where it is malformed."""
    if column.name == "diary_date" and profile.dates_are_relative:
        return f"DATE '{DAY_0}' + TRY_CAST(diary_day AS INTEGER)"
    text = quoted(column.name)
    rule = profile.rule(table.short_name, column.name)
    match column.kind:
        case Kind.TEXT:
            value = _words(text, column, rule)
            upper = column.name == "person_key" and profile.id_case == "upper"
            return f"upper({value})" if upper else value
        case Kind.BOOLEAN:
            yes, no = (
                (profile.no_words, profile.yes_words)
                if rule.negate
                else (profile.yes_words, profile.no_words)
            )
            return (
                f"CASE WHEN lower({text}) IN ({_lower(yes)}) THEN true "
                f"WHEN lower({text}) IN ({_lower(no)}) THEN false END"
            )
        case Kind.SMALLINT | Kind.INTEGER | Kind.BIGINT | Kind.DOUBLE:
            return _number(text, column.kind, rule, profile)
        case Kind.DATE:
            return _date(text, profile)
        case Kind.TIMESTAMP:
            plain = f"replace({text}, 'Z', '')"
            return _if_written(text, _ISO_TIMESTAMP, f"TRY_CAST({plain} AS TIMESTAMP)")
        case Kind.TIME:
            return _if_written(text, _ISO_TIME, f"TRY_CAST({text} AS TIME)")
        case Kind.TEXT_LIST:
            return f"string_split({text}, '|')"
        case _:
            raise ValueError(f"no site can send a column of kind {column.kind}")


def extra_value(extra: ExtraColumn, profile: SiteProfile) -> str:
    """SQL for the number in an x_ column; yes and no words count as 1 and 0."""
    text = quoted(extra.factor.code)
    number = _number(text, Kind.DOUBLE, ColumnRule(), profile)
    return (
        f"CASE WHEN lower({text}) IN ({_lower(profile.yes_words)}) THEN 1.0 "
        f"WHEN lower({text}) IN ({_lower(profile.no_words)}) THEN 0.0 ELSE {number} END"
    )


def _lower(words: tuple[str, ...]) -> str:
    return sql_texts(word.lower() for word in words)


def _if_written(text: str, form: str, value: str) -> str:
    return f"CASE WHEN regexp_full_match({text}, {sql_text(form)}) THEN {value} END"


def _words(text: str, column: Column, rule: ColumnRule) -> str:
    """A word of a closed list, however the site writes its capitals, or one of its aliases."""
    if not column.values:
        return text
    ours = {word.lower(): word for word in column.values if word != word.lower()}
    meant = {theirs.lower(): word for theirs, word in rule.aliases.items()}
    cases = " ".join(
        f"WHEN {sql_text(written)} THEN {sql_text(word)}"
        for written, word in sorted({**ours, **meant}.items())
    )
    return f"CASE lower({text}) {cases} ELSE lower({text}) END" if cases else f"lower({text})"


def _number(text: str, kind: Kind, rule: ColumnRule, profile: SiteProfile) -> str:
    plain = f"replace({text}, ',', '.')" if profile.decimal == "," else text
    converts = rule.multiply is not None
    form = _DECIMAL if kind is Kind.DOUBLE or converts else _WHOLE
    number = f"TRY_CAST({plain} AS DOUBLE)"
    if rule.multiply is not None:
        number = f"{number} * CAST({rule.multiply!r} AS DOUBLE)"
    if rule.reverse is not None:
        number = f"{rule.reverse[0] + rule.reverse[1]!r} - {number}"
    if kind is not Kind.DOUBLE:
        number = f"TRY_CAST(round({number}) AS {kind})"
    return _if_written(plain, form, number)


def _date(text: str, profile: SiteProfile) -> str:
    if profile.date_format == "%Y-%m-%d":
        return _if_written(text, _ISO_DATE, f"TRY_CAST({text} AS DATE)")
    return f"CAST(try_strptime({text}, {sql_text(profile.date_format)}) AS DATE)"
