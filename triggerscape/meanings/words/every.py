"""Every explained word, as rows of the reference tables dim_word and dim_subgroup."""

from __future__ import annotations

import polars as pl

from triggerscape.meanings.words.findings import FINDING_WORDS
from triggerscape.meanings.words.forecasts import FORECAST_WORDS
from triggerscape.meanings.words.subgroups import SUBGROUPS
from triggerscape.meanings.words.verdicts import VERDICT_WORDS

WORDS: dict[str, dict[str, str]] = {**FINDING_WORDS, **FORECAST_WORDS, **VERDICT_WORDS}
"""Meanings by column and word."""


def word_tables() -> dict[str, pl.DataFrame]:
    """pub.dim_word and pub.dim_subgroup, by full name."""
    words = sorted(
        (c, word, meaning) for c, words in WORDS.items() for word, meaning in words.items()
    )
    return {
        "pub.dim_word": pl.DataFrame(
            words, schema=["column_name", "word", "meaning"], orient="row"
        ),
        "pub.dim_subgroup": pl.DataFrame(
            sorted(SUBGROUPS), schema=["subgroup_kind", "subgroup_level", "meaning"], orient="row"
        ),
    }
