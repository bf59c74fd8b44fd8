"""The estimates that leaders quote, which a release compares with the release before."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from triggerscape.contract.language import Table
from triggerscape.contract.releases.burden import BURDEN_SITE_WINDOW
from triggerscape.contract.releases.models import MODEL_VERSION
from triggerscape.contract.releases.references import RELEASE
from triggerscape.contract.releases.therapies import THERAPY_EFFECT
from triggerscape.contract.releases.triggers import TRIGGER_EFFECT
from triggerscape.disclosure.rule import person_counts

NUMBERS = ("estimate", "ci_low", "ci_high")
VALUES = ("status", *NUMBERS, "verdict")


@dataclass(frozen=True)
class Headline:
    """The estimates of a table that leaders quote: these measures, of these estimands if any."""

    table: Table
    measures: tuple[str, ...]
    estimands: tuple[str, ...] = ()

    def rows(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The headline rows by ``row_id`` and ``measure_id``, with their values and window."""
        names = [name for name in self.table.key if name != "measure_id"]
        chosen = frame.filter(pl.col("measure_id").is_in(list(self.measures)))
        if self.estimands:
            chosen = chosen.filter(pl.col("estimand_id").is_in(list(self.estimands)))
        verdict = pl.col("verdict") if "verdict" in frame.columns else pl.lit(None, pl.String)
        window = pl.lit(None, pl.Date)
        if "window_start" in self.table.column_names:
            window = pl.col("window_start")
        return chosen.select(
            pl.concat_str(names, separator=", ").alias("row_id"),
            "measure_id",
            "status",
            *NUMBERS,
            *person_counts(self.table),
            verdict.alias("verdict"),
            window.alias("window"),
        )


HEADLINES = (
    Headline(BURDEN_SITE_WINDOW, ("mmd_mean", "mhd_mean")),
    Headline(TRIGGER_EFFECT, ("rate_ratio",), ("within_person",)),
    Headline(THERAPY_EFFECT, ("mmd_difference",), ("att_bracket", "att_aipw")),
)
NEEDED = (RELEASE.name, MODEL_VERSION.name, *(headline.table.name for headline in HEADLINES))
"""Tables of the release before that ``changes`` reads; one that is not there is not compared."""
