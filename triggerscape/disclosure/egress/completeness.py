"""Is everything said that must be, of every published table? If not, nothing leaves."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from triggerscape.contract.language import PUBLISHABLE, Role
from triggerscape.contract.releases.catalogue import PUBLISHED
from triggerscape.disclosure.egress.catalogue import EVERY_EGRESS
from triggerscape.disclosure.egress.spec import Adds, Egress, Parts, Period
from triggerscape.disclosure.rule import person_counts
from triggerscape.errors import DisclosureRefused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from triggerscape.contract.language import Table

# What may be counted beside people: rounded with them, and hidden with them.
_OTHER_UNITS = frozenset({"d", "{attack}", "{window}", "{month}", "{row}"})
_FIXES = {
    "E430": "Declare its Egress in triggerscape/disclosure/egress/.",
    "E431": "Give the column one of the roles that may be published.",
    "E432": "Say in its Egress whose part or whole the count is, or that it is alone.",
    "E433": "Judge the keys anew and write them into its Egress.",
}


def refuse_incomplete(
    tables: Sequence[Table] = PUBLISHED, declared: Sequence[Egress] = EVERY_EGRESS
) -> None:
    """Fail closed.

    Raises:
        DisclosureRefused: E430 a table has no Egress, or two, or an Egress no table; E431 a column
            has no role that may be published; E432 no rule speaks of a count; E433 a key of the
            contract is unknown to its Egress, or the other way round.
    """
    by_table = {egress.table.name: egress for egress in declared}
    times = Counter(egress.table.name for egress in declared)
    published = {table.name: table for table in tables}
    for name in sorted(published.keys() | times.keys()):
        if name not in by_table:
            raise _refusal("E430", name, "nobody said how it may leave")
        if name not in published:
            raise _refusal("E430", name, "said how to leave, but not a published table")
        if times[name] > 1:
            raise _refusal("E430", name, "said twice how it may leave")
        for code, what in _faults(published[name], by_table[name], published):
            raise _refusal(code, name, what)


def _faults(
    table: Table, egress: Egress, published: Mapping[str, Table]
) -> Iterator[tuple[str, str]]:
    for column in table:
        if column.role not in PUBLISHABLE:
            yield "E431", f"{column.name} has no role that may be published"
    yield from _key_faults(table, egress)
    yield from _count_faults(table, egress)
    for parts in egress.parts:
        yield from _parts_faults(table, parts, published)


def _key_faults(table: Table, egress: Egress) -> Iterator[tuple[str, str]]:
    if egress.keys != table.key:
        differing = sorted(set(egress.keys) ^ set(table.key))
        yield "E433", f"keys were judged as others: {', '.join(differing) or 'their order'}"
    named = {egress.site_column, egress.period_column, *egress.site_where}
    for count, keys in egress.regardless_of.items():
        named |= {count, *keys}
    named |= {name for pair in (*egress.within, *egress.at_most) for name in pair}
    named |= {name for whole, parts in egress.sums for name in (whole, *parts)}
    named |= {egress.window_column, *egress.alone}
    for name in sorted(named - {""} - set(table.column_names)):
        yield "E433", f"its Egress names {name}, which is no column"
    has_sites = [k for k in ("site_id", "scope_id") if k in table.key]
    if has_sites and egress.period is not Period.NONE and egress.site_column not in has_sites:
        yield "E433", f"{has_sites[0]} is a site, and its Egress does not say so"


def _count_faults(table: Table, egress: Egress) -> Iterator[tuple[str, str]]:
    people = person_counts(table)
    spoken = {name for pair in (*egress.within, *egress.at_most) for name in pair}
    spoken |= {name for whole, parts in egress.sums for name in (whole, *parts)}
    spoken |= {own for parts in egress.parts for own, _ in parts.counts} | set(egress.alone)
    for name in people:
        if name not in spoken:
            yield "E432", f"no rule speaks of {name}"
    for column in table:
        is_other = column.role is Role.COUNT and column.name not in people
        if is_other and column.unit not in _OTHER_UNITS:
            yield "E432", f"{column.name} counts what no rule speaks of"
    if people and egress.period is Period.NONE:
        yield "E432", "it counts people, and is said to be about nobody"
    if any(c.role in {Role.COUNT, Role.ESTIMATE} for c in table) and not people:
        yield "E432", "it has numbers, and no column counts the people behind them"


def _parts_faults(
    table: Table, parts: Parts, published: Mapping[str, Table]
) -> Iterator[tuple[str, str]]:
    whole = published.get(parts.of) if parts.of else table
    if whole is None:
        yield "E433", f"its whole is {parts.of}, which is not published"
        return
    if not parts.column and not parts.of:
        yield "E433", "parts without a column have their whole in a table to be named"
    own = {parts.column, *parts.where, *parts.called} - {""}
    there = {*parts.matching, *parts.called.values()}
    unknown = sorted((own - set(table.key)) | (there - set(whole.key)))
    if unknown:
        yield "E433", f"parts are told apart by {', '.join(unknown)}, which is no key"
    for part_count, whole_count in parts.counts:
        if part_count not in person_counts(table) or whole_count not in person_counts(whole):
            yield "E432", f"{part_count} of {whole_count} does not count people on both sides"
    if parts.adds is Adds.EXACTLY and parts.column and parts.column in parts.where:
        yield "E433", f"parts told apart by {parts.column} add up only where all of them do"


def _refusal(code: str, table: str, what: str) -> DisclosureRefused:
    return DisclosureRefused(code, f"{table}: {what}", where=table, fix=_FIXES[code])
