"""Invented doses, techniques and layers of therapies, some with too few people to be shown."""

from __future__ import annotations

import polars as pl

_LEVELS = {"2": 140, "3": 60, "4 or more": 9}
_TECHNIQUES = {"omt_cranial": 90, "omt_hvla": 40, "omt_counterstrain": 6}
_LAYERS = {
    "mmd_both": -1.9,
    "mmd_one_alone": -0.9,
    "mmd_other_alone": -0.7,
    "excess_days": -0.3,
    "days_interaction_ratio": 0.96,
}


def dose_rows() -> pl.DataFrame:
    """Three levels of sessions, the highest with so few people that it must be hidden, a slope."""
    levels = [
        _row(
            people,
            therapy_id="omt",
            estimand_id="dose_landmark",
            dose_id="sessions_28",
            dose_level=level,
            reference_level="1",
            measure_id="mmd_difference",
            n_reference=240,
            p_value=0.04,
        )
        for level, people in _LEVELS.items()
    ]
    slope = levels[0] | {
        "dose_level": "per session",
        "measure_id": "mmd_per_session",
        "reference_level": "",
        "n_people": 449,
        "n_reference": 449,
    }
    return pl.DataFrame([*levels, slope], infer_schema_length=None)


def technique_rows() -> pl.DataFrame:
    """Three techniques of a group by themselves and drawn together, and the spread between them."""
    rows = [
        _technique(technique, estimand, "mmd_difference", people)
        for technique, people in _TECHNIQUES.items()
        for estimand in ("technique_alone", "technique_drawn")
    ]
    rows.append(_technique("omt", "technique_drawn", "technique_spread", 136))
    return pl.DataFrame(rows, infer_schema_length=None)


def combination_rows() -> pl.DataFrame:
    """One pair with people in all four arms, one with hardly anybody who began both."""
    rows = []
    for other, people in (("dry_needling", 120), ("preventive_cgrp_mab", 5)):
        for measure, value in _LAYERS.items():
            row = _row(
                people,
                therapy_a=other,
                therapy_b="omt",
                estimand_id="layers",
                measure_id=measure,
                n_a=300,
                n_b=410,
                n_neither=2000,
                p_value=0.2,
                q_value=0.3,
                reading="no_interaction_shown",
                reading_rule="q and margin",
            )
            known = people > 50
            ends = (value, value - 0.5, value + 0.5) if known else (None, None, None)
            rows.append(row | dict(zip(("estimate", "ci_low", "ci_high"), ends, strict=True)))
    return pl.DataFrame(rows, infer_schema_length=None)


def _technique(technique: str, estimand: str, measure: str, people: int) -> dict[str, object]:
    return _row(
        people,
        group_id="omt",
        comparator_id="dry_needling",
        therapy_id=technique,
        estimand_id=estimand,
        measure_id=measure,
        n_comparator=420,
        kept_share=0.3 if technique != "omt" else None,
        reading="no_difference_shown",
        reading_rule="margin",
    )


def _row(people: int, **columns: object) -> dict[str, object]:
    return {
        "estimate": -0.6,
        "ci_low": -1.3,
        "ci_high": 0.1,
        "n_people": people,
        "n_days": people * 56,
        "n_sites": 12,
        "status": None,
        "overlap_share": 0.93,
        "largest_imbalance": 0.07,
        "smallest_detectable": 1.0,
        "reason": "",
        **columns,
    }
