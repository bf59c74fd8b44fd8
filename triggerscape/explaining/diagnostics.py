"""How far a number can be trusted, as the release says it: its model's inputs, its own checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from triggerscape.warehouse.literals import sql_texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    import duckdb

# From the one that asks for nothing to the one that asks for most.
DRIFT = ("stable", "within_noise", "not_comparable", "watch", "act")
_PAIR = ("therapy_id", "comparator_id")


@dataclass(frozen=True)
class Check:
    """One check of a comparison of therapies; ``is_met`` is None where it could not be made."""

    measure_id: str
    is_met: bool | None
    decides: bool
    sentence: str


@dataclass(frozen=True)
class Diagnostics:
    """``drift`` counts the model's inputs by verdict, each once, by the worst of its measures.

    ``checks`` are those of the comparison of therapies that all rows belong to; else none.
    """

    drift: Mapping[str, int]
    checks: tuple[Check, ...]


def read_diagnostics(
    con: duckdb.DuckDBPyConnection, model_id: str | None, rows: Sequence[Mapping[str, Any]]
) -> Diagnostics:
    """The diagnostics of a model, and of the one pair of therapies that the rows are of."""
    worst = con.execute(
        f"SELECT place, count(*) FROM ("
        f"SELECT input_id, max(list_position([{sql_texts(DRIFT)}], verdict)) AS place "
        "FROM pub.model_drift WHERE model_id = ? GROUP BY input_id) "
        "WHERE place IS NOT NULL GROUP BY place ORDER BY place",
        [model_id],
    ).fetchall()
    pairs = {tuple(row.get(name) for name in _PAIR) for row in rows}
    checks = (
        con.execute(
            "SELECT measure_id, is_met, decides, sentence FROM pub.therapy_diagnostic "
            "WHERE therapy_id = ? AND comparator_id = ? AND bound IS NOT NULL ORDER BY measure_id",
            list(pairs.pop()),
        ).fetchall()
        if len(pairs) == 1
        else []
    )
    drift = {DRIFT[place - 1]: inputs for place, inputs in worst}
    return Diagnostics(drift, tuple(Check(*check) for check in checks))
