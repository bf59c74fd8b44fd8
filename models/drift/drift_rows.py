"""Every input of a model against what it was made from, as rows; and what is kept for that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from models.drift.calibration import Calibration
from models.drift.distribution import Told, distribution_of, on_edges, read_distribution
from models.drift.shared_part import shared_part
from models.drift.stability import ACT, WATCH, Drift, Stability, missing_change, stability

EARLIER = "earlier_windows"
"""What the newest window is compared with where no version was published yet."""
ALL_INPUTS = "all"
# How a sentence about inputs that have moved ends, where somebody must act.
LOOK_FIRST = "look before you use it"
MOST_NAMED = 3


@dataclass(frozen=True)
class Inputs:
    """What a model looks at: one row per person and window, a column a named input, null unknown.

    ``frame`` has person_id, site_code and window_index besides.
    """

    model_id: str
    frame: pl.DataFrame
    names: tuple[str, ...]


def reference_of(inputs: Inputs, threshold: int) -> dict[str, Any]:
    """Every input's distribution over all windows, as reference.json keeps it.

    An input that fewer than ``threshold`` people tell has none.
    """
    found = {n: distribution_of(_told(inputs.frame, n), threshold) for n in inputs.names}
    kept = {name: one for name, one in found.items() if one.n_people >= threshold}
    return {name: one.as_dict() for name, one in kept.items()}


def drift_rows(
    inputs: Inputs, reference: Mapping[str, Any], compared_with: str, threshold: int
) -> pl.DataFrame:
    """Two rows an input, shaped as estimates.model_drift: the index, and what is no longer told.

    The newest window that ``threshold`` people have is set against ``reference``, the inputs of a
    version as it was kept; where there is none, against all windows before it.
    """
    frame = inputs.frame
    newest = newest_window(frame, threshold)
    if newest is None:
        return pl.DataFrame()
    now = frame.filter(pl.col("window_index") == newest)
    earlier = frame.filter(pl.col("window_index") < newest)
    told = reference
    if not told:
        told = reference_of(Inputs(inputs.model_id, earlier, inputs.names), threshold)
        compared_with = EARLIER
    names = [name for name in inputs.names if name in told]
    rows: list[dict[str, Any]] = []
    for name in names:
        then = read_distribution(told[name])
        # From earlier windows alone: a whole window that moved must not excuse itself.
        shared = _told(earlier, name).shared
        found = on_edges(_told(now, name, shared), then.edges)
        for measure, judged, people, people_then in (
            ("psi", stability(then, found, len(names)), found.n_people, then.n_people),
            (
                "missing_change",
                missing_change(then, found, len(names)),
                found.n_people_asked,
                then.n_people_asked,
            ),
        ):
            key = {"model_id": inputs.model_id, "input_id": name, "measure_id": measure}
            counts = {"n_people": people, "n_people_then": people_then}
            rows.append(key | _judged(judged) | counts)
    sites = now["site_code"].n_unique()
    return pl.DataFrame(
        [row | {"compared_with": compared_with, "n_sites": sites} for row in rows],
        infer_schema_length=None,
    )


def calibration_row(
    model_id: str, compared_with: str, found: Calibration, sites: int
) -> pl.DataFrame:
    """One row: do the days of the newest window add up to what an earlier version expected?

    Judged by how far observed over expected is from 1: 10% and 25%, and its interval without 1.
    """
    size = 0.0 if found.ratio is None else abs(found.ratio - 1)
    sure = found.ci_low is not None and found.ci_high is not None
    excludes = sure and not (found.ci_low or 0) <= 1 <= (found.ci_high or 0)
    if found.ratio is None:
        word, rule = Drift.NOT_COMPARABLE, "nobody to compare, or no attack day"
    elif size < WATCH:
        word, rule = Drift.STABLE, f"within {WATCH:.0%} of 1"
    elif not excludes:
        word, rule = Drift.WITHIN_NOISE, f"{WATCH:.0%} off or more, and its interval holds 1"
    else:
        word = Drift.WATCH if size < ACT else Drift.ACT
        rule = f"{WATCH if size < ACT else ACT:.0%} off or more, and its interval does not hold 1"
    row = {
        "model_id": model_id,
        "input_id": ALL_INPUTS,
        "measure_id": "calibration_in_the_large",
        "status": "not_estimable" if found.ratio is None else "estimated",
        "estimate": found.ratio,
        "ci_low": found.ci_low,
        "ci_high": found.ci_high,
        "noise": None,
        "verdict": str(word),
        "verdict_rule": rule,
        "n_people": found.n_people,
        "n_people_then": found.n_people,
        "compared_with": compared_with,
        "n_sites": sites,
    }
    return pl.DataFrame([row], schema_overrides=_NUMBERS)


def drift_sentences(rows: pl.DataFrame) -> list[str]:
    """What a run must say, one sentence a model and kind of drift; nothing where all is well."""
    if rows.is_empty():
        return []
    said = []
    moved = rows.filter(pl.col("verdict").is_in([Drift.WATCH, Drift.ACT]))
    for (model, measure), found in moved.group_by(["model_id", "measure_id"], maintain_order=True):
        far = found.sort(pl.col("estimate").abs(), "input_id", descending=[True, False])
        names = far["input_id"].to_list()
        some = ", ".join(names[:MOST_NAMED]) + (", …" if len(names) > MOST_NAMED else "")
        calls = LOOK_FIRST if Drift.ACT in found["verdict"] else "watch it"
        many = f"{len(names)} inputs" if len(names) > 1 else "1 input"
        said.append(f"{model}: {_MEANT[str(measure)].format(some=some, many=many)}; {calls}")
    return said


_MEANT = {
    "psi": "the newest window is no longer like what it was made from in {many} ({some})",
    "missing_change": "more or fewer people than before tell {many} ({some})",
    "calibration_in_the_large": "the days that came are not those it expected",
}
_NUMBERS = dict.fromkeys(("estimate", "ci_low", "ci_high", "noise"), pl.Float64)


def newest_window(frame: pl.DataFrame, threshold: int) -> int | None:
    """The newest window with so many people; None where there is none."""
    people = frame.group_by("window_index").agg(pl.col("person_id").n_unique().alias("n"))
    windows = people.filter(pl.col("n") >= threshold)["window_index"].to_list()
    return max(windows, default=None)


def _judged(one: Stability) -> dict[str, Any]:
    return {
        "status": "estimated" if one.index is not None else "not_estimable",
        "estimate": one.index,
        "ci_low": None,
        "ci_high": None,
        "noise": one.noise,
        "verdict": str(one.word),
        "verdict_rule": one.rule,
    }


def _told(frame: pl.DataFrame, name: str, shared: float | None = None) -> Told:
    """One input; what sites share in a window is found from these rows unless it is given."""
    values = np.asarray(frame[name].cast(pl.Float64).fill_null(float("nan")), dtype=np.float64)
    site = frame["site_code"].cast(pl.String).rank("dense").to_numpy().astype(np.int64)
    window = frame["window_index"].to_numpy().astype(np.int64)
    part = shared_part(values, site, window) if shared is None else shared
    return Told(values, frame["person_id"].to_numpy(), site, window, part)


def joined(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Rows of several models in one frame, empty ones left out."""
    some = [frame for frame in frames if not frame.is_empty()]
    return pl.concat(some, how="diagonal_relaxed") if some else pl.DataFrame()
