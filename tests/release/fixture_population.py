"""Invented people, counted: 12 sites of which one is small, by sex, age and therapy."""

from __future__ import annotations

from itertools import product

import polars as pl
from fixture_references import SITES

_SEXES = {"female": 0.8, "male": 0.18, "unknown": 0.02}
_BANDS = {"18 to 29": 0.2, "30 to 44": 0.4, "45 to 59": 0.3, "60 and over": 0.1}
_USES = {
    "omt_cranial": 0.3,
    "omt_hvla": 0.2,
    "omt": 0.4,
    "dry_needling": 0.25,
    "needling": 0.25,
    "all": 0.55,
}


def population_rows() -> pl.DataFrame:
    """Rows of pub.population before protection: every part adds up."""
    cells = pl.DataFrame(
        [
            {"scope_id": s, "sex": x, "age_band": b, "n": round(_size(s) * _SEXES[x] * _BANDS[b])}
            | {"site": s}
            for s, x, b in product(SITES, _SEXES, _BANDS)
        ]
    )
    summed = [
        cells.with_columns(pl.lit("all").alias(key) for key in one)
        .group_by("scope_id", "sex", "age_band")
        .agg(
            pl.col("n").sum().alias("n_people"),
            pl.col("site").filter(pl.col("n") > 0).n_unique().alias("n_sites"),
        )
        for one in _some_of(["scope_id", "sex", "age_band"])
    ]
    rows = pl.concat(summed).with_columns(
        pl.when(pl.col("scope_id") == "all").then("n_sites").otherwise(1),
        measure_id=pl.lit("people"),
        status=pl.lit("ok"),
    )
    return _finished(rows, "scope_id", "sex", "age_band")


def therapy_use_rows() -> pl.DataFrame:
    """Rows of pub.therapy_use before protection."""
    rows = [
        {"scope_id": s, "use_id": use, "n_people": round(_size(s) * share), "n_sites": 1}
        for s, (use, share) in product(SITES, _USES.items())
    ]
    rows += [
        {
            "scope_id": "all",
            "use_id": use,
            "n_people": sum(round(_size(s) * share) for s in SITES),
            "n_sites": len(SITES),
        }
        for use, share in _USES.items()
    ]
    frame = pl.DataFrame(rows).with_columns(
        measure_id=pl.lit("people_with_therapy"), status=pl.lit("ok")
    )
    return _finished(frame, "scope_id", "use_id")


def _finished(rows: pl.DataFrame, *keys: str) -> pl.DataFrame:
    numbers = [pl.col("n_people", "n_sites").cast(pl.Int64)]
    return (
        rows.with_columns(numbers)
        .sort(keys)
        .select(*keys, "measure_id", "n_people", "n_sites", "status")
    )


def _size(site: str) -> int:
    return 7 if site == "site-c" else 150 + 10 * SITES.index(site)


def _some_of(keys: list[str]) -> list[list[str]]:
    return [
        [k for k, taken in zip(keys, some, strict=True) if taken]
        for some in product((0, 1), repeat=len(keys))
    ]
