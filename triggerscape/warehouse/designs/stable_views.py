"""The views of research.duckdb that keep their columns: what outlives a change of the features."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from triggerscape.contract.days import DIARY_SPINE, ONSET_DAY
from triggerscape.contract.ddl import comments
from triggerscape.contract.exposures import THERAPY_COURSE
from triggerscape.contract.language import Table
from triggerscape.contract.windows import PERSON_WINDOW
from triggerscape.factors import FACTORS
from triggerscape.warehouse.designs.onset_design import ONSET_DESIGN, onset_table
from triggerscape.warehouse.literals import quoted, sql_text
from triggerscape.warehouse.statements import read_statement, sql_folder, tables_read

if TYPE_CHECKING:
    from triggerscape.contract.language import Column

SCHEMA = "stable"
_ONSET = onset_table(FACTORS)


@dataclass(frozen=True)
class StableView:
    """``version`` rises with the contract, as a comment on the view says it.

    Its first number when a column goes, or changes its type or meaning; its second when one comes.
    """

    contract: Table
    version: str

    @property
    def sql(self) -> str:
        """Its SELECT: a file of sql/stable, or a choice of columns of the trigger design.

        The columns of that design follow from the factors of a deployment; the view has those of
        the catalogue, which are the same everywhere.
        """
        path = sql_folder() / SCHEMA / f"{self.contract.short_name}.sql"
        if path.is_file():
            return read_statement(path).sql
        names = ", ".join(quoted(name) for name in self.contract.column_names)
        return f"SELECT {names} FROM {ONSET_DESIGN}"

    @property
    def inputs(self) -> tuple[str, ...]:
        """The tables it reads, by full name."""
        return tables_read(self.sql)

    def statements(self, catalog: str) -> list[str]:
        """What makes it in an attached database that is in use, and says what it means."""
        name = f"{catalog}.{self.contract.name}"
        said = f"{self.contract.grain}; stable, version {self.version}"
        return [
            f"CREATE VIEW {name} AS {self.sql}",
            *comments(self.contract, kind="VIEW", name=name),
            f"COMMENT ON VIEW {name} IS {sql_text(said)}",
        ]


def _view(short_name: str, source: Table, columns: tuple[Column, ...], version: str) -> StableView:
    contract = Table(f"{SCHEMA}.{short_name}", source.grain, source.key, columns)
    return StableView(contract, version)


def _chosen(table: Table, names: str) -> tuple[Column, ...]:
    return tuple(table.column(name) for name in names.split())


STABLE: tuple[StableView, ...] = (
    _view(
        "person_day",
        DIARY_SPINE,
        (
            *_chosen(
                DIARY_SPINE,
                "person_id site_code diary_date day_number date_is_relative is_observed "
                "is_headache is_migraine attack_basis is_attack is_severe is_acute_drug",
            ),
            *_chosen(ONSET_DAY, "clean_days is_at_risk is_onset"),
        ),
        "1.0.0",
    ),
    _view(
        "person_window",
        PERSON_WINDOW,
        _chosen(
            PERSON_WINDOW,
            "person_id site_code window_kind window_index window_start observed_days "
            "headache_known_days headache_days migraine_known_days migraine_days "
            "severe_known_days severe_days acute_known_days acute_days",
        ),
        "1.0.0",
    ),
    _view(
        "therapy_course",
        THERAPY_COURSE,
        _chosen(
            THERAPY_COURSE,
            "person_id site_code therapy_code course_number first_date last_date sessions minutes "
            "usual_gap_days",
        ),
        "1.0.0",
    ),
    _view("onset_design", _ONSET, _ONSET.columns, "1.0.0"),
)
