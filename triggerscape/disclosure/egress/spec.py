"""The language in which a published table says how it may leave."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from triggerscape.contract.language import Table
    from triggerscape.disclosure.rule import Rule


class Period(StrEnum):
    """Which days a row looks at, and so when it may change."""

    CLOSED = "closed window"  # days that are over: printed once, then frozen
    STUDY = "whole study"  # every day so far: changes only together with enough people
    NONE = "nobody's days"  # a reference table: no people in it


class Adds(StrEnum):
    """How parts and their whole go together."""

    EXACTLY = "exactly"  # every person of the whole is in one part: the parts add up
    OVERLAPPING = "overlapping"  # in one part or several: each part <= whole <= their sum
    WITHIN = "within"  # in some part or none: each part <= whole
    NEARLY = "nearly"  # nothing holds of every person, yet a part can be guessed from the rest


@dataclass(frozen=True)
class Parts:
    """Rows alike in every other key, told apart by ``column``, and the row that is their whole.

    Only rows with one of the words of ``where`` are parts. ``whole`` is the word of the whole in
    the column; ``parent`` gives for a part the word of the whole it belongs to where wholes are
    nested (a therapy, its group, all therapies), and words it does not know are no parts. With
    ``of``, the whole is a row of that table: the one with the same values in the keys both tables
    have, but with ``matching`` in those it names; ``called`` gives keys of the part another name
    there. Without ``column`` a row is the only part of its whole. ``counts`` are pairs of count
    columns, of the part and of its whole.

    An absent row is a part without people: EXACTLY and OVERLAPPING must hold of the rows there are.
    """

    column: str
    adds: Adds
    whole: str = "all"
    parent: Mapping[str, str] = field(default_factory=dict)
    where: Mapping[str, frozenset[str]] = field(default_factory=dict)
    of: str = ""
    matching: Mapping[str, str] = field(default_factory=dict)
    called: Mapping[str, str] = field(default_factory=dict)
    counts: tuple[tuple[str, str], ...] = (("n_people", "n_people"),)


@dataclass(frozen=True)
class Egress:
    """How one published table may leave; every published table has exactly one.

    ``keys`` are the keys of the contract as they were judged: one more is refused until it is.
    ``site_column`` names the key whose value is a site, in rows with the words of ``site_where``;
    rows with ``above`` in it, every other row, and every row of a table without such a key, are
    above the sites and need three sites behind them.
    ``period`` is that of every row, but rows whose ``period_column`` holds one of ``study_values``
    look at the whole study. ``window_column`` holds the first day of a closed window.
    ``base`` replaces the rounding base of the setting, where it is larger.
    ``within`` are pairs (part, whole) of count columns of one row, the rest of the whole being
    people too: few or none of either are hidden. ``at_most`` are such pairs where the part may be
    everybody, which says nothing of them: of the rest only few are hidden, and the pair adds
    nothing to the system. ``sums`` are (whole, parts) of count columns.
    ``alone`` are counts of people that are no part or whole of another.
    ``regardless_of`` gives for a count the keys that do not change whom it counts.
    ``parts`` say how rows add up. ``nobody_is_no_secret``: a count of 0 says that nobody was asked,
    or that nothing of it was recorded, and is told; else nobody is hidden like few.
    """

    table: Table
    keys: tuple[str, ...]
    period: Period
    site_column: str = ""
    site_where: Mapping[str, frozenset[str]] = field(default_factory=dict)
    above: str = "all"
    period_column: str = ""
    study_values: frozenset[str] = frozenset()
    window_column: str = ""
    base: int = 0
    parts: tuple[Parts, ...] = ()
    within: tuple[tuple[str, str], ...] = ()
    at_most: tuple[tuple[str, str], ...] = ()
    sums: tuple[tuple[str, tuple[str, ...]], ...] = ()
    alone: tuple[str, ...] = ()
    regardless_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    nobody_is_no_secret: bool = False

    def rule(self, rule: Rule) -> Rule:
        """The rule with the table's own rounding base, where that is larger."""
        return replace(rule, rounding_base=max(rule.rounding_base, self.base))


def words(**by_key: str) -> dict[str, frozenset[str]]:
    """The words of ``where`` by key, written one after the other with ``|`` between them."""
    return {key: frozenset(several.split("|")) for key, several in by_key.items()}
