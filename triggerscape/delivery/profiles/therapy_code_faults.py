"""Faults in what a profile says of the site's own therapy codes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from triggerscape.delivery.profiles.spelling import did_you_mean, shown
from triggerscape.delivery.sources.drug_names import folded_words
from triggerscape.vocabulary import CODE_SYSTEMS, OUTSIDE, THERAPY_CODES

if TYPE_CHECKING:
    from collections.abc import Iterable

EXAMPLE = '"local:OMT-4" = "omt_cranial"'


def therapy_code_faults(name: str, given: Any) -> list[str]:
    """The faults of one line of [therapy_codes]: ``"system:code" = "therapy_code"``."""
    place = f"therapy_codes.{name}"
    if isinstance(given, dict):
        return [f"{place}: given {shown(given)}; put the code in quotes; example: {EXAMPLE}"]
    faults = [f"{place}: {fault}" for fault in _name_faults(name)]
    takes = (*THERAPY_CODES, OUTSIDE)
    if not isinstance(given, str):
        faults.append(f"{place}: given {shown(given)}; it takes a therapy; example: {EXAMPLE}")
    elif given not in takes:
        nearest = did_you_mean(given, takes)
        faults.append(f"{place}: given {shown(given)}; there is no such therapy; {nearest}")
    return faults


def _name_faults(name: str) -> list[str]:
    system, colon, code = name.partition(":")
    if not colon or not code.strip():
        return [f"it takes system:code, or system:beginning*; example: {EXAMPLE}"]
    faults = []
    if system not in CODE_SYSTEMS:
        nearest = did_you_mean(system, CODE_SYSTEMS)
        faults.append(f"there is no such code system as {shown(system)}; {nearest}")
    if "*" in code[:-1]:
        faults.append("a * stands at the end only, for every code that begins so")
    if "|" in code:
        faults.append("a code cannot have a | in it: one line for each code")
    if system == "name" and ("*" in code or not folded_words(code)):
        faults.append("a name is given in whole words, without a *")
    return faults


def said_twice(names: Iterable[str]) -> list[str]:
    """Codes that are one and the same once capitals and blanks at the ends are put aside."""
    alike: dict[str, list[str]] = defaultdict(list)
    for name in names:
        system, _, code = name.partition(":")
        same = " ".join(folded_words(code)) if system == "name" else code.strip().upper()
        alike[f"{system}:{same}"].append(name)
    return [
        f"therapy_codes.{same[1]}: given beside {shown(same[0])}, which is the same code; keep one"
        for same in alike.values()
        if len(same) > 1
    ]
