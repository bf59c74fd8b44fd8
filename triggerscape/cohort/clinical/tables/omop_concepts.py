"""The few concepts the OMOP tables of a population refer to."""

from __future__ import annotations

import polars as pl

from triggerscape.cohort.clinical.codes import STANDARD

# Concepts from two billion on are a site's own: their ids clash with none of the vocabularies.
_OWN_FROM = 2_000_000_001
_VOCABULARIES = {
    "atc": ("ATC", "Drug"),
    "cpt": ("CPT4", "Procedure"),
    "rxnorm": ("RxNorm", "Drug"),
}
_OUTPATIENT = (9202, "Outpatient Visit", "Visit", "Visit", "Visit", "OP")
_FEMALE = (8532, "FEMALE", "Gender", "Gender", "Gender", "F")
_MALE = (8507, "MALE", "Gender", "Gender", "Gender", "M")


def concept_of(system: str, code: str) -> int:
    """The concept of a standard code; KeyError where there is none."""
    return _OWN_IDS[system, code]


_CODES = sorted(
    (system, codes[system], leaf)
    for leaf, codes in STANDARD.items()
    for system in codes
    if system in _VOCABULARIES
)
_OWN_IDS = {(system, code): _OWN_FROM + place for place, (system, code, _) in enumerate(_CODES)}
CONCEPTS = pl.DataFrame(
    [
        _MALE,
        _FEMALE,
        _OUTPATIENT,
        *(
            (_OWN_IDS[system, code], leaf, domain, vocabulary, "Clinic", code)
            for system, code, leaf in _CODES
            for vocabulary, domain in [_VOCABULARIES[system]]
        ),
    ],
    schema=[
        "concept_id",
        "concept_name",
        "domain_id",
        "vocabulary_id",
        "concept_class_id",
        "concept_code",
    ],
    orient="row",
)
