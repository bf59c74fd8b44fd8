"""run.json: what a release was made of and with, for a program that has to tell why two differ.

Everything but the versions of libraries is read from the published tables, so nothing leaves here
that had not passed disclosure control. No time of day: the same run gives the same bytes.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from importlib.metadata import version
from typing import Any

import polars as pl

from triggerscape.contract.language import Table
from triggerscape.contract.releases.models import MODEL_VERSION
from triggerscape.contract.releases.quality import DATA_QUALITY
from triggerscape.contract.releases.references import DIM_SITE
from triggerscape.release.checks.judged import Judged
from triggerscape.release.info import SCHEMA_VERSION, ReleaseInfo
from triggerscape.release.writers.notes import hidden_rows

# What calculates the numbers, and what writes the files.
LIBRARIES = (
    "altair duckdb jinja2 numpy polars pyarrow scikit-learn scipy vl-convert-python xlsxwriter"
).split()


def run_facts(
    tables: Mapping[str, pl.DataFrame],
    contracts: tuple[Table, ...],
    info: ReleaseInfo,
    release_id: str,
    judged: Judged | None = None,
) -> dict[str, Any]:
    """The run behind a release: versions, rule, settings, inputs as counts, models, tables.

    ``expectations`` is null where nobody judged the tables, as of invented ones.
    Counts of inputs are sums over the rounded rows of ``pub.data_quality`` that are shown.
    """
    return {
        "release_id": release_id,
        "run_id": info.run_id,
        "as_of_date": info.as_of.isoformat(),
        "closed_through": info.closed_through.isoformat() if info.closed_through else None,
        "restated": info.restated or None,
        "is_synthetic": info.is_synthetic,
        "schema_version": SCHEMA_VERSION,
        "versions": versions(info),
        "rule": {
            "mode": str(info.mode),
            "threshold": info.threshold,
            "rounding_base": info.rounding_base,
            "fewest_shown": info.rule.fewest_shown,
        },
        "settings": _settings(tables[MODEL_VERSION.name]),
        "inputs": {
            "sites": tables[DIM_SITE.name].height,
            "rows": _received(tables[DATA_QUALITY.name]),
        },
        "expectations": None if judged is None else asdict(judged),
        "models": _models(tables[MODEL_VERSION.name]),
        "tables": {
            table.name: {
                "rows": tables[table.name].height,
                "hidden": hidden_rows(tables[table.name]),
            }
            for table in contracts
        },
    }


def versions(info: ReleaseInfo) -> dict[str, str]:
    """The versions of triggerscape, of Python and of the libraries that numbers depend on."""
    return {
        "triggerscape": info.code_version,
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
        **{name: version(name) for name in (*LIBRARIES, *(["typst"] if info.has_report else []))},
    }


def _settings(models: pl.DataFrame) -> dict[str, Any]:
    """Every setting that counted for some model, by its key."""
    merged: dict[str, Any] = {}
    for text in models["settings"].drop_nulls().unique().sort():
        merged |= json.loads(text)
    return dict(sorted(merged.items()))


def _received(quality: pl.DataFrame) -> dict[str, dict[str, int]]:
    """For every kind of table, sites and rows by what became of them; hidden sites left out."""
    shown = quality.filter(status="ok")
    summed = (
        shown.group_by("contract_id", "measure_id")
        .agg(pl.col("n_rows").sum(), pl.col("site_id").n_unique().alias("sites"))
        .sort("contract_id", "measure_id")
    )
    kinds: dict[str, dict[str, int]] = {}
    for row in summed.iter_rows(named=True):
        kind = kinds.setdefault(row["contract_id"], {"sites": row["sites"]})
        kind["sites"] = max(kind["sites"], row["sites"])
        kind[row["measure_id"]] = row["n_rows"]
    return kinds


def _models(models: pl.DataFrame) -> list[dict[str, Any]]:
    kept = models.select("model_id", "table_name", "version", "code_version", "status")
    return list(kept.sort("model_id", "table_name").iter_rows(named=True))
