"""Contracts of estimates.*: what the models say, unrounded, with what could forbid using it."""

from __future__ import annotations

from triggerscape.contract.language import Column, Kind, Table


def _text(name: str, meaning: str) -> Column:
    return Column(name, Kind.TEXT, meaning)


def _number(name: str, meaning: str, unit: str = "1") -> Column:
    return Column(name, Kind.DOUBLE, meaning, unit=unit)


def _count(name: str, meaning: str, unit: str) -> Column:
    return Column(name, Kind.BIGINT, meaning, unit=unit)


TRIGGER_ESTIMATE = Table(
    name="estimates.trigger_effect",
    grain="one row per factor, estimand and outcome",
    key=("trigger_id", "estimand_id", "outcome_id"),
    columns=(
        _text("trigger_id", "The factor"),
        _text("estimand_id", "within_person, within_person_same_day or between_person"),
        _text("outcome_id", "What is counted on the outcome day"),
        Column("lag_days", Kind.INTEGER, "Days between factor and outcome", unit="d"),
        _text("status", "estimated, or not_estimable"),
        _text("reason", "Why there is no estimate"),
        _number("log_rate_ratio", "Log rate ratio per step of the factor"),
        _number("standard_error", "Its person-clustered standard error"),
        _number("log_ci_low", "Lower end of its 95% interval"),
        _number("log_ci_high", "Upper end of its 95% interval"),
        _number("p_value", "Two-sided p value"),
        _number("q_value", "p value after Benjamini-Hochberg over the factors"),
        _number("smallest_detectable", "Rate ratio the data could find with 80% power"),
        _count("n_people", "People whose days could move the estimate", "{person}"),
        _count("n_days", "Their days", "d"),
        _count("n_attacks", "Outcomes on those days", "{attack}"),
        _count("n_sites", "Their sites", "{site}"),
        _text("verdict", "What may be said"),
        _text("verdict_rule", "The rule that says so"),
    ),
)

THERAPY_ESTIMATE = Table(
    name="estimates.therapy_effect",
    grain="one row per therapy, comparator and estimand",
    key=("therapy_id", "comparator_id", "estimand_id"),
    columns=(
        _text("therapy_id", "The therapy"),
        _text("comparator_id", "The therapy it is compared with"),
        _text("estimand_id", "att_aipw, att_did or att_bracket"),
        _text("status", "estimated, or not_estimable"),
        _text("reason", "Why there is no estimate"),
        _number("difference", "Difference in attack days per 28", "d/(28.d)"),
        _number("standard_error", "Its standard error", "d/(28.d)"),
        _number("ci_low", "Lower end of its 95% interval", "d/(28.d)"),
        _number("ci_high", "Upper end of its 95% interval", "d/(28.d)"),
        _count("n_people", "People who started the therapy", "{person}"),
        _count("n_comparator", "People who started the comparator", "{person}"),
        _count("n_days", "Follow-up days behind the estimate", "d"),
        _count("n_sites", "Sites behind it", "{site}"),
        _number("overlap_share", "Share of starters with people like them in the other arm"),
        _number("largest_imbalance", "Largest standardised difference after weighting"),
        _number("smallest_detectable", "Difference found with 80% power", "d/(28.d)"),
        _text("verdict", "What may be said"),
        _text("verdict_rule", "The rule that says so"),
    ),
)
ESTIMATES: tuple[Table, ...] = (TRIGGER_ESTIMATE, THERAPY_ESTIMATE)
