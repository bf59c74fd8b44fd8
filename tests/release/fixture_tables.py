"""An invented release: 12 sites, 28 factors, 2 therapies, with small groups that must be hidden."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
from fixture_burden import answered_rows, chronic_rows, subgroup_rows
from fixture_comparisons import diagnostic_rows, further_rows
from fixture_course import change_rows, overuse_rows
from fixture_event_time import course_length_rows, event_time_rows
from fixture_findings import odds_of, sites_of, timing_of
from fixture_forecast import calibration_rows, influence_rows, metric_rows
from fixture_models import drift_rows, version_rows
from fixture_parts import burden_of, perceived_rows, sensitivity_of, subgroups_of
from fixture_parts_of_therapies import combination_rows, dose_rows, technique_rows
from fixture_people import phenotype_rows, spread_rows
from fixture_population import population_rows, therapy_use_rows
from fixture_references import SITES, reference_tables
from fixture_shapes import combinations, dose_responses
from fixture_sites import site_rows
from fixture_strata import stratum_rows
from fixture_value import value_rows

from triggerscape.contract.releases.catalogue import FACTS
from triggerscape.disclosure.gate.protecting import protected
from triggerscape.release.info import ReleaseInfo

AS_OF = date(2026, 6, 28)
INFO = ReleaseInfo(as_of=AS_OF, run_id="0123456789abcdef", code_version="0.1.0", is_synthetic=True)
_WINDOWS = 13
_LEVELS = {
    "mmd_mean": 6.0,
    "mhd_mean": 8.0,
    "severe_day_share": 0.3,
    "acute_drug_days": 5.0,
    "diary_completeness": 0.8,
}
_TRUTH = {"sleep_short": 1.3, "stress_letdown": 1.25, "alcohol_heavy": 1.6, "menses_window": 1.8}


def unprotected_tables(seed: int = 20261121) -> dict[str, pl.DataFrame]:
    """The facts as a run computes them, before protection, and the reference tables."""
    draw = np.random.default_rng(seed)
    references = reference_tables()
    return {
        "pub.burden_site_window": (burden := _with_answers(_burden(draw))),
        "pub.burden_subgroup": (subgroups := subgroup_rows(burden)),
        "pub.chronic_share": chronic_rows(subgroups),
        "pub.trigger_effect": (effects := _triggers(draw, references["pub.dim_trigger"])),
        "pub.trigger_timing": timing_of(effects),
        "pub.trigger_site": sites_of(effects),
        "pub.trigger_odds": odds_of(effects),
        "pub.trigger_subgroup": subgroups_of(effects),
        "pub.trigger_burden": burden_of(effects),
        "pub.trigger_sensitivity": sensitivity_of(effects),
        "pub.perceived_trigger": perceived_rows(),
        "pub.dose_response": dose_responses(),
        "pub.exposure_stratum": stratum_rows(),
        "pub.trigger_combination": combinations(),
        "pub.trigger_person_spread": spread_rows(),
        "pub.phenotype": phenotype_rows(),
        "pub.chronicity_change": change_rows(),
        "pub.medication_overuse": overuse_rows(),
        "pub.site_comparison": site_rows(),
        "pub.model_version": version_rows(),
        "pub.model_drift": drift_rows(),
        "pub.therapy_effect": pl.concat([_therapies(draw), further_rows()], how="vertical_relaxed"),
        "pub.therapy_diagnostic": diagnostic_rows(),
        "pub.therapy_event_time": event_time_rows(),
        "pub.therapy_course": course_length_rows(),
        "pub.therapy_value": value_rows(),
        "pub.therapy_dose": dose_rows(),
        "pub.therapy_technique": technique_rows(),
        "pub.therapy_combination": combination_rows(),
        "pub.model_metric": metric_rows(),
        "pub.model_calibration": calibration_rows(),
        "pub.model_influence": influence_rows(),
        "pub.population": population_rows(),
        "pub.therapy_use": therapy_use_rows(),
        "pub.data_quality": _quality(draw),
        **references,
    }


def protected_tables(seed: int = 20261121) -> dict[str, pl.DataFrame]:
    """The same tables as they are handed to the release writer."""
    tables = unprotected_tables(seed)
    true = {table.name: tables[table.name] for table in FACTS}
    return {**tables, **protected(true, {}, INFO.rule, sites_in_all=len(SITES))}


def few_tables() -> dict[str, pl.DataFrame]:
    """A small part of the same release, with few figures, for tests that write it many times."""
    tables = protected_tables()
    one_site = pl.col("site_id") == "site-c"
    few = {
        "pub.burden_site_window": pl.col("site_id").is_in(["site-b", "site-c"]),
        **dict.fromkeys(
            ("pub.burden_subgroup", "pub.chronic_share"), pl.col("subgroup_kind") == "sex"
        ),
        **{
            f"pub.{name}": pl.col("trigger_id").is_in(["alcohol_heavy", "x_perfume"])
            for name in (
                "trigger_effect trigger_timing trigger_site trigger_subgroup trigger_burden "
                "trigger_sensitivity"
            ).split()
        },
        "pub.therapy_effect": pl.col("therapy_id") == "omt",
        "pub.therapy_event_time": pl.col("comparator_id") == "dry_needling",
        "pub.data_quality": one_site & (pl.col("contract_id") == "diary"),
    }
    return {
        name: frame.filter(few[name]) if name in few else frame for name, frame in tables.items()
    }


def _burden(draw: np.random.Generator) -> pl.DataFrame:
    first = AS_OF - timedelta(days=28 * _WINDOWS - 1)
    rows = []
    for site in SITES:
        size, level = int(draw.integers(30, 400)), draw.uniform(0.7, 1.2)
        if site == "site-c":
            size = 4
        for window in range(_WINDOWS):
            people = max(0, size + int(draw.integers(-3, 4)))
            for measure, typical in _LEVELS.items():
                value = typical * level * draw.uniform(0.94, 1.06)
                half = value * 0.9 / np.sqrt(max(people, 1))
                rows.append(
                    {
                        "site_id": site,
                        "window_kind": "calendar",
                        "window_index": window,
                        "window_start": first + timedelta(days=28 * window),
                        "measure_id": measure,
                        "estimate": value if people else None,
                        "ci_low": value - half if people else None,
                        "ci_high": min(value + half, 1.0 if typical < 1 else 28.0)
                        if people
                        else None,
                        "n_people": people,
                        "n_days": people * 23,
                        "n_sites": 1,
                        "status": None,
                    }
                )
    return pl.DataFrame(rows, schema_overrides={"status": pl.String}, infer_schema_length=None)


def _with_answers(burden: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([burden, answered_rows(burden).select(burden.columns)])


def _triggers(draw: np.random.Generator, triggers: pl.DataFrame) -> pl.DataFrame:
    rows = []
    for factor in triggers.iter_rows(named=True):
        code, claim = factor["trigger_id"], factor["claim"]
        people = 6 if code == "x_perfume" else int(draw.integers(300, 3000))
        for estimand in ("within_person", "between_person"):
            early = 1.7 if claim == "premonitory" else 1.0
            within = _TRUTH.get(code, early) * draw.uniform(0.97, 1.03)
            ratio = within if estimand == "within_person" else within * draw.uniform(0.8, 1.3)
            spread = 3.5 / np.sqrt(people)
            low, high = ratio * np.exp(-spread), ratio * np.exp(spread)
            known = code != "travel"
            rows.append(
                {
                    "trigger_id": code,
                    "estimand_id": estimand,
                    "outcome_id": "migraine_onset",
                    "lag_days": factor["lag_days"],
                    "measure_id": "rate_ratio",
                    "estimate": ratio if known else None,
                    "ci_low": low if known else None,
                    "ci_high": high if known else None,
                    "n_people": people,
                    "n_days": people * 160,
                    "n_sites": 12,
                    "status": None if known else "x",
                    "p_value": 0.0123 if known else None,
                    "q_value": 0.0456 if known else None,
                    "family_p_value": 0.0789 if known else None,
                    "smallest_detectable": float(np.exp(2.8 * spread / 1.96)) if known else None,
                    "tau": 0.05 if known else None,
                    "i2": 0.21 if known else None,
                    "prediction_low": low * 0.95 if known else None,
                    "prediction_high": high * 1.05 if known else None,
                    "without_site_low": ratio * 0.98 if known else None,
                    "without_site_high": ratio * 1.02 if known else None,
                    "n_attacks": people * 6,
                    "verdict": _verdict(claim, low, high, known=known),
                    "verdict_rule": "interval and pre-registered lag",
                }
            )
    return pl.DataFrame(rows, infer_schema_length=None)


def _verdict(claim: str, low: float, high: float, *, known: bool) -> str:
    if not known:
        return "not_estimable"
    apart = low > 1 or high < 1
    if claim == "negative_control":
        return "negative_control_failed" if apart else "negative_control_ok"
    if claim == "premonitory":
        return "early_sign_or_trigger" if apart else "no_effect_shown"
    return ("trigger" if low > 1 else "protective") if apart else "no_effect_shown"


def _therapies(draw: np.random.Generator) -> pl.DataFrame:
    rows = []
    pairs = (
        ("omt", "dry_needling", -0.9, 820, "supported"),
        ("preventive_cgrp_mab", "preventive_beta_blocker", -0.35, 240, "not_settled"),
    )
    for therapy, comparator, effect, people, verdict in pairs:
        for estimand in ("att_aipw", "att_did", "att_bracket"):
            value = effect + draw.uniform(-0.1, 0.1)
            half = 9.0 / np.sqrt(people)
            rows.append(
                {
                    "therapy_id": therapy,
                    "comparator_id": comparator,
                    "estimand_id": estimand,
                    "window_first_day": 1,
                    "window_last_day": 84,
                    "measure_id": "mmd_difference",
                    "estimate": None if estimand == "att_bracket" else value,
                    "ci_low": value - half,
                    "ci_high": value + half,
                    "n_people": people,
                    "n_days": people * 80,
                    "n_sites": 12,
                    "status": None,
                    "n_comparator": people // 2,
                    "overlap_share": 0.87,
                    "largest_imbalance": 0.06,
                    "smallest_detectable": 2.8 * half / 1.96,
                    "verdict": verdict,
                    "verdict_rule": "bracket against the smallest worthwhile effect",
                }
            )
    return pl.DataFrame(rows, schema_overrides={"status": pl.String})


def _quality(draw: np.random.Generator) -> pl.DataFrame:
    rows = []
    for site in SITES:
        people = 7 if site == "site-c" else 420
        for contract in ("diary", "visit"):
            accepted = people * (150 if contract == "diary" else 4)
            refused, doubled = int(accepted * draw.uniform(0, 0.03)), int(draw.integers(0, 60))
            for measure, count in (
                ("rows_in", accepted + refused + doubled),
                ("rows_accepted", accepted),
                ("rows_quarantined", refused),
                ("rows_duplicate", doubled),
            ):
                rows.append(
                    {
                        "site_id": site,
                        "contract_id": contract,
                        "measure_id": measure,
                        "n_rows": count,
                        "n_people": people,
                        "status": None,
                    }
                )
    return pl.DataFrame(rows, schema_overrides={"status": pl.String})
