"""From text to a typed value: the written form is checked beside any cast, a cast never raises."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from triggerscape.contract.language import Column, Kind
from triggerscape.delivery.profiles.conversions import MEAN_OF
from triggerscape.delivery.profiles.profile import ColumnRule, ExtraColumn, SiteProfile
from triggerscape.delivery.values.written_dates import date_value, timestamp_value
from triggerscape.warehouse.literals import quoted, sql_text, sql_texts

if TYPE_CHECKING:
    from triggerscape.contract.language import Table

# Where a source counts days from its own day 0, that day is given this date.
DAY_0 = "2001-01-01"
_ISO_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?"


def typed_value(table: Table, column: Column, profile: SiteProfile) -> str:
    """SQL that turns the text column of the same name into its kind; NULL where it is malformed.

    A number may be given a value although it is badly written (1e2): ``number_form`` tells.
    """
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
            # As declared first: nearly every text is, and needs no change of case.
            return (
                f"CASE WHEN {text} IN ({sql_texts(yes)}) THEN true "
                f"WHEN {text} IN ({sql_texts(no)}) THEN false "
                f"WHEN lower({text}) IN ({_lower(yes)}) THEN true "
                f"WHEN lower({text}) IN ({_lower(no)}) THEN false END"
            )
        case Kind.SMALLINT | Kind.INTEGER | Kind.BIGINT | Kind.DOUBLE:
            if rule.is_mean_item:
                return _total_of_mean(table, column, profile)
            return _number(text, column.kind, rule, profile)
        case Kind.DATE:
            return date_value(text, profile)
        case Kind.TIMESTAMP:
            return timestamp_value(text, profile, is_utc=column.name == "recorded_at")
        case Kind.TIME:
            return (
                f"CASE WHEN regexp_full_match({text}, {sql_text(_ISO_TIME)}) "
                f"THEN TRY_CAST({text} AS TIME) END"
            )
        case Kind.TEXT_LIST:
            return text  # the text it came as: nearly every list is only looked at and passed on
        case _:
            raise ValueError(f"no site can send a column of kind {column.kind}")


def number_form(kind: Kind, rule: ColumnRule, profile: SiteProfile) -> str:
    """The regular expression a number must fully match, in the site's way of writing numbers.

    Whole numbers take no fraction but zeros, unless the profile converts them; nothing takes an
    exponent, a hexadecimal or a word such as NaN, all of which a cast would take.
    """
    point, mark = re.escape(profile.decimal), re.escape(profile.thousands)
    whole = f"([0-9]{{1,3}}({mark}[0-9]{{3}})+|[0-9]+)" if mark else "[0-9]+"
    is_converted = rule.is_mean_item or (rule.multiply, rule.add) != (None, None)
    if kind.is_whole_number and not is_converted:
        return rf"[+-]?{whole}({point}0+)?"
    return rf"[+-]?({whole}({point}[0-9]*)?|{point}[0-9]+)"


def is_written_plainly(rule: ColumnRule, profile: SiteProfile) -> bool:
    """True where a number stands as it is cast: a point, no thousands mark, nothing to convert."""
    return profile.decimal == "." and not profile.thousands and not rule.converts


def extra_value(extra: ExtraColumn, profile: SiteProfile) -> str:
    """SQL for the number in an x_ column; yes and no words count as 1 and 0.

    A number may be given a value although it is badly written (1e2): ``extra_form`` tells.
    """
    text = quoted(extra.factor.code)
    number = f"TRY_CAST({_with_point(text, profile)} AS DOUBLE)"
    word = (
        f"CASE WHEN lower({text}) IN ({_lower(profile.yes_words)}) THEN 1.0 "
        f"WHEN lower({text}) IN ({_lower(profile.no_words)}) THEN 0.0 END"
    )
    # Where a word is a number itself, the word goes first; else the commoner case does.
    words = (*profile.yes_words, *profile.no_words)
    has_number_words = any(re.fullmatch(extra_form(profile), word) for word in words)
    return f"coalesce({f'{word}, {number}' if has_number_words else f'{number}, {word}'})"


def extra_form(profile: SiteProfile) -> str:
    """The regular expression a number in an x_ column must fully match."""
    return number_form(Kind.DOUBLE, ColumnRule(), profile)


def _lower(words: tuple[str, ...]) -> str:
    return sql_texts(word.lower() for word in words)


def _words(text: str, column: Column, rule: ColumnRule) -> str:
    """A word of a closed list, however the site writes its capitals, or one of its aliases."""
    if not column.values:
        return text
    ours = {word.lower(): word for word in column.values if word != word.lower()}
    meant = {theirs.lower(): word for theirs, word in rule.aliases.items()}
    cases = " ".join(
        f"WHEN lower({text}) = {sql_text(written)} THEN {sql_text(word)}"
        for written, word in sorted({**ours, **meant}.items())
    )
    plain = [word for word in column.values if word.lower() not in meant]
    first = f"WHEN {text} IN ({sql_texts(plain)}) THEN {text} " if plain else ""
    return f"CASE {first}{cases} ELSE lower({text}) END"


def _with_point(text: str, profile: SiteProfile) -> str:
    if profile.thousands:
        text = f"replace({text}, {sql_text(profile.thousands)}, '')"
    return f"replace({text}, ',', '.')" if profile.decimal == "," else text


def _total_of_mean(table: Table, column: Column, profile: SiteProfile) -> str:
    """A total out of the mean of six items where the row is of HIT-6, as it stands in all others.

    A mean with one decimal is at most 0.05 off, six times that less than a half: the sum is exact.
    """
    text, plain = quoted(column.name), ColumnRule()
    instrument = typed_value(table, table.column("instrument"), profile)
    sum_of_six = _number(text, column.kind, ColumnRule(multiply=float(MEAN_OF)), profile)
    form = sql_text(number_form(column.kind, plain, profile))
    return (
        f"CASE WHEN {instrument} = 'hit6' THEN {sum_of_six} "
        f"WHEN regexp_full_match({text}, {form}) "
        f"THEN {_number(text, column.kind, plain, profile)} END"
    )


def _number(text: str, kind: Kind, rule: ColumnRule, profile: SiteProfile) -> str:
    if is_written_plainly(rule, profile):
        return f"TRY_CAST({text} AS {kind})"
    number = f"TRY_CAST({_with_point(text, profile)} AS DOUBLE)"
    if rule.multiply is not None:
        number = f"{number} * CAST({rule.multiply!r} AS DOUBLE)"
    if rule.add is not None:
        number = f"{number} + CAST({rule.add!r} AS DOUBLE)"
    if rule.reverse is not None:
        number = f"{rule.reverse[0] + rule.reverse[1]!r} - {number}"
    return number if kind is Kind.DOUBLE else f"TRY_CAST(round({number}) AS {kind})"
