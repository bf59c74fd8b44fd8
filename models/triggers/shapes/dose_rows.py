"""Dose-responses as rows of estimates.dose_response: one per amount of the grid."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import polars as pl

from models.multiplicity import q_values
from models.results import (
    FactorEstimate,
    Status,
    Support,
    estimated,
    not_estimable,
    ratio_columns,
)
from models.triggers.shapes.amount_form import Levels
from models.triggers.shapes.dose_response import TOO_FEW, DoseResponse
from models.triggers.shapes.shape_word import Curve, Shape, shape_word

_NOBODY = Support(n_people=0, n_person_days=0, n_events=0, n_sites=0)


def dose_rows(responses: Sequence[DoseResponse], outcome: str) -> pl.DataFrame:
    """One row per dose and amount, in the order given.

    ``q_any`` is Benjamini-Hochberg over the tests of any effect of all doses of the outcome. The
    reference carries a rate ratio of 1 by definition and no p-value. Of levels only those with
    support have a row: a value that few people recorded is not even named.
    """
    adjusted = q_values([response.p_any for response in responses])
    rows = [
        row
        for response, q_any in zip(responses, adjusted, strict=True)
        for row in _rows(response, q_any, outcome)
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def _rows(response: DoseResponse, q_any: float | None, outcome: str) -> Iterator[dict[str, object]]:
    dose = response.dose
    shape, rule = Shape.NOT_ESTIMABLE, response.reason
    if response.curve is not None and q_any is None:
        shape, rule = Shape.NOT_SETTLED, "too few people for a test of the whole curve"
    elif response.curve is not None and q_any is not None:
        shape, rule = shape_word(response.curve, q_any, response.p_not_straight)
    for place, (amount, estimate) in enumerate(
        zip(response.grid.tolist(), _estimates(response), strict=True)
    ):
        if response.form == Levels.name and not response.has_number[place]:
            continue
        yield {
            "dose_id": dose.code,
            "outcome_id": outcome,
            "amount": amount,
            "label": dose.label,
            "unit": dose.unit,
            "lag_days": dose.primary_lag,
            "reference_amount": response.reference,
            "form": response.form,
            **ratio_columns(estimate),
            "share_of_days": _share_of_days(response, place),
            "p_any": response.p_any,
            "q_any": q_any,
            "p_not_straight": response.p_not_straight,
            "shape": str(shape),
            "shape_rule": rule,
        }


def _estimates(response: DoseResponse) -> Iterator[FactorEstimate]:
    """The contrast of each amount of the grid with the reference."""
    code, point = response.dose.code, 0
    for place, amount in enumerate(response.grid.tolist()):
        support = _support(response, place)
        if response.curve is None:
            yield not_estimable(code, response.reason, support)
        elif not response.has_number[place]:
            supported = response.near is not None and response.near.in_support[place]
            reason = "no estimate at this level" if supported else TOO_FEW
            yield not_estimable(code, reason, support)
        else:
            yield _contrast(
                response.curve, point, support, code, is_reference=(amount == response.reference)
            )
            point += 1


def _contrast(
    curve: Curve, point: int, support: Support, code: str, *, is_reference: bool
) -> FactorEstimate:
    if is_reference:
        return FactorEstimate(code, Status.ESTIMATED, "", 0.0, 0.0, 0.0, 0.0, None, support)
    contrast = curve.contrasts[point]
    value = float(contrast @ curve.coefficients)
    error = math.sqrt(float(contrast @ curve.covariance @ contrast))
    return estimated(code, value, error, support)


def _support(response: DoseResponse, place: int) -> Support:
    near = response.near
    if near is None:
        return _NOBODY
    return Support(
        n_people=int(near.n_people[place]),
        n_person_days=int(near.n_days[place]),
        n_events=int(near.n_events[place]),
        n_sites=len(near.sites[place]),
    )


def _share_of_days(response: DoseResponse, place: int) -> float | None:
    near = response.near
    return None if near is None else float(near.n_days[place] / near.all_days)
