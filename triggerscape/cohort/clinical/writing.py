"""The files of one delivery in a clinic's format: what it carries, then our own for the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.cohort.clinical.carried import CARRIED, as_carried
from triggerscape.cohort.clinical.fhir.resources import fhir_files
from triggerscape.cohort.clinical.records import Records
from triggerscape.cohort.clinical.tables.claims import claims_files
from triggerscape.cohort.clinical.tables.omop import omop_files
from triggerscape.cohort.clinical.tables.synthea import synthea_files
from triggerscape.cohort.sending.files import SentFile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

    from triggerscape.cohort.sending.file_formats import FileFormat
    from triggerscape.cohort.setting.sites import Site

_WRITERS: dict[FileFormat, Callable[[Records], list[SentFile]]] = {
    "fhir": fhir_files,
    "omop": omop_files,
    "synthea": synthea_files,
    "claims": claims_files,
}
_CLINICAL_ROWS = ("person", "visit", "therapy", "questionnaire")


def clinical_files(
    file_format: FileFormat, rows: Mapping[str, pl.DataFrame], site: Site
) -> tuple[list[SentFile], dict[str, pl.DataFrame]]:
    """The files a clinic's system writes, and the rows that are left for files of our own.

    ``rows`` are those of one delivery by contract, person, visit, therapy and questionnaire among
    them though they be empty.
    """
    sent = {name: as_carried(file_format, name, rows[name]) for name in _CLINICAL_ROWS}
    left = {name: frame for name, frame in rows.items() if name not in CARRIED[file_format]}
    return _WRITERS[file_format](Records(site, **sent)), left
