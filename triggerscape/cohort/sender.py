"""A site as the sender of one format: its profile, and the files of each of its deliveries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from triggerscape.cohort.clinical.writing import clinical_files
from triggerscape.cohort.days.simulation import World
from triggerscape.cohort.sending.excel_files import excel_files
from triggerscape.cohort.sending.file_formats import CLINICAL, FileFormat, has_clinic
from triggerscape.cohort.sending.files import SentFile, csv_file, parquet_file
from triggerscape.cohort.sending.profiles import ClinicalSide, profile_text
from triggerscape.cohort.sending.site_format import to_site
from triggerscape.cohort.setting.sites import Site


@dataclass(frozen=True)
class Sender:
    """A site, as ``site_in`` makes it for the format."""

    site: Site
    file_format: FileFormat

    @property
    def is_clinical(self) -> bool:
        """True where visits and therapies leave in a clinic's own format."""
        return self.file_format in CLINICAL and has_clinic(self.site)

    @property
    def source_format(self) -> str:
        """What the manifest calls the format."""
        return self.file_format if self.is_clinical else "native"

    def profile(self, world: World, *, are_numbers: bool) -> str:
        """The text of the site's profile; its own codes are those of all it ever gave."""
        given = tuple(sorted({course.code for course in world.courses}))
        return profile_text(
            self.site,
            is_typed=self.file_format == "excel" or self._is_parquet,
            are_numbers=are_numbers,
            clinical=ClinicalSide(self.file_format, given) if self.is_clinical else None,
        )

    def files(self, rows: Mapping[str, pl.DataFrame]) -> list[SentFile]:
        """The files of one delivery from its rows by contract.

        A contract without rows is left out, but for therapies: a month without any is sent as a
        file without rows, since no file would only say that nobody knows.
        """
        foreign: list[SentFile] = []
        if self.is_clinical:
            foreign, rows = clinical_files(self.file_format, rows, self.site)
        own = [
            file
            for contract, frame in rows.items()
            if frame.height or contract == "therapy"
            for file in self._own_files(contract, to_site(contract, frame, self.site))
        ]
        return [*foreign, *own]

    @property
    def _is_parquet(self) -> bool:
        return self.file_format == "parquet" or "parquet" in self.site.traits

    def _own_files(self, contract: str, rows: pl.DataFrame) -> list[SentFile]:
        if self.file_format == "excel":
            return excel_files(contract, rows)
        if self._is_parquet:
            return [parquet_file(contract, rows)]
        return [csv_file(contract, rows, self.site)]
