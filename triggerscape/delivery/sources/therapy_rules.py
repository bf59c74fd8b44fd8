"""The ordered rules that turn codes into therapies: the site's own, ours, and names of drugs."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from triggerscape.delivery.sources.drug_names import drug_names, folded_words
from triggerscape.delivery.sources.therapy_rule_faults import name_faults, rule_faults
from triggerscape.errors import ContractBroken
from triggerscape.vocabulary import OUTSIDE, therapy
from triggerscape.warehouse.statements import sql_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

_NO_CODE = re.compile(r"[^A-Za-z0-9_.:/+-]")
_LONGEST_ID = 64


@dataclass(frozen=True)
class TherapyRule:
    """One rule: codes of ``system`` that are ``code``, or begin so, are ``therapy_code``.

    ``rule`` is its stable name, which stands as map_rule in every row it gave; that of a prefix
    ends in +. A ``words`` rule holds where the folded words stand in a name, one after the other.
    ``delivery`` is how the therapy is given where the record does not tell; empty for ``outside``.
    """

    rule: str
    system: str
    match: str
    code: str
    therapy_code: str
    delivery: str
    source: str = ""

    @property
    def goes_first(self) -> bool:
        """True for a rule of the site's own, but for one that takes all codes of a system."""
        return self.rule.startswith("site:") and self.code != ""


def rules_table(own: Mapping[str, str]) -> list[TherapyRule]:
    """All rules in the order in which they are tried on a code: the site's own come first.

    ``own`` is a profile's therapy_codes, checked. Among a site's rules an exact one goes before
    prefixes and a longer prefix before a shorter one, in whatever order they were written. A bare
    ``system:*`` is for the codes that no other rule knows, and comes last of all.
    """
    told = sorted((_own_rule(*line) for line in own.items()), key=_narrowest_first)
    first = [rule for rule in told if rule.goes_first]
    return [*first, *shipped_rules(), *_name_rules(), *(r for r in told if not r.goes_first)]


@cache
def shipped_rules() -> tuple[TherapyRule, ...]:
    """The table sql/sources/therapy_rules.csv, in its order; ContractBroken names its faults."""
    path = sql_folder() / "sources" / "therapy_rules.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rules = tuple(TherapyRule(**row) for row in csv.DictReader(file))
    if faults := rule_faults(rules):
        raise ContractBroken("E705", "\n".join(faults), where=path.name)
    return rules


def usual_delivery(therapy_code: str) -> str:
    """How a therapy is given where nothing tells it; empty for ``outside``."""
    return "" if therapy_code == OUTSIDE else therapy(therapy_code).delivery


@cache
def _name_rules() -> tuple[TherapyRule, ...]:
    names = drug_names()
    if faults := name_faults(names):
        raise ContractBroken("E705", "\n".join(faults), where="drug_names.csv")
    return tuple(
        TherapyRule(
            f"name.{drug.name.replace(' ', '_')}",
            "name",
            "words",
            drug.name,
            drug.therapy_code,
            usual_delivery(drug.therapy_code),
        )
        for drug in names
    )


def _own_rule(line: str, therapy_code: str) -> TherapyRule:
    system, _, code = line.partition(":")
    match = "prefix" if code.endswith("*") else "exact"
    asked = code.removesuffix("*").strip().upper()
    if system == "name":
        match, asked = "words", " ".join(folded_words(code))
    # A rule's name is a code itself: what no code may have in it becomes a line.
    name = _NO_CODE.sub("_", f"site:{system}:{code.strip().replace('*', '+')}")[:_LONGEST_ID]
    return TherapyRule(name, system, match, asked, therapy_code, usual_delivery(therapy_code))


def _narrowest_first(rule: TherapyRule) -> tuple[bool, int, str]:
    return rule.match == "prefix", -len(rule.code), rule.rule
