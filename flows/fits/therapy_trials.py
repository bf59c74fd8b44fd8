"""The trials of therapies, as frames that a model can read: one row per person and time zero."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from triggerscape.errors import ContractBroken
from triggerscape.warehouse.designs.trials.active_trial import active_trial_sql
from triggerscape.warehouse.designs.trials.known_arms import (
    misplaced_outcomes_sql,
    unknown_starts_sql,
    unknown_stops_sql,
)
from triggerscape.warehouse.designs.trials.layer_trial import LAST_LAYER_DAY, layer_trial_sql
from triggerscape.warehouse.designs.trials.no_start_trial import NO_START, no_start_trial_sql
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
        """Leaves and groups that so many people newly started, in order of their names.

        A group of which one leaf alone was started is that leaf, and left out; so are acute drugs,
        which have no doses: they are an outcome, and no therapy to be compared.
        """
        query = (
            "SELECT therapy_id FROM trials.start GROUP BY therapy_id "
            f"HAVING count(sessions_28) >= {fewest} "
            "AND (count(DISTINCT leaf) > 1 OR min(leaf) = therapy_id) ORDER BY therapy_id"
        )
        return [therapy for (therapy,) in self.con.execute(query).fetchall()]

    def active(self, therapy: str, comparator: str) -> pl.DataFrame:
        """New starters of either; ``arm`` is 1 for the therapy."""
        unknown = unknown_starts_sql({1: (therapy,), 0: (comparator,)})
        return self._people(active_trial_sql(therapy, comparator), unknown)

    def no_start(self, therapy: str) -> pl.DataFrame:
        """New starters and, drawn within each month, people who had not started it."""
        return self._people(no_start_trial_sql(therapy), unknown_starts_sql({1: (therapy,), 0: ()}))

    def against(self, therapy: str, comparator: str) -> pl.DataFrame:
        """The trial against an active comparator, or against no start where that is asked for."""
        if comparator == NO_START:
            return self.no_start(therapy)
        return self.active(therapy, comparator)

    def layers(self, one: str, other: str) -> pl.DataFrame:
        """Starters of neither, one, the other or both: ``arm`` 0, 1, 2, 3."""
        begun = {0: (), 1: (one,), 2: (other,), 3: (one, other)}
        return self._people(layer_trial_sql(one, other), unknown_starts_sql(begun, LAST_LAYER_DAY))

    def stops(self, therapy: str) -> pl.DataFrame:
        """Who stopped, and, drawn within each month, who was still on it."""
        return self._people(stop_trial_sql(therapy), unknown_stops_sql(therapy))

    def check_outcomes(self) -> None:
        """ContractBroken where an outcome is of other days than the two windows from day 28 on."""
        self._refuse(
            misplaced_outcomes_sql(), "rows of time zero have an outcome of days before day 28"
        )

    def _people(self, query: str, unknown: str) -> pl.DataFrame:
        """The rows of a trial. ContractBroken where an arm was not known when it is said to be."""
        found: pl.DataFrame = self.con.sql(query).pl()
        self.con.register("trial", found.to_arrow())
        try:
            self._refuse(unknown, "rows of a trial are in an arm that was not known on the day")
        finally:
            self.con.unregister("trial")
        return found

    def _refuse(self, count: str, sentence: str) -> None:
        broken = self.con.execute(count).fetchall()[0][0]
        if broken:
            raise ContractBroken(
                "E706",
                f"{broken:,} {sentence}, so what follows could have put them there",
                fix="report it; no therapy is compared until it is mended",
            )
