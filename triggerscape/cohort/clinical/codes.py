"""The codes a clinic writes: its own, and a standard one where that says exactly the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.vocabulary import THERAPY_CODES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from triggerscape.cohort.sending.file_formats import FileFormat

LOCAL = "local"
# How the codes of what is dispensed begin, and of what people do at home or eat.
DRUGS = ("preventive_", "supplement_")
PLANS = ("selfcare_", "diet_")
# The example space of HL7: what is numbered in it is nobody's.
OWN_SPACE = "urn:oid:2.16.840.1.113883.19.5"
SYSTEMS = {
    "atc": "http://www.whocc.no/atc",
    "cpt": "http://www.ama-assn.org/go/cpt",
    "icd10": "http://hl7.org/fhir/sid/icd-10-cm",
    LOCAL: f"{OWN_SPACE}.1",
    "rxnorm": "http://www.nlm.nih.gov/research/umls/rxnorm",
    "snomed": "http://snomed.info/sct",
}
# No standard code tells a technique from another, so there is none for most leaves.
STANDARD: dict[str, dict[str, str]] = {
    "botulinum_toxin": {"cpt": "64615", "snomed": "404909007"},
    "dry_needling": {"cpt": "20560"},
    "preventive_beta_blocker": {"atc": "C07AA05", "rxnorm": "8787"},
    "preventive_cgrp_mab": {"atc": "N02CD01"},
    "supplement_coq10": {"atc": "C01EB09"},
    "supplement_magnesium": {"atc": "A12CC10"},
    "supplement_riboflavin": {"atc": "A11HA04"},
}
# These tables name no system of a code: each has one for all of its rows.
_SYSTEM_OF_DRUGS: dict[FileFormat, str] = {"synthea": "rxnorm", "claims": "ndc"}
_SYSTEM_OF_PLANS: dict[FileFormat, str] = {"synthea": "snomed"}
# The part of an NDC that names the labeller; no labeller has this one.
_NO_LABELLER = "99999"


def code_of(therapy_code: str, key: str, systems: Sequence[str]) -> tuple[str, str]:
    """System and code of one therapy: the first standard one in every second row, else our own."""
    known = STANDARD.get(therapy_code, {})
    standard = next((system for system in systems if system in known), None)
    if standard and _is_coded_by_standard(key):
        return standard, known[standard]
    return LOCAL, therapy_code


def ndc_of(therapy_code: str) -> str:
    """The number under which the site's pharmacy keeps a drug, written as an NDC of 11 figures."""
    return f"{_NO_LABELLER}{THERAPY_CODES.index(therapy_code):04d}01"


def therapy_code_lines(therapy_codes: Iterable[str], file_format: FileFormat) -> list[str]:
    """The section of a profile in which the site says what its own codes mean."""
    lines = ["", "[therapy_codes]"]
    for code in sorted(set(therapy_codes)):
        system = _own_system(code, file_format)
        written = ndc_of(code) if system == "ndc" else code
        lines.append(f'"{system}:{written}" = "{code}"')
    return lines


def _own_system(therapy_code: str, file_format: FileFormat) -> str:
    """The system under which a site's own code is read back."""
    if therapy_code.startswith(DRUGS):
        return _SYSTEM_OF_DRUGS.get(file_format, LOCAL)
    if therapy_code.startswith(PLANS):
        return _SYSTEM_OF_PLANS.get(file_format, LOCAL)
    return LOCAL


def _is_coded_by_standard(key: str) -> bool:
    """By the figures of the row's key, so that a course told twice keeps its code."""
    return sum(map(int, key)) % 2 == 0
