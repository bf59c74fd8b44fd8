"""Invented findings in subgroups and in absolute terms, made from the rows of the headline."""

from __future__ import annotations

import polars as pl

_LEVELS = {"female": 0.8, "male": 0.17, "other": 0.03}
_MEASURES = {
    "attributable_attacks": 0.8,
    "attributable_share": 0.08,
    "attributable_days": 0.2,
    "exposed_day_share": 0.2,
}


def subgroups_of(effects: pl.DataFrame) -> pl.DataFrame:
    """Each factor by sex, one level of which has few people, and the test between levels."""
    levels = pl.DataFrame({"subgroup_level": list(_LEVELS), "share": list(_LEVELS.values())})
    each = (
        _of(effects)
        .join(levels, how="cross")
        .with_columns(
            n_people=(pl.col("n_people") * pl.col("share")).round().cast(pl.Int64),
            q_value=pl.lit(None, pl.Float64),
        )
        .drop("share")
    )
    smallest = each.group_by("trigger_id").agg(pl.col("n_people").min())
    numbers = ("estimate", "ci_low", "ci_high")
    test = (
        _of(effects)
        .drop("n_people")
        .join(smallest, on="trigger_id")
        .with_columns(
            *(pl.lit(None, pl.Float64).alias(name) for name in numbers),
            subgroup_level=pl.lit("between levels"),
            measure_id=pl.lit("interaction_test"),
        )
    )
    return pl.concat([each, test], how="diagonal").with_columns(subgroup_kind=pl.lit("sex"))


def burden_of(effects: pl.DataFrame) -> pl.DataFrame:
    """Each factor in absolute terms."""
    measures = pl.DataFrame({"measure": list(_MEASURES), "size": list(_MEASURES.values())})
    size = pl.col("size") * pl.col("estimate") / pl.col("estimate")
    return (
        _of(effects, "verdict")
        .join(measures, how="cross")
        .with_columns(measure_id="measure", estimate=size, ci_low=size * 0.7, ci_high=size * 1.3)
        .drop("measure", "size", "p_value", "q_value", "smallest_detectable")
    )


def _of(effects: pl.DataFrame, *more: str) -> pl.DataFrame:
    names = (
        "trigger_id outcome_id measure_id estimate ci_low ci_high n_people n_days n_sites status "
        "p_value q_value smallest_detectable n_attacks"
    ).split()
    return effects.filter(pl.col("estimand_id") == "within_person").select(*names, *more)


def sensitivity_of(effects: pl.DataFrame) -> pl.DataFrame:
    """Each factor under three analyses, one of which few people tell apart from the headline."""
    analyses = pl.DataFrame(
        {
            "analysis_id": ["factor_alone", "late_entries_in", "delta_adjustment"],
            "shift": [1.1, 0.98, 0.9],
            "n_changed": [300, 4, 300],
        }
    )
    is_ratio = pl.col("analysis_id") == "delta_adjustment"
    nothing = [
        pl.when(~is_ratio).then(pl.col(name)).alias(name)
        for name in ("ci_low", "ci_high", "p_value")
    ]
    return (
        _of(effects)
        .join(analyses, how="cross")
        .with_columns(
            *nothing,
            estimand_id=pl.lit("within_person"),
            estimate=pl.col("estimate") * pl.col("shift"),
            measure_id=pl.when(is_ratio)
            .then(pl.lit("recording_ratio"))
            .otherwise(pl.lit("rate_ratio")),
            done_otherwise=pl.lit("As the analysis says"),
            compared_with=pl.lit("within_person_pooled"),
            difference_in_errors=pl.when(~is_ratio & pl.col("estimate").is_not_null()).then(0.4),
        )
        .drop("q_value", "smallest_detectable", "shift")
    )


def perceived_rows() -> pl.DataFrame:
    """What people blame; one trigger so rarely that it must be hidden."""
    blamed = {"stress": (0.58, 400, "stress_level"), "msg": (0.01, 4, None)}
    return pl.DataFrame(
        [
            {
                "perceived_id": code,
                "outcome_id": "migraine_day",
                "measure_id": measure,
                "estimate": share,
                "ci_low": share * 0.9,
                "ci_high": share * 1.1,
                "n_people": 690,
                "n_days": 9000,
                "n_sites": 9,
                "status": "ok",
                "n_ticked": ticked,
                "trigger_id": factor,
                "verdict": "trigger" if factor else None,
            }
            for code, (share, ticked, factor) in blamed.items()
            for measure in ("perceived_people_share", "perceived_day_share")
        ]
    )
