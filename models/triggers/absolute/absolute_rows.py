"""Every candidate in absolute terms, as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from models.triggers.absolute.attributable import ATTACKS, DAYS, AttributableSums, attributable_sums
from models.triggers.absolute.level_without import level_without
from models.triggers.absolute.shares_and_rates import (
    Measured,
    avoided_per_day,
    avoided_share,
    exposed_share,
)
from models.triggers.adjustment.set_fits import ColumnReader, SetFit, fit_sets
from triggerscape.factors import Claim, Factor

PER_100 = 100.0
WINDOW_DAYS = 28.0


@dataclass(frozen=True)
class DaysOnRecord:
    """The diaries of the people who record a factor: what turns attacks a day into days a window.

    ``at_risk_days`` of their ``known_days``, and ``attack_days`` in ``attacks`` whose first and
    last day are known.
    """

    at_risk_days: int
    known_days: int
    attack_days: int
    attacks: int

    @property
    def attack_days_per_window(self) -> float | None:
        """Attack days in 28 days for each attack per at-risk day; None where no attack is whole."""
        if not self.attacks or not self.known_days:
            return None
        at_risk_share = self.at_risk_days / self.known_days
        return WINDOW_DAYS * at_risk_share * self.attack_days / self.attacks


def absolute_rows(
    read: ColumnReader, factors: Sequence[Factor], on_record: Mapping[str, DaysOnRecord], basis: str
) -> pl.DataFrame:
    """Four rows per candidate, shaped as estimates.trigger_burden.

    Attacks per 100 at-risk days that would not have been, the same as a share of all attacks, as
    attack days per 28 days, and the share of at-risk days with the factor. Coefficients come from
    each factor with its declared adjustment set. A row counts the people who could move it: those
    with an attack on an exposed day, or for the last those with an exposed day.

    Attack days per 28 = attacks per at-risk day x at-risk days per 28 known days x days of an
    attack, the last two as they are on record. Attacks that begin on days not at risk, and the
    days at risk that fewer attacks would leave, are not counted.
    """
    causes = [factor for factor in factors if factor.claim is not Claim.PREMONITORY]
    candidates = [factor for factor in causes if factor.claim is Claim.CANDIDATE]
    levels = {
        factor.code: level for factor in candidates if (level := level_without(factor)) is not None
    }
    sums: dict[str, AttributableSums] = {}
    reasons: dict[str, str] = {}
    for one in fit_sets(read, causes):
        reasons |= _reasons(one)
        if any(code in levels for code in one.answers_for):
            sums |= attributable_sums(read, one, levels)
    rows: list[dict[str, Any]] = []
    for factor in candidates:
        key = {"trigger_id": factor.code, "outcome_id": f"{basis}_onset"}
        own = sums.get(factor.code)
        reason = reasons[factor.code] if own else "no value is declared for a day without it"
        rows += [key | row for row in _measures(own, reason, on_record[factor.code])]
    return pl.DataFrame(rows, infer_schema_length=None)


def _reasons(one: SetFit) -> dict[str, str]:
    return {code: one.estimate(code).reason for code in one.answers_for}


def _measures(
    sums: AttributableSums | None, reason: str, days: DaysOnRecord
) -> list[dict[str, Any]]:
    scale = days.attack_days_per_window
    has_effect = sums is not None and not reason
    avoided = avoided_per_day(sums) if sums is not None and has_effect else None
    share = avoided_share(sums) if sums is not None and has_effect else None
    exposed = exposed_share(sums) if sums is not None and sums.n_people else None
    window = avoided.times(scale) if avoided and scale is not None else None
    no_length = reason or "no attack whose first and last day are known"
    struck = sums.n_struck if sums else 0
    return [
        _row("attributable_attacks", avoided and avoided.times(PER_100), reason, sums, struck),
        _row("attributable_share", share, reason, sums, struck),
        _row("attributable_days", window, no_length, sums, struck),
        _row("exposed_day_share", exposed, reason, sums, sums.n_exposed if sums else 0),
    ]


def _row(
    measure: str,
    measured: Measured | None,
    reason: str,
    sums: AttributableSums | None,
    n_people: int,
) -> dict[str, Any]:
    return {
        "measure_id": measure,
        "status": "estimated" if measured else "not_estimable",
        "reason": "" if measured else reason,
        "value": measured.value if measured else None,
        "standard_error": measured.standard_error if measured else None,
        "ci_low": measured.ci_low if measured else None,
        "ci_high": measured.ci_high if measured else None,
        "n_people": n_people,
        "n_days": int(sums.total[DAYS]) if sums else 0,
        "n_attacks": int(sums.total[ATTACKS]) if sums else 0,
        "n_sites": sums.n_sites if sums else 0,
    }
