"""What a published table must keep, compiled from its contract and the rule of its release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from expectations.table_rules import RuleKind, TableRule, table_rules
from triggerscape.contract.language import Kind, Role
from triggerscape.contract.releases.references import RELEASE
from triggerscape.describing.links import links_of
from triggerscape.disclosure.egress.catalogue import rule_of
from triggerscape.disclosure.rule import names_with, person_counts
from triggerscape.warehouse.literals import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triggerscape.contract.language import Table
    from triggerscape.disclosure.rule import Rule

_PROMISED = "the release says so of every row it shows"
_READ_ALONE = "who reads the file alone must find the word explained in it"


def release_rules(table: Table, rule: Rule) -> list[TableRule]:
    """Every rule of a published table: those of its contract, then the promises of a release.

    A row not shown has no number; a shown one has enough people, counts in whole steps, estimates
    without further decimals and limits in order; every word that has a reference table is in it.
    """
    return [
        *table_rules(table),
        *_promises(table, rule_of(table, rule)),
        *_words(table),
    ]


def _rule(table: Table, column: str, name: str, said: tuple[str, str], broken: str) -> TableRule:
    code = ".".join(part for part in (table.name, column, name) if part)
    sentence, reason = said
    return TableRule(code, RuleKind.RELATION, column, sentence, reason, broken)


def _promises(table: Table, rule: Rule) -> Iterator[TableRule]:
    counts, estimates = names_with(table, Role.COUNT), names_with(table, Role.ESTIMATE)
    numbers = [quoted(name) for name in (*counts, *estimates)]
    if numbers:
        said = ("a row that is not shown has a number", _PROMISED)
        there = f"coalesce({', '.join(numbers)}) IS NOT NULL"
        yield _rule(table, "status", "silent", said, f"status <> 'ok' AND {there}")
    for name in person_counts(table):
        value = quoted(name)
        said = (f"a shown row has fewer than {rule.threshold} {name}, or does not say", _PROMISED)
        few = f"status = 'ok' AND ({value} IS NULL OR {value} < {rule.threshold})"
        yield _rule(table, name, "enough", said, few)
    for name in counts:
        said = (f"{name} is no multiple of {rule.step}, or below 0", _PROMISED)
        value = quoted(name)
        yield _rule(table, name, "steps", said, f"{value} < 0 OR {value} % {rule.step} <> 0")
    for name in estimates:
        yield from _of_estimate(table, name)
    if {"ci_low", "ci_high"} <= set(estimates):
        said = ("the interval ends before it begins", _PROMISED)
        yield _rule(table, "ci_low", "ordered", said, "ci_low > ci_high")


def _of_estimate(table: Table, name: str) -> Iterator[TableRule]:
    column, value = table.column(name), quoted(name)
    if column.kind is not Kind.DOUBLE:
        return
    decimals = column.decimals or 0
    said = (f"{name} has more than {decimals} decimals, or is no finite number", _PROMISED)
    # Two libraries round in binary: what differs by less than any decimal printed is the same.
    finer = f"abs({value} - round({value}, {decimals})) > 1e-9 * greatest(1, abs({value}))"
    yield _rule(table, name, "decimals", said, f"NOT isfinite({value}) OR {finer}")


def _words(table: Table) -> Iterator[TableRule]:
    for link in links_of(table):
        value = quoted(link.column)
        if link.target == RELEASE.name:
            said = (f"{link.column} is not that of the release", _READ_ALONE)
        else:
            said = (f"{link.target} does not explain every {link.column}", _READ_ALONE)
        known = f"(SELECT {quoted(link.key)} FROM {link.target})"
        yield _rule(table, link.column, "explained", said, f"{value} NOT IN {known}")
