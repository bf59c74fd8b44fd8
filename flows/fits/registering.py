"""Keep a version of every model of a run, and say which made what."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from flows.fits.fit_recipe import inputs_of, last_day_of, rule_of_models
from flows.fits.trigger_design import AT_RISK
from models.registry.coefficients import coefficient_tables
from models.registry.model_files import Made, coefficient_files, forecast_files, stamped
from models.registry.model_of_table import OF_NO_MODEL, model_of_table
from models.registry.performance import (
    forecast_performance,
    therapy_performance,
    trigger_performance,
)
from models.registry.purposes import COUNTS, COURSE, FORECAST, SITES, STRATA, THERAPIES, TRIGGERS
from triggerscape import __version__
from triggerscape.contract.estimates.catalogue import ESTIMATES
from triggerscape.contract.estimates.models import MODEL_VERSION_ESTIMATE
from triggerscape.errors import DisclosureRefused
from triggerscape.factors import Claim
from triggerscape.registry.kept import keep_version
from triggerscape.warehouse.designs.onset_design import ONSET_DESIGN
from triggerscape.warehouse.designs.stratum_days import ALL_KNOWN
from triggerscape.warehouse.fingerprints import code_fingerprint, fingerprint
from triggerscape.warehouse.literals import sql_text
from triggerscape.warehouse.statements import read_statements

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    import duckdb

    from flows.fits.drifting import Moved
    from flows.run import Run
    from models.forecast.forecast_model import ForecastModel
    from models.registry.model_card import Performance
    from triggerscape.disclosure.rule import Rule

_PEOPLE_OF = {
    TRIGGERS: "FROM design.onset",
    THERAPIES: "FROM trials.start",
    COURSE: "FROM features.chronicity WHERE state <> 'unknown'",
    SITES: "FROM features.person_window",
    STRATA: f"FROM {ONSET_DESIGN} WHERE {AT_RISK} AND {ALL_KNOWN}",
    FORECAST: "FROM months.person_month WHERE next_known_days > 0",
    COUNTS: "FROM features.diary_spine",
}


@dataclass(frozen=True)
class Registered:
    """Frames of estimates by table, and a sentence for every model that could not be kept."""

    rows: dict[str, pl.DataFrame]
    not_kept: tuple[str, ...]


@dataclass(frozen=True)
class _Version:
    made: Made
    version: str | None
    reason: str


def register_models(
    run: Run,
    con: duckdb.DuckDBPyConnection,
    fitted: Sequence[Mapping[str, pl.DataFrame]],
    forecast: ForecastModel | None,
    moved: Moved,
) -> Registered:
    """Keep ``models/<model>/<version>/`` of every model and give estimates.model_version.

    A forecast that would tell of people is not kept, and the run says so; it stops nothing.
    """
    rule = rule_of_models(run)
    last_day = last_day_of(run, con)
    frames: dict[str, list[pl.DataFrame]] = {}
    for one in fitted:
        for table, frame in one.items():
            frames.setdefault(table, []).append(frame)
    inputs = inputs_of(run, last_day)
    kept = {
        model: _kept(
            run,
            _made(run, con, model, inputs, last_day),
            frames=frames,
            forecast=forecast,
            moved=moved,
            rule=rule,
        )
        for model in _PEOPLE_OF
    }
    return Registered(
        {MODEL_VERSION_ESTIMATE.name: _version_rows(kept, rule.threshold)},
        tuple(f"{model}: {one.reason}" for model, one in kept.items() if one.reason),
    )


def _kept(
    run: Run,
    made: Made,
    *,
    frames: Mapping[str, Sequence[pl.DataFrame]],
    forecast: ForecastModel | None,
    moved: Moved,
    rule: Rule,
) -> _Version:
    """Write one version, or say why there is none; what is only counted has no files."""
    model = made.model_id
    reference = moved.references.get(model, {})
    told: Sequence[Performance]
    if model == COUNTS:
        return _Version(made, _fingerprint(made, {}), "")
    try:
        if model == FORECAST:
            if forecast is None:
                return _Version(made, None, "")
            learnt = forecast.training
            made = replace(made, n_people=learnt.n_people, n_sites=learnt.n_sites)
            told = forecast_performance(frames, rule)
            files = forecast_files(made, forecast, told, reference, rule)
        else:
            controls = [f.code for f in run.factors if f.claim is Claim.NEGATIVE_CONTROL]
            told = {
                TRIGGERS: lambda: trigger_performance(frames, controls, rule),
                THERAPIES: lambda: therapy_performance(frames, rule),
            }.get(model, list)()
            tables = [
                table
                for table in ESTIMATES
                if table.short_name not in OF_NO_MODEL and model_of_table(table.name) == model
            ]
            coefficients = coefficient_tables(frames, tables, rule)
            files = coefficient_files(made, coefficients, told, reference, rule)
    except DisclosureRefused as refused:
        return _Version(made, None, f"not kept, {refused.message}")
    version = _fingerprint(made, files)
    keep_version(run.workspace.home, model, version, stamped(files, version))
    return _Version(made, version, "")


def _fingerprint(made: Made, files: Mapping[str, bytes]) -> str:
    """Of code, settings, inputs and parameters, and of no clock."""
    told = [f"{name}\n{content.hex()}" for name, content in sorted(files.items())]
    return fingerprint(code_fingerprint(), json.dumps(made.settings), made.inputs, *told)


def _made(
    run: Run,
    con: duckdb.DuckDBPyConnection,
    model: str,
    inputs: str,
    last_day: dt.date | None,
) -> Made:
    people, sites = con.execute(
        f"SELECT count(DISTINCT person_id), count(DISTINCT site_code) {_PEOPLE_OF[model]}"
    ).fetchall()[0]
    first, last = _windows(con, last_day, run.settings["disclosure.threshold"])
    settings = dict(sorted(run.settings.counting().items()))
    return Made(model, settings, inputs, __version__, people, sites, first, last)


def _windows(
    con: duckdb.DuckDBPyConnection, last_day: dt.date | None, threshold: int
) -> tuple[str | None, str | None]:
    """First days of the first and last closed calendar windows that enough people have."""
    if last_day is None:
        return None, None
    told: tuple[str | None, str | None] = con.execute(
        "SELECT CAST(min(window_start) AS VARCHAR), CAST(max(window_start) AS VARCHAR) FROM ("
        "SELECT window_start FROM features.person_window WHERE window_kind = 'calendar' "
        f"AND window_start + 27 <= DATE {sql_text(last_day.isoformat())} "
        f"GROUP BY window_start HAVING count(*) >= {threshold})"
    ).fetchall()[0]
    return told


def _version_rows(kept: Mapping[str, _Version], threshold: int) -> pl.DataFrame:
    """One row a published table: its model by the estimates that its SELECT reads."""
    rows: list[dict[str, Any]] = []
    for statement in read_statements("publish"):
        table = statement.name.removeprefix("publish.")
        read = [name for name in statement.inputs if name.startswith("estimates.")]
        if table in OF_NO_MODEL:
            continue
        model = model_of_table(min(read)) if read else COUNTS
        one = kept[model]
        # A fingerprint and settings tell of nobody: with few people only their number is kept back.
        is_few = 0 < one.made.n_people < threshold
        rows.append(
            {
                "model_id": model,
                "table_name": table,
                "status": "kept" if one.version else "not_kept",
                "reason": one.reason or _reason(one, is_few=is_few),
                "version": one.version,
                "settings": json.dumps(one.made.settings, sort_keys=True),
                "code_version": one.made.code_version,
                "inputs": one.made.inputs,
                "first_window": one.made.first_window,
                "last_window": one.made.last_window,
                "n_people": None if is_few else one.made.n_people,
                "n_sites": one.made.n_sites,
            }
        )
    return pl.DataFrame(rows, infer_schema_length=None)


def _reason(one: _Version, *, is_few: bool) -> str:
    if not one.version:
        return "nothing could be fitted"
    return "made from few people" if is_few else ""
