"""What the stream must look like, which days are used, and what is counted."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from small_diary import FACTORS, batches_of, small_diary

from models.results import Support
from models.triggers.within_person import fit_within_person


def diary(rows: list[tuple]) -> pd.DataFrame:
    names = ["person_id", "site_code", "outcome", "wine", "rain"]
    return pd.DataFrame(rows, columns=names).astype({"wine": float, "rain": float})


def refused(frame: pd.DataFrame, message: str, **settings) -> None:
    with pytest.raises(ValueError, match=message):
        fit_within_person(batches_of(frame, rows=7), FACTORS, **settings)


def test_a_person_split_over_two_places_is_refused() -> None:
    frame = small_diary()
    refused(pd.concat([frame, frame[frame["person_id"] == 5]]), "not sorted by person_id")


def test_a_stratum_split_over_two_places_is_refused() -> None:
    frame = small_diary()
    longest = frame["person_id"].value_counts().index[0]
    frame.loc[frame["person_id"] == longest, "stratum"] = frame["stratum"] % 2
    frame = frame.drop(frame.index[frame["person_id"] != longest])
    frame["stratum"] = (np.arange(len(frame)) // 5 % 2).astype("int32")
    refused(frame, "strata are not sorted", by_stratum=True)


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("site_code", "elsewhere", "belongs to two sites"),
        ("site_code", None, "a row without site_code"),
        ("outcome", -1.0, "outcome is negative"),
        ("stress", np.inf, "stress is infinite"),
    ],
)
def test_an_unusable_value_is_refused(column: str, value: object, message: str) -> None:
    frame = small_diary()
    frame.loc[frame.index[10], column] = value
    refused(frame, message)


def test_a_negative_weight_is_refused() -> None:
    frame = small_diary().assign(inverse=-1.0)
    refused(frame, "inverse is negative", weight="inverse")


def test_refusals_never_show_a_value() -> None:
    frame = small_diary()
    frame["person_id"] += 987654
    with pytest.raises(ValueError, match="sorted") as refusal:
        fit_within_person(batches_of(frame.iloc[::-1]), FACTORS)
    assert "98" not in str(refusal.value)


def test_a_day_counts_only_with_every_factor_observed() -> None:
    frame = small_diary()
    holes = np.random.default_rng(11).random((len(frame), 2)) < 0.1
    holes &= frame["person_id"].duplicated().to_numpy()[:, np.newaxis]  # all recorded once
    gappy = frame.copy()
    gappy[["stress", "pressure"]] = frame[["stress", "pressure"]].mask(holes)
    whole = gappy.dropna()
    from_gappy = fit_within_person(batches_of(gappy), FACTORS)
    assert from_gappy.n_rows == len(frame)
    assert from_gappy.n_complete == len(whole)
    assert from_gappy.estimates == fit_within_person(batches_of(whole), FACTORS).estimates


def test_a_factor_a_person_never_recorded_costs_none_of_that_persons_days() -> None:
    frame = small_diary()
    some = frame["person_id"] % 4 == 0
    never, zero = frame.copy(), frame.copy()
    never.loc[some, "alcohol"] = np.nan
    zero.loc[some, "alcohol"] = 0.0
    fit = fit_within_person(batches_of(never), FACTORS)
    assert fit.n_complete == len(frame)
    assert fit.estimates == fit_within_person(batches_of(zero), FACTORS).estimates


def test_support_counts_only_people_who_could_move_the_estimate() -> None:
    frame = diary(
        [
            (1, "a", 1, 1, 0), (1, "a", 0, 0, 0), (1, "a", 1, 1, 0), (1, "a", 1, 0, 0),
            (2, "a", 0, 1, 1), (2, "a", 0, 0, 0),  # no event
            (3, "b", 1, 1, 1), (3, "b", 0, 1, 0),  # wine on every day
            (4, "b", 0, 1, 0), (4, "b", 1, 0, 1), (4, "b", 0, 0, 1),
        ]
    )  # fmt: skip
    wine, rain = fit_within_person(batches_of(frame), ("wine", "rain")).estimates
    assert wine.support == Support(2, 7, 4, 2, n_exposed_days=3, n_exposed_events=2)
    assert rain.support == Support(2, 5, 2, 1, n_exposed_days=3, n_exposed_events=2)
