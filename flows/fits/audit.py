"""Audit: the model behind most headline estimates, calculated a second time in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from flows.fits.trigger_design import AT_RISK
from models.triggers.audit.second_sums import audit_fit
from models.triggers.within_person import fit_within_person
from triggerscape.adjustment_sets import answering_models
from triggerscape.contract.estimates.audit import TRIGGER_AUDIT_ESTIMATE
from triggerscape.warehouse.designs.likelihood_sql import likelihood_sql
from triggerscape.warehouse.designs.onset_design import ONSET_DESIGN
from triggerscape.warehouse.literals import quoted, sql_text

if TYPE_CHECKING:
    from flows.fits.trigger_design import TriggerDesign

_DIGITS = 9


def fit_audit(design: TriggerDesign) -> dict[str, pl.DataFrame]:
    """One row of estimates.trigger_audit for this kind of attack."""
    columns = _widest_answer(design)
    fit = fit_within_person(design.onset(columns), columns)
    names = ", ".join(quoted(name) for name in columns)
    rows = (
        f"SELECT person_id, outcome, {names} FROM {ONSET_DESIGN} "
        f"WHERE attack_basis = {sql_text(design.basis)} AND {AT_RISK}"
    )
    second = design.con.sql(likelihood_sql(rows, columns, fit.expansion_point.tolist())).pl()
    audit = audit_fit(fit, second.row(0, named=True))
    row = {
        "outcome_id": f"{design.basis}_onset",
        "n_factors": audit.n_factors,
        "n_people": audit.n_people,
        # An engine adds in the order of its threads: the last digits are no part of a result.
        "coefficient_difference": round(audit.coefficient_difference, _DIGITS),
        "error_difference": round(audit.error_difference, _DIGITS),
        "is_agreed": audit.agrees,
    }
    return {TRIGGER_AUDIT_ESTIMATE.name: pl.DataFrame([row])}


def audit_sentences(audited: pl.DataFrame) -> list[str]:
    """A warning for every outcome whose two calculations do not agree."""
    return [
        f"{row['outcome_id']}: a second calculation in SQL differs by "
        f"{row['coefficient_difference']:.2g} standard errors and "
        f"{row['error_difference']:.2g} of a standard error"
        for row in audited.filter(~pl.col("is_agreed")).iter_rows(named=True)
    ]


def _widest_answer(design: TriggerDesign) -> tuple[str, ...]:
    """The columns of the model from which most factors take their estimate."""
    answers = answering_models(design.factors)
    return max(answers, key=lambda columns: (len(answers[columns]), columns))
