"""The published findings about triggers in subgroups."""

from __future__ import annotations

from triggerscape.contract.language import Column, Kind, Role, Table
from triggerscape.contract.releases.columns import FIRST, estimate, key

TRIGGER_SUBGROUP = Table(
    name="pub.trigger_subgroup",
    grain="one row per factor, outcome, kind of subgroup, level and measure",
    key=("trigger_id", "outcome_id", "subgroup_kind", "subgroup_level", "measure_id"),
    columns=(
        *FIRST,
        key("trigger_id", "The factor; see dim_trigger"),
        key("outcome_id", "What is counted on the outcome day"),
        key("subgroup_kind", "sex, age_band, diagnosis, chronicity, or a group of therapies"),
        key("subgroup_level", "The level; between levels for the test whether they differ"),
        *estimate(decimals=3),
        Column(
            "p_value",
            Kind.DOUBLE,
            "Two-sided p value; of a test, that the levels share one rate ratio",
            unit="1",
            role=Role.ESTIMATE,
            decimals=4,
        ),
        Column(
            "q_value",
            Kind.DOUBLE,
            "p value of a test after Benjamini-Hochberg over all such tests of the release",
            unit="1",
            role=Role.ESTIMATE,
            decimals=4,
        ),
        Column(
            "smallest_detectable",
            Kind.DOUBLE,
            "Rate ratio this amount of data could find with 80% power; of a test, ratio of two",
            unit="1",
            role=Role.ESTIMATE,
            decimals=2,
        ),
        Column(
            "n_attacks", Kind.BIGINT, "Attacks behind it, rounded", unit="{attack}", role=Role.COUNT
        ),
    ),
    warnings=(
        "A level that differs from no effect beside one that does not is no difference between "
        "them: read the row of the test.",
        "Where one level is too small to be shown, the next smallest is hidden with it.",
    ),
)
