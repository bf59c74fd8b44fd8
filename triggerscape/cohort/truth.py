"""Truth: every effect planted in the synthetic population, with defaults, and its TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from triggerscape.cohort.effects import (
    DECOYS,
    FACTOR_EFFECTS,
    OMT_TECHNIQUES,
    THERAPY_EFFECTS,
    Decoy,
    FactorEffect,
    Technique,
    TherapyEffect,
)
from triggerscape.cohort.prices import THERAPY_VALUES, TherapyValue


@dataclass(frozen=True)
class Truth:
    """Everything the population is made to show; logit scale unless the name says otherwise."""

    factors: Mapping[str, FactorEffect] = field(default_factory=lambda: dict(FACTOR_EFFECTS))
    decoys: Mapping[str, Decoy] = field(default_factory=lambda: dict(DECOYS))
    therapies: Mapping[str, TherapyEffect] = field(default_factory=lambda: dict(THERAPY_EFFECTS))
    techniques: Mapping[str, Technique] = field(default_factory=lambda: dict(OMT_TECHNIQUES))
    values: Mapping[str, TherapyValue] = field(default_factory=lambda: dict(THERAPY_VALUES))
    persistence_odds_ratio: float = 4.6  # migraine yesterday
    second_day_odds_ratio: float = 1.6  # migraine two days ago
    burden_alpha: float = 1.15  # share of migraine days ~ Beta(alpha, beta) over people
    burden_beta: float = 4.1
    baseline_shift: float = -0.24  # offsets the mean of the factor terms
    drift_sd: float = 0.40  # a person's slow ups and downs, month by month
    drift_correlation: float = 0.6
    site_sd: float = 0.30
    enrolment_peak: float = 0.25  # log weight of a month per migraine day above one's own mean
    start_intercept: float = -4.2  # log odds of starting one therapy in 28 days, at 8 migraine days
    start_per_five_days: float = 0.85
    start_site_sd: float = 0.5
    co_start: float = 1.6
    contextual_early: float = -0.18  # response to starting anything at all
    contextual_late: float = -0.09
    contextual_early_days: int = 84
    synergy: float = 0.0  # on top of two or more therapies in full effect
    medication_overuse: float = 0.25
    price_sd: float = 0.15  # of the log of a charge, from day to day
    insured: float = 0.9  # share of people whom a payer covers at all
    satisfaction_sd: float = 1.0  # from visit to visit
    satisfaction_person_sd: float = 0.8
    satisfaction_on_migraine_day: float = -0.6  # all that it has to do with the disease
    satisfaction_answered: float = 0.8  # share of visits after which somebody answers


def default_truth() -> Truth:
    """The built-in truth: published effects where there are any, otherwise stated assumptions."""
    return Truth()


def read_truth(path: Path) -> Truth:
    """The default truth with the values of a TOML file laid over it.

    Raises:
        ValueError: the file names an effect or a value that does not exist.
    """
    given = tomllib.loads(path.read_text(encoding="utf-8"))
    truth = default_truth()
    changes: dict[str, Any] = {}
    for name, value in given.items():
        if name not in {known.name for known in fields(Truth)}:
            raise ValueError(f"{path.name}: there is no planted value called {name!r}")
        current = getattr(truth, name)
        changes[name] = _overlaid(path, name, current, value)
    return replace(truth, **changes)


def write_truth(truth: Truth, path: Path) -> None:
    """Write every planted value as TOML: same truth, same bytes."""
    planted = asdict(truth)
    lines = [
        f"{name} = {_toml(value)}" for name, value in planted.items() if not isinstance(value, dict)
    ]
    for group, entries in planted.items():
        if isinstance(entries, dict):
            for code, values in entries.items():
                lines += ["", f"[{group}.{code}]"]
                lines += [f"{name} = {_toml(value)}" for name, value in values.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _overlaid(path: Path, name: str, current: Any, value: Any) -> Any:
    if not isinstance(current, Mapping):
        return _number(path, name, current, value)
    merged = dict(current)
    for code, changes in value.items():
        if code not in merged:
            raise ValueError(f"{path.name}: {name} has no {code!r}")
        known = {item.name: getattr(merged[code], item.name) for item in fields(merged[code])}
        for key in changes:
            if key not in known:
                raise ValueError(f"{path.name}: {name}.{code} has no value called {key!r}")
        numbers = {
            key: _number(path, f"{name}.{code}.{key}", known[key], change)
            for key, change in changes.items()
        }
        merged[code] = replace(merged[code], **numbers)
    return merged


def _number(path: Path, name: str, current: float, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{path.name}: {name} must be a number")
    if isinstance(current, int) and value != int(value):
        raise ValueError(f"{path.name}: {name} must be a whole number")
    return type(current)(value)


def _toml(value: float) -> str:
    return repr(value)
