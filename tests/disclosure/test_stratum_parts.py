"""Strata of days: what is declared of their people, seen to hold and seen to be broken."""

from __future__ import annotations

import polars as pl
import pytest
from egress_frames import RULE, rows_of

from triggerscape.disclosure.egress.view import release_system, true_counts
from triggerscape.disclosure.gate.protecting import protected
from triggerscape.exposure_bands import ALL, EXPOSURES, STRATA, reference_of

TABLE = "pub.exposure_stratum"
# Share of people with a day in each band, as if days fell into bands by chance alone.
SHARES = {
    **dict(zip(("good", "middling", "poor"), (0.8, 0.9, 0.4), strict=True)),
    **dict(zip(("short", "enough", "long"), (0.5, 0.95, 0.25), strict=True)),
    **dict(zip(("low", "moderate", "high"), (0.9, 0.8, 0.2), strict=True)),
    ALL: 1.0,
}
RARE = ("poor", "long", "high")
BANDS = [exposure.column for exposure in EXPOSURES]


def strata(people: int = 400, changed: tuple[tuple[str, ...], str, int] | None = None):
    """Both measures of every stratum; 60 of 100 people with such a day tell something of a ratio.

    ``changed`` gives one row, by its bands and measure, another number of people.
    """
    rows = []
    for words in STRATA:
        had = float(people)
        for word in words:
            had *= SHARES[word]
        for measure, estimand, count in (
            ("onset_rate", "stratum_observed", round(had)),
            ("onset_ratio", "stratum_within_person", int(0.6 * had)),
        ):
            if measure == "onset_ratio" and words == reference_of(words):
                continue
            told = changed[2] if changed and changed[:2] == (words, measure) else count
            bands = {one.column: word for one, word in zip(EXPOSURES, words, strict=True)}
            own = {"outcome_id": "migraine_onset", "estimand_id": estimand, "measure_id": measure}
            rows.append(bands | own | {"n_people": told, "n_days": 9 * told})
    return rows_of(TABLE, *rows)


def broken(frame: pl.DataFrame) -> list[str]:
    """The relations that these counts break, as if no row said anything else."""
    system = release_system({TABLE: frame.with_columns(status=pl.lit("x"))}, RULE)
    return system.broken_by(true_counts(system, {TABLE: frame}))


def test_people_may_have_days_in_many_strata():
    assert broken(strata()) == []


@pytest.mark.parametrize(
    ("words", "measure", "people"),
    [
        (("poor", "short", "high"), "onset_rate", 81),  # more than have a day of high stress
        ((ALL, ALL, ALL), "onset_rate", 900),  # more than the strata have together
        ((ALL, ALL, ALL), "onset_rate", 379),  # fewer than one of them has
        (("poor", "short", "high"), "onset_ratio", 17),  # more than have such a day
        (("poor", ALL, "high"), "onset_ratio", 8),  # fewer than a stratum of it has
    ],
)
def test_counts_that_no_people_could_have_are_seen(words, measure: str, people: int):
    assert broken(strata(changed=(words, measure, people))) != []


def test_a_stratum_of_few_people_is_hidden_and_its_margins_are_shown():
    frame = protected({TABLE: strata()}, {}, RULE, sites_in_all=5)[TABLE]
    rates = frame.filter(pl.col("measure_id") == "onset_rate")
    status = {tuple(row[:3]): row[3] for row in rates.select(*BANDS, "status").iter_rows()}
    assert status[RARE] == "c"
    hidden = rates.filter(pl.col("status") != "ok")
    numbers = hidden.select("estimate", "ci_low", "ci_high", "n_people", "n_days")
    assert numbers.null_count().row(0) == (hidden.height,) * 5
    assert {words for words, said in status.items() if ALL in words and said != "ok"} == set()


def test_nobody_in_a_stratum_is_hidden_like_few():
    frame = protected({TABLE: strata(people=30)}, {}, RULE, sites_in_all=5)[TABLE]
    of_nobody = frame.filter(posture_band="poor", sleep_band="long", stress_band="high")
    assert of_nobody["status"].to_list() == ["c", "c"]
