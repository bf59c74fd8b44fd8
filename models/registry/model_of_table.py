"""Which model gives which table of estimates: the way back from a published number."""

from __future__ import annotations

from models.registry.purposes import COURSE, FORECAST, SITES, STRATA, THERAPIES, TRIGGERS

_TABLES = {
    TRIGGERS: ("trigger_", "dose_response", "phenotype"),
    THERAPIES: ("therapy_",),
    COURSE: ("chronicity_change", "medication_overuse"),
    SITES: ("site_comparison",),
    STRATA: ("exposure_stratum",),
    FORECAST: ("model_metric", "model_calibration", "model_influence"),
}
OF_NO_MODEL = ("model_version", "model_drift")
"""What is said about models, by none of them."""


def model_of_table(name: str) -> str:
    """The model behind a table of estimates, by its full name; LookupError for a new kind."""
    short = name.removeprefix("estimates.")
    for model, beginnings in _TABLES.items():
        if short.startswith(beginnings):
            return model
    raise LookupError(f"no model is said to give {name}")
