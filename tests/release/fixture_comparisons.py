"""Comparisons of therapies of an invented release: no start, another outcome, and the checks."""

from __future__ import annotations

import polars as pl

AGAINST_NO_START = (
    ("omt", -1.8, 900, "supported_with_context"),
    ("dry_needling", -0.9, 410, "not_settled"),
    ("preventive_beta_blocker", None, 40, "insufficient_data"),
)
_CHECKS = (
    ("starters_per_arm", 410.0, 50.0, True, True),
    ("largest_imbalance", 0.06, 0.1, True, True),
    ("negative_control_exposure", None, 0.5, None, True),
    ("e_value", 1.9, None, None, False),
)


def further_rows() -> pl.DataFrame:
    """Rows of pub.therapy_effect beside the headline of active comparisons."""
    rows = [
        _row((therapy, "no_start"), (estimand, "mmd_difference"), effect, people, verdict)
        for therapy, effect, people, verdict in AGAINST_NO_START
        for estimand in ("att_aipw", "att_did", "att_bracket")
    ]
    rows += [
        _row(("omt", "dry_needling"), ("att_aipw", measure), effect, 300, None)
        for measure, effect in (
            ("hit6_difference", -2.0),
            ("acute_drug_day_difference", -0.7),
            ("responder_50_difference", 0.1),
        )
    ]
    return pl.DataFrame(rows, schema_overrides={"status": pl.String}, infer_schema_length=None)


def diagnostic_rows() -> pl.DataFrame:
    """Rows of pub.therapy_diagnostic for two comparisons, one with a small arm."""
    rows = [
        {
            "therapy_id": therapy,
            "comparator_id": comparator,
            "measure_id": check,
            "estimate": value,
            "ci_low": None,
            "ci_high": None,
            "n_people": people,
            "n_days": None,
            "n_sites": 12,
            "status": "ok" if value is not None else "x",
            "n_comparator": people // 2,
            "bound": bound,
            "is_met": is_met,
            "decides": decides,
            "sentence": "what was found",
        }
        for therapy, comparator, people in (
            ("omt", "dry_needling", 820),
            ("preventive_cgrp_mab", "preventive_beta_blocker", 20),
        )
        for check, value, bound, is_met, decides in _CHECKS
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def _row(
    pair: tuple[str, str],
    what: tuple[str, str],
    effect: float | None,
    people: int,
    verdict: str | None,
) -> dict[str, object]:
    estimand, measure = what
    is_range = estimand == "att_bracket"
    return {
        "therapy_id": pair[0],
        "comparator_id": pair[1],
        "estimand_id": estimand,
        "window_first_day": 28,
        "window_last_day": 83,
        "measure_id": measure,
        "estimate": None if is_range else effect,
        "ci_low": None if effect is None else effect - 0.4,
        "ci_high": None if effect is None else effect + 0.4,
        "n_people": people,
        "n_days": None if measure == "hit6_difference" else people * 52,
        "n_sites": 12,
        "status": "x" if effect is None else "ok",
        "n_comparator": 5 * people,
        "overlap_share": 0.9,
        "largest_imbalance": 0.05,
        "smallest_detectable": 0.6,
        "verdict": verdict,
        "verdict_rule": None if verdict is None else "as invented",
    }
