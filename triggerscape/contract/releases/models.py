"""The published record of models: what made each table, and whether its inputs have moved."""

from __future__ import annotations

from triggerscape.contract.language import Column, Kind, Role, Table
from triggerscape.contract.releases.columns import FIRST, STATUSES, estimate, key


def _note(name: str, meaning: str) -> Column:
    return Column(name, Kind.TEXT, meaning, role=Role.NOTE)


MODEL_VERSION = Table(
    name="pub.model_version",
    grain="one row per model and published table it answers for",
    key=("model_id", "table_name"),
    columns=(
        *FIRST,
        key("model_id", "The model; counts where nothing is fitted"),
        key("table_name", "The published table that it made"),
        _note("version", "Fingerprint of code, settings, inputs and parameters; null if not kept"),
        _note("settings", "Every setting that can change the result, as JSON"),
        _note("code_version", "Version of triggerscape that made it"),
        _note("inputs", "Fingerprint of site profiles, deliveries and the last day looked at"),
        _note("first_window", "First day of the first calendar window behind it"),
        _note("last_window", "First day of the last calendar window behind it"),
        _note("reason", "Why no version was kept, or no number of people is told"),
        Column(
            "n_people",
            Kind.BIGINT,
            "People it was made from, rounded",
            unit="{person}",
            role=Role.COUNT,
        ),
        Column("n_sites", Kind.BIGINT, "Sites it was made from", unit="{site}", role=Role.NOTE),
        Column(
            "status",
            Kind.TEXT,
            "ok; x no version kept, or made from few people or nobody",
            values=STATUSES,
            nullable=False,
            role=Role.NOTE,
        ),
    ),
    warnings=("The same version means the same code, settings, deliveries and parameters.",),
)

MODEL_DRIFT = Table(
    name="pub.model_drift",
    grain="one row per model, input and measure",
    key=("model_id", "input_id", "measure_id"),
    columns=(
        *FIRST,
        key("model_id", "The model"),
        key("input_id", "What it looks at: a factor or a feature; all for the model as a whole"),
        _note(
            "compared_with",
            "The version last published, or earlier_windows where there was none",
        ),
        *(column for column in estimate(decimals=3) if column.name != "n_days"),
        Column(
            "noise",
            Kind.DOUBLE,
            "How far chance alone moves it in 99 of 100 runs, over all inputs of the model",
            unit="1",
            role=Role.ESTIMATE,
            decimals=3,
        ),
        Column(
            "n_people_then",
            Kind.BIGINT,
            "People it is compared with, rounded",
            unit="{person}",
            role=Role.COUNT,
        ),
        _note("verdict", "stable, within_noise, watch, act or not_comparable"),
        _note("verdict_rule", "The rule that gave the verdict"),
    ),
    warnings=(
        "A season moves inputs too: a window is compared with all windows before it.",
        "What it is compared with depends on what was published before, unlike every other table.",
    ),
)
