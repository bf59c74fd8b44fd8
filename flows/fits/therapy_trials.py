"""The trials of therapies, as frames that a model can read: one row per person and time zero."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from triggerscape.warehouse.designs.trials.active_trial import active_trial_sql
from triggerscape.warehouse.designs.trials.layer_trial import layer_trial_sql
from triggerscape.warehouse.designs.trials.no_start_trial import no_start_trial_sql
from triggerscape.warehouse.designs.trials.stop_trial import stop_trial_sql

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb
    import polars as pl


@dataclass(frozen=True)
class TherapyTrials:
    """What was started, and everything that can be compared of it.

    ``comparisons`` are the declared pairs of therapy and active comparator.
    """

    con: duckdb.DuckDBPyConnection
    comparisons: Sequence[tuple[str, str]]

    def started(self, fewest: int) -> list[str]:
        """Leaves and groups that so many people newly started, in order of their names."""
        query = (
            "SELECT therapy_id FROM trials.start GROUP BY therapy_id "
            f"HAVING count(*) >= {fewest} ORDER BY therapy_id"
        )
        return [therapy for (therapy,) in self.con.execute(query).fetchall()]

    def active(self, therapy: str, comparator: str) -> pl.DataFrame:
        """New starters of either; ``arm`` is 1 for the therapy."""
        return self._people(active_trial_sql(therapy, comparator))

    def no_start(self, therapy: str) -> pl.DataFrame:
        """New starters and, drawn within each month, people who had not started it."""
        return self._people(no_start_trial_sql(therapy))

    def layers(self, one: str, other: str) -> pl.DataFrame:
        """Starters of neither, one, the other or both: ``arm`` 0, 1, 2, 3."""
        return self._people(layer_trial_sql(one, other))

    def stops(self, therapy: str) -> pl.DataFrame:
        """Who stopped, and, drawn within each month, who was still on it."""
        return self._people(stop_trial_sql(therapy))

    def _people(self, query: str) -> pl.DataFrame:
        found: pl.DataFrame = self.con.sql(query).pl()
        return found
