"""Which version of which model gave each published table, and how far its inputs have moved."""

from __future__ import annotations

from triggerscape.contract.estimates.columns import count, number, text
from triggerscape.contract.language import Table

MODEL_VERSION_ESTIMATE = Table(
    name="estimates.model_version",
    grain="one row per model and published table it answers for",
    key=("model_id", "table_name"),
    columns=(
        text("model_id", "The model; counts where nothing is fitted"),
        text("table_name", "The published table"),
        text("status", "kept, or not_kept"),
        text("reason", "Why no version was kept, or no number of people"),
        text("version", "Fingerprint of code, settings, inputs and parameters"),
        text("settings", "Every setting that can change the result, as JSON"),
        text("code_version", "Version of triggerscape"),
        text("inputs", "Fingerprint of site profiles, deliveries and the last day looked at"),
        text("first_window", "First day of the first calendar window behind it"),
        text("last_window", "First day of the last"),
        count("n_people", "People it was made from; null where they are few", "{person}"),
        count("n_sites", "Their sites", "{site}"),
    ),
)

MODEL_DRIFT_ESTIMATE = Table(
    name="estimates.model_drift",
    grain="one row per model, input and measure",
    key=("model_id", "input_id", "measure_id"),
    columns=(
        text("model_id", "The model"),
        text("input_id", "What it looks at; all for the model as a whole"),
        text("measure_id", "What is measured"),
        text("compared_with", "The version it is compared with, or earlier_windows"),
        text("status", "estimated, or not_estimable"),
        number("estimate", "The index, change or ratio"),
        number("ci_low", "Lower end of its 95% interval, where it has one"),
        number("ci_high", "Upper end of its 95% interval"),
        number("noise", "How far chance alone moves it, over all inputs"),
        text("verdict", "stable, within_noise, watch, act or not_comparable"),
        text("verdict_rule", "The rule that says so"),
        count("n_people", "People in the newest window", "{person}"),
        count("n_people_then", "People it is compared with", "{person}"),
        count("n_sites", "Sites in the newest window", "{site}"),
    ),
)
