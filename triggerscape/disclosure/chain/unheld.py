"""Rows that changed though too few people did: the hold rule asked of the files themselves."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from triggerscape.disclosure.attack.findings import Finding, Report
from triggerscape.disclosure.chain.batches import Batch
from triggerscape.disclosure.chain.hold.periods import is_opened, window_end
from triggerscape.disclosure.egress.spec import Egress, Period

if TYPE_CHECKING:
    from collections.abc import Mapping, Set

    from triggerscape.disclosure.chain.released import Released

_STAMPS = {"release_id", "as_of_date"}
_THERE, _WAS = "is_there", "was_there"
_ADVICE = "Carry the row over from the release before."


def unheld(
    new: Released,
    before: Released,
    changed: Mapping[str, pl.DataFrame],
    egress: Mapping[str, Egress],
    *,
    retired: Mapping[str, Set[str]] | None = None,
) -> Report:
    """A4 and A27: rows that are other than in the release before, or came, or went, although not

    0 people, nor a threshold of them, are known to have changed in them since every version that
    readers have seen. ``changed`` as for ``hold``. A27 where the row is of a window shown before.
    """
    found: list[Finding] = []
    tried = {"A4": 0, "A27": 0}
    batch = Batch(new.closed_through or date.max, before.closed_through, new.is_restated)
    for name in sorted(new.frames):
        spec = egress.get(name)
        if spec is None or spec.period is Period.NONE or name not in before.frames:
            continue
        if not {*spec.table.key} <= {*before.frames[name].columns}:
            continue  # with another key the table began anew
        frame = new.frames[name]
        if new.rule != before.rule and "status" in frame.columns:
            # A stricter rule hides rows that are carried over, whoever is in them.
            frame = frame.with_columns(pl.col("status").replace("c", None))
        rows = _other(frame, before.frames[name], spec, batch)
        rows = rows.filter(~_has_word(spec, retired or {}))
        known = changed.get(name)
        key = list(spec.table.key)
        if known is not None:
            nobody = (pl.col("changed") == 0) & pl.col("is_exact")
            enough = pl.col("changed") >= new.rule.threshold
            fine = known.group_by(key).agg((nobody | enough).all().alias("fine")).filter("fine")
            fine = fine.with_columns(pl.col(k).cast(rows.schema[k]) for k in key)
            bad = rows.join(fine, on=key, how="anti")
        else:
            bad = rows
        for attack, count in rows["attack"].value_counts().iter_rows():
            tried[attack] += count
        found += [
            Finding(
                str(row["attack"]),
                " ".join([name, *(f"{k}={row[k]}" for k in key)]),
                "It differs from the release before, though not enough people are known to "
                "have changed in it.",
                _ADVICE,
            )
            for row in bad.sort(key).iter_rows(named=True)
        ]
    return Report(tuple(sorted(found)), tried)


def _other(new: pl.DataFrame, before: pl.DataFrame, egress: Egress, batch: Batch) -> pl.DataFrame:
    """Key and attack of rows that stand in one release and not, as they are, in the other."""
    key = list(egress.table.key)
    shared = [c for c in new.columns if c in before.columns and c not in _STAMPS]
    came = new.join(before, on=shared, how="anti", nulls_equal=True)
    if "status" in new.columns:
        came = came.filter(pl.col("status").is_not_null())
    went = before.join(new, on=key, how="anti")
    was = before.select(*key, pl.lit(value=True).alias(_WAS))
    came = came.join(was, on=key, how="left").filter(
        pl.col(_WAS).fill_null(value=False) | ~is_opened(egress, batch)
    )
    through = batch.before_through
    shown = pl.lit(value=False) if through is None else window_end(egress) <= through
    attack = pl.when(shown.fill_null(value=False)).then(pl.lit("A27")).otherwise(pl.lit("A4"))
    return pl.concat([rows.select(*key, attack.alias("attack")) for rows in (came, went)])


def _has_word(egress: Egress, retired: Mapping[str, Set[str]]) -> pl.Expr:
    words = [
        pl.col(k).cast(pl.String).is_in(sorted(retired[k]))
        for k in egress.table.key
        if k in retired
    ]
    return pl.any_horizontal(words) if words else pl.lit(value=False)
