"""The dose-response of one amount within people: a curve against a reference amount."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.results import FactorEstimate, Status
from models.stream.person_blocks import BatchSource
from models.stream.person_days import FloatArray
from models.triggers.shapes.amount_counts import AmountCounts
from models.triggers.shapes.amount_form import AmountForm, Levels, choose_form
from models.triggers.shapes.form_source import form_columns, with_form
from models.triggers.shapes.joint_test import off_line_p_value, wald_p_value
from models.triggers.shapes.near_counts import NearCounts, count_near
from models.triggers.shapes.shape_word import Curve
from models.triggers.within_person import WithinPersonFit, fit_within_person
from triggerscape.doses import Dose

TOO_FEW = "fewer than 20 people or 100 days near this amount, among people with others too"


@dataclass(frozen=True, eq=False)
class DoseResponse:
    """What the days say about one amount. Arrays are (grid,).

    ``has_number`` marks the amounts in support whose columns could be estimated; ``curve`` compares
    them with ``reference``, in order. ``p_any`` tests every column, ``p_not_straight`` whether the
    curve leaves every straight line. ``reason`` says why there is no curve at all.
    """

    dose: Dose
    form: str
    grid: FloatArray
    reference: float
    near: NearCounts | None
    has_number: np.ndarray[tuple[int], np.dtype[np.bool_]]
    curve: Curve | None
    p_any: float | None
    p_not_straight: float | None
    reason: str = ""


def fit_dose_response(
    source: BatchSource, dose: Dose, counts: AmountCounts, adjusted_for: Sequence[str]
) -> DoseResponse:
    """Fit ``dose.design_column`` of the stream as spline or levels, beside ``adjusted_for``.

    ``counts`` are the days of each amount; ``choose_form`` says how they decide the form. Fixed
    effects Poisson, person absorbed, person-clustered covariance, as ``fit_within_person``. The
    reference is the dose's, or the amount in support that is nearest to it.
    """
    form = choose_form(counts, dose.reference)
    if form is None:
        return _without(dose, "fewer than two amounts were recorded often enough")
    grid = form.values if isinstance(form, Levels) else dose.grid
    stream = with_form(source, dose.design_column, form)
    columns = form_columns(dose.design_column, form)
    near = count_near(stream, dose.design_column, [*columns, *adjusted_for], grid)
    if not near.in_support.any():
        return _without(dose, TOO_FEW)
    fit = fit_within_person(stream, [*columns, *adjusted_for], widest=np.inf)
    return _against_reference(dose, form, np.array(grid), near, fit)


def _against_reference(
    dose: Dose, form: AmountForm, grid: FloatArray, near: NearCounts, fit: WithinPersonFit
) -> DoseResponse:
    reference = _reference(form, grid[near.in_support], dose.reference)
    n_columns = len(form.straight_line)
    known = [place for place in range(n_columns) if _is_known(fit.estimates[place])]
    if not known or (len(known) < n_columns and not isinstance(form, Levels)):
        return _without(dose, next(e.reason for e in fit.estimates[:n_columns] if e.reason))
    at = [fit.kept.index(place) for place in known]
    found = np.array([fit.estimates[place].log_rate_ratio for place in known])
    variance = fit.covariance[np.ix_(at, at)]
    contrasts = (form.columns(grid) - form.columns(np.array([reference]))).T
    unknown = [place for place in range(n_columns) if place not in known]
    has_number = near.in_support & np.all(contrasts[:, unknown] == 0, axis=1)
    if not has_number.any():
        return _without(dose, TOO_FEW)
    line = form.straight_line[known]
    return DoseResponse(
        dose=dose,
        form=form.name,
        grid=grid,
        reference=reference,
        near=near,
        has_number=has_number,
        curve=Curve(contrasts[has_number][:, known], found, variance, near.all_people),
        p_any=wald_p_value(found, variance, near.all_people),
        p_not_straight=off_line_p_value(found, variance, line, near.all_people),
    )


def _reference(form: AmountForm, supported: FloatArray, wanted: float) -> float:
    if isinstance(form, Levels):
        return form.reference
    return float(supported[np.argmin(np.abs(supported - wanted))])


def _is_known(estimate: FactorEstimate) -> bool:
    return estimate.status is Status.ESTIMATED


def _without(dose: Dose, reason: str) -> DoseResponse:
    return DoseResponse(
        dose=dose,
        form="none",
        grid=np.array([dose.reference]),
        reference=dose.reference,
        near=None,
        has_number=np.zeros(1, dtype=np.bool_),
        curve=None,
        p_any=None,
        p_not_straight=None,
        reason=reason,
    )
