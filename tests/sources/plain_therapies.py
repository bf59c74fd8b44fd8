"""The referee of the therapy mapping: the same answer by loops over codes and rules."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from triggerscape.delivery.sources.therapy_rules import TherapyRule
from triggerscape.vocabulary import CODE_SYSTEMS

Given = tuple[str | None, str | None, str | None, str | None, str | None]
NOTHING: Given = (None, None, None, None, None)
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/+-]{0,63}")


def plain_therapy(
    codes: str | None, delivery: str | None, rules: Sequence[TherapyRule]
) -> Given | None:
    """(therapy_code, delivery, source_system, source_code, map_rule); None for no row."""
    codings = [coding for token in (codes or "").split("|") if (coding := _coding(token))]
    if not codings:
        return (None, delivery, None, None, None)
    hits = [(rule, *coding) for coding in codings if (rule := _first_rule(rules, *coding))]
    if hits:
        # min() gives the first of equals: the earliest code.
        rule, system, code = min(hits, key=_own_first_and_outside_last)
        if rule.therapy_code == "outside":
            return None
        kept = rule.code.replace(" ", "_") if system == "name" else code
        return (rule.therapy_code, delivery or rule.delivery, system, _as_code(kept), rule.rule)
    system, code = codings[0]
    kept = None if system == "name" else _as_code(code)
    return ("unmapped", delivery or "session", system, kept, "none")


def _first_rule(rules: Sequence[TherapyRule], system: str, code: str) -> TherapyRule | None:
    return next((rule for rule in rules if _holds(rule, system, code)), None)


def _own_first_and_outside_last(hit: tuple[TherapyRule, str, str]) -> tuple[bool, bool]:
    rest_of_a_system = hit[0].code == ""
    is_own = hit[0].rule.startswith("site:") and not rest_of_a_system
    return not is_own, hit[0].therapy_code == "outside"


def _coding(token: str) -> tuple[str, str] | None:
    system, colon, code = token.strip(" ").partition(":")
    if not colon or system.lower() not in CODE_SYSTEMS:
        system, code = "local", token
    return (system.lower(), code.strip(" ")) if code.strip(" ") else None


def _holds(rule: TherapyRule, system: str, code: str) -> bool:
    if rule.system != system:
        return False
    if rule.match == "words":
        return f" {rule.code} " in f" {' '.join(_words(code))} "
    if rule.match == "prefix":
        return code.upper().startswith(rule.code)
    return code.upper() == rule.code


def _words(text: str) -> list[str]:
    bare = (c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
    return "".join(c if c.isalnum() else " " for c in "".join(bare).lower()).split()


def _as_code(text: str) -> str | None:
    return text if CODE.fullmatch(text) else None
