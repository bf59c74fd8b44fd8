"""Faults in the shipped tables of therapy rules and drug names, every one of them named."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from triggerscape.vocabulary import CODE_SYSTEMS, DELIVERIES, OUTSIDE, THERAPY_CODES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from triggerscape.delivery.sources.drug_names import DrugName
    from triggerscape.delivery.sources.therapy_rules import TherapyRule

# Where a fact may come from. Codes are facts; the texts beside them belong to somebody.
SOURCES = frozenset(
    {
        "CPT",
        "HCPCS",
        "ICD-10-PCS",
        "SNOMED CT",
        "FHIR therapy codes",
        "OMOP vocabulary",
        "public samples",
        "WHO ATC",
        "ConcePTION",
        "RxNorm",
        "CPIC",
    }
)
_CODE = re.compile(r"[A-Z0-9]{1,18}")
_ATC = re.compile(r"[A-Z](\d\d([A-Z]([A-Z](\d\d)?)?)?)?")


def rule_faults(rules: Sequence[TherapyRule]) -> list[str]:
    """The faults of the table of rules, in its order; empty when it can be used."""
    faults = [f"{rule.rule}: {fault}" for rule in rules for fault in _faults_of(rule)]
    twice = [name for name, times in Counter(rule.rule for rule in rules).items() if times > 1]
    faults += [f"{name}: stands in the table twice" for name in twice]
    begun: set[tuple[str, str]] = set()
    for rule in rules:
        ends = range(1, len(rule.code) + 1)
        if (earlier := next((n for n in ends if (rule.system, rule.code[:n]) in begun), 0)) > 0:
            faults.append(f"{rule.rule}: never tried, {rule.code[:earlier]} stands before it")
        if rule.match == "prefix":
            begun.add((rule.system, rule.code))
    return faults


def _faults_of(rule: TherapyRule) -> Iterator[str]:
    named = f"{rule.system}.{rule.code}{'+' if rule.match == 'prefix' else ''}"
    if rule.rule != named:
        yield f"is named {named} after what it says"
    if rule.system not in CODE_SYSTEMS or rule.system in ("name", "local"):
        yield f"{rule.system} is no code system with rules of ours"
    if rule.match not in ("exact", "prefix"):
        yield f"{rule.match} is no way to match a code"
    if not _CODE.fullmatch(rule.code):
        yield "its code is not written in capitals and digits"
    if rule.therapy_code not in (*THERAPY_CODES, OUTSIDE):
        yield f"{rule.therapy_code} is no therapy"
    is_outside = rule.therapy_code == OUTSIDE
    if (rule.delivery != "") if is_outside else (rule.delivery not in DELIVERIES):
        yield f"{rule.delivery or 'nothing'} is no way to give it"
    if rule.source not in SOURCES:
        yield f"{rule.source} is no source we name"


def name_faults(names: Sequence[DrugName]) -> list[str]:
    """The faults of the table of drug names, in its order; empty when it can be used."""
    faults = [f"{drug.name}: {fault}" for drug in names for fault in _faults_of_name(drug)]
    twice = [name for name, times in Counter(drug.name for drug in names).items() if times > 1]
    return faults + [f"{name}: stands in the table twice" for name in twice]


def _faults_of_name(drug: DrugName) -> Iterator[str]:
    if not re.fullmatch(r"[a-z0-9]+( [a-z0-9]+)*", drug.name):
        yield "is not folded to small letters and single blanks"
    if drug.therapy_code not in (*THERAPY_CODES, OUTSIDE):
        yield f"{drug.therapy_code} is no therapy"
    if drug.atc and not _ATC.fullmatch(drug.atc):
        yield f"{drug.atc} has not the form of an ATC code"
