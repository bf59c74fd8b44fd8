"""The demo: a synthetic population sent to a fresh workspace, and its truth kept outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from triggerscape.cohort.deliveries import write_deliveries, write_truth_folder
from triggerscape.cohort.faults import plant_faults
from triggerscape.cohort.population import make_population
from triggerscape.cohort.recovery import planted_against_recovered
from triggerscape.cohort.truth import default_truth, read_truth
from triggerscape.errors import TriggerscapeError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from triggerscape.cohort.sending.file_formats import FileFormat
    from triggerscape.terminal import Terminal
    from triggerscape.workspace import Workspace

RECIPE = "cohort.txt"
# A column without a single value would be read as text.
_NUMBERS = dict.fromkeys(("rate_ratio", "migraine_days", "planted_odds_ratio"), pl.Float64)


@dataclass(frozen=True)
class Sent:
    """What was written: delivery folders, the truth beside the workspace, planted faults."""

    deliveries: int
    truth: Path
    faults: int


def send_cohort(
    workspace: Workspace,
    people: int,
    days: int,
    sites: int,
    seed: int,
    *,
    say: Callable[[str], None],
    truth: Path | None = None,
    file_format: FileFormat = "csv",
    number_keys: bool = False,
    with_faults: bool = False,
) -> Sent:
    """Write a population's profiles and deliveries into a workspace, its truth beside it.

    TriggerscapeError when the workspace holds anything else: a demo is never mixed with real data.
    """
    planted = read_truth(truth) if truth else default_truth()
    keys = ", number keys" if number_keys else ""
    size = f"{people} people, {days} days, {sites} sites, seed {seed}"
    recipe = f"{size}, {file_format}{keys}\n{planted}\n"
    _refuse_other(workspace, recipe)
    workspace.create()
    (workspace.home / RECIPE).write_text(recipe, encoding="utf-8")
    population = make_population(people=people, days=days, sites=sites, seed=seed, truth=planted)
    say(f"cohort: {people:,} people write their diaries")
    folders = write_deliveries(
        population, workspace.home, file_format=file_format, number_keys=number_keys
    )
    faults = plant_faults(workspace.home, seed=seed) if with_faults else []
    say("cohort: working out what the planted effects come to")
    beside = workspace.home.with_name(f"{workspace.home.name}-truth")
    write_truth_folder(population, beside)
    return Sent(len(folders), beside, len(faults))


def _refuse_other(workspace: Workspace, recipe: str) -> None:
    path = workspace.home / RECIPE
    if not workspace.inbox.exists() or not any(workspace.inbox.iterdir()):
        return
    if path.exists() and path.read_text(encoding="utf-8") == recipe:
        return
    raise TriggerscapeError(
        "E160",
        "this workspace already holds other deliveries; a synthetic population wants its own",
        where=str(workspace.home),
        fix="triggerscape demo --home another-folder",
    )


def show_recovery(terminal: Terminal, workspace: Workspace, sent: Sent) -> list[dict[str, Any]]:
    """Print planted against recovered effects; gives back the same rows."""
    parquet = workspace.releases / "latest" / "parquet"
    signs = pl.read_parquet(parquet / "dim_trigger.parquet").filter(claim="premonitory")
    compared = planted_against_recovered(
        pl.read_csv(sent.truth / "implied.csv", schema_overrides=_NUMBERS),
        pl.read_parquet(parquet / "trigger_effect.parquet"),
        pl.read_parquet(parquet / "therapy_effect.parquet"),
        signs["trigger_id"].to_list(),
    )
    judged = compared.drop_nulls("is_inside")
    flagged = compared.filter(verdict="early_sign_or_trigger")
    terminal.say()
    terminal.say(
        f"Does it find what was planted?   {int(judged['is_inside'].sum())} of {judged.height} "
        "truths inside their 95% interval; "
        f"{flagged.height} of {signs.height} early signs called so"
    )
    called = compared.filter(pl.col("verdict").is_in(["trigger", "protective"]))
    terminal.say(
        f"{called.height} factors are called a trigger or protective; "
        f"{int(called['is_null'].sum())} of them planted to do nothing (the rule lets 1 in 20 by)"
    )
    if not terminal.as_json:
        terminal.grid(
            ("effect", "scale", "planted", "found", "95% interval", "inside", "verdict"),
            [_line(row) for row in compared.iter_rows(named=True)],
        )
    return compared.to_dicts()


def _line(row: dict[str, Any]) -> tuple[Any, ...]:
    scale = "rate ratio" if row["kind"] == "factor" else "days per 28"
    if row["estimate"] is None:
        interval, found = "hidden or not estimable", None
    else:
        interval, found = f"{row['ci_low']:.2f} to {row['ci_high']:.2f}", row["estimate"]
    return (
        row["code"],
        scale,
        f"{row['planted']:.2f}",
        "–" if found is None else f"{found:.2f}",
        interval,
        row["is_inside"],
        row["verdict"] or "",
    )
