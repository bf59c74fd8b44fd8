"""The formats a population is written in, and a site as it is where it sends one of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from triggerscape.cohort.setting.sites import Site

FileFormat = Literal["csv", "parquet", "excel", "fhir", "omop", "synthea", "claims"]
CLINICAL: tuple[FileFormat, ...] = ("fhir", "omop", "synthea", "claims")
# Ways of writing text, which a foreign format settles itself; and a score no clinic's system keeps.
_WAYS_OF_TEXT = frozenset({"semicolon", "day_first", "yes_no", "parquet", "mean_item_hit6"})


def has_clinic(site: Site) -> bool:
    """False where people are reached by app alone: nobody there has a clinic's system."""
    return not site.by_app


def site_in(site: Site, file_format: FileFormat) -> Site:
    """The site as it writes when asked for a format; units and directions of its diary stay."""
    if file_format in CLINICAL and has_clinic(site):
        return replace(site, traits=site.traits - _WAYS_OF_TEXT)
    return site
