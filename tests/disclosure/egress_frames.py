"""Small frames of published tables, before protection, and what leaves of them."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from triggerscape.contract.catalogue import TABLES
from triggerscape.contract.language import Role
from triggerscape.disclosure.cells.system import System
from triggerscape.disclosure.egress.catalogue import rule_of
from triggerscape.disclosure.protect import protect
from triggerscape.disclosure.rule import Rule

RULE = Rule(threshold=11, rounding_base=5)


def rows_of(table: str, *rows: Mapping[str, object]) -> pl.DataFrame:
    """A frame of the table: what a row does not say is 1.0, 100 or, of words, nothing."""
    contract = TABLES[table]
    columns = [c for c in contract if c.name not in {"release_id", "as_of_date"}]
    plain: dict[str, object] = {column.name: None for column in columns}
    plain |= {c.name: 1.0 for c in columns if c.role is Role.ESTIMATE}
    plain |= {c.name: 100 for c in columns if c.role is Role.COUNT}
    plain |= {"n_sites": 5, "status": "ok"}
    names = {column.name for column in columns}
    told = [{k: v for k, v in (plain | dict(row)).items() if k in names} for row in rows]
    return pl.DataFrame(told, infer_schema_length=None)


def leaving(frames: Mapping[str, pl.DataFrame], rule: Rule = RULE) -> dict[str, pl.DataFrame]:
    """The frames protected, each by the rule of its table."""
    return {
        name: protect(frame, TABLES[name], rule_of(TABLES[name], rule))
        for name, frame in frames.items()
    }


def perceived(people: int, ticked: int, *, perceived_id: str = "noise") -> pl.DataFrame:
    """Both measures of one trigger that people blame."""
    return rows_of(
        "pub.perceived_trigger",
        *(
            {
                "perceived_id": perceived_id,
                "outcome_id": "migraine_day",
                "measure_id": measure,
                "n_people": people,
                "n_ticked": ticked,
            }
            for measure in ("perceived_day_share", "perceived_people_share")
        ),
    )


def population(counts: Mapping[tuple[str, str, str], int]) -> pl.DataFrame:
    """People by site, sex and age, each with all."""
    return rows_of(
        "pub.population",
        *(
            {
                "scope_id": scope,
                "sex": sex,
                "age_band": age,
                "measure_id": "people",
                "n_people": n,
                "n_sites": 3 if scope == "all" else 1,
            }
            for (scope, sex, age), n in counts.items()
        ),
    )


def chronicity(*rows: tuple[str, str, int, int]) -> pl.DataFrame:
    """Site, window, people at risk and those of them who changed."""
    return rows_of(
        "pub.chronicity_change",
        *(
            {
                "rule_id": "three_windows",
                "scope_id": scope,
                "window_id": window,
                "measure_id": "chronification_rate",
                "n_people": people,
                "n_changed": changed,
                "n_unchanged": people - changed,
            }
            for scope, window, people, changed in rows
        ),
    )


def known(system: System) -> dict[str, tuple[float, float]]:
    """Bounds by name."""
    bounds = zip(system.low.tolist(), system.high.tolist(), strict=True)
    return dict(zip(system.names, bounds, strict=True))


def lines(system: System, matrix: str) -> set[frozenset[tuple[str, float]]]:
    """Every line of a matrix as the names it adds up, with their coefficients."""
    found = getattr(system, matrix)
    places = [found[[line], :].tocoo() for line in range(found.shape[0])]
    return {
        frozenset((system.names[c], v) for c, v in zip(p.coords[1], p.data, strict=True))
        for p in places
    }
