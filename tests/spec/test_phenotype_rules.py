"""What makes a profile, what a group is called, and the rows of kinds of people."""

from __future__ import annotations

from math import log

import numpy as np
import polars as pl
import pytest

from models.triggers.people.people_fit import PooledModel
from models.triggers.people.person_evidence import PersonEvidence
from models.triggers.phenotypes.deconvolved_mixture import Mixture
from models.triggers.phenotypes.group_label import group_label
from models.triggers.phenotypes.mixture_errors import MixtureErrors
from models.triggers.phenotypes.person_profiles import Profiles
from models.triggers.phenotypes.phenotype_fit import PhenotypesFound, profile_places
from models.triggers.phenotypes.phenotype_rows import phenotype_rows
from models.triggers.phenotypes.supported_groups import Phenotypes
from triggerscape.contract.estimates.people import PHENOTYPE_ESTIMATE
from triggerscape.factors import Claim, Factor

FACTORS = (
    Factor("cheese", "Cheese", "diet", 1),
    Factor("travel", "Travel", "other", 0),
    Factor("x_none", "Nothing", "other", 0, Claim.NEGATIVE_CONTROL),
    Factor("weekend", "Weekend", "calendar", 0),
)
POOLED = PooledModel(FACTORS, np.array([0.1, 0.2, 0.0, -0.1]), {}, {"north": 4})


def evidence_of(information: list[float]) -> PersonEvidence:
    """Four people alike, with so much information about each factor."""
    told = np.repeat(np.array(information, dtype=np.float32)[:, np.newaxis], 4, axis=1)
    one = np.ones(4)
    return PersonEvidence(
        4 * one, 90 * one, one, 0 * told, told, 0 * told, np.zeros(4, dtype=np.intp), ("north",)
    )


def test_a_profile_is_made_of_candidates_that_diaries_tell_enough_about() -> None:
    assert profile_places(evidence_of([2.0, 0.3, 5.0, 1.5]), POOLED) == (0, 3)


def test_a_factor_without_an_estimate_is_in_no_profile() -> None:
    pooled = PooledModel(FACTORS, POOLED.coefficients, {0: "no upper bound"}, {"north": 4})
    assert profile_places(evidence_of([2.0, 0.3, 5.0, 1.5]), pooled) == (3,)


@pytest.mark.parametrize(
    ("contrast", "label"),
    [
        ([0.5, 0.0, -0.4], "More than others: Cheese; Less than others: Weekend"),
        ([0.3, 0.5, 0.0], "More than others: Travel, Cheese"),
        ([0.05, -0.05, 0.0], "Much like everybody"),
    ],
)
def test_a_group_is_called_by_its_largest_contrasts(contrast: list[float], label: str) -> None:
    named = group_label(np.array(contrast), np.full(3, 0.05), ["Cheese", "Travel", "Weekend"])
    assert named == label


def test_a_contrast_within_its_error_names_nothing() -> None:
    assert group_label(np.array([0.5]), np.array([0.4]), ["Cheese"]) == "Much like everybody"


def found(n_groups: int) -> PhenotypesFound:
    """Four people in one group, or in two of three and one."""
    memberships = np.ones((4, 1)) if n_groups == 1 else np.array([[1, 0], [1, 0], [1, 0], [0, 1.0]])
    weights = memberships.mean(axis=0)
    means = np.zeros((n_groups, 2))
    means[-1] = [log(2), 0.0]
    mixture = Mixture(weights, means, np.array([0.04, 0.001]), memberships, 0.0)
    profiles = Profiles(
        np.zeros((4, 2)), np.zeros((4, 2, 2)), np.array([2.0, 4.0, 6.0, 8.0]), np.full(4, 56.0)
    )
    errors = MixtureErrors(
        np.full((n_groups, 2), 0.1), np.full(n_groups, 0.05), np.array([0.01, np.nan])
    )
    phenotypes = Phenotypes(
        mixture, mixture, n_groups, None if n_groups == 1 else 0.5, "as the halves say"
    )
    return PhenotypesFound(POOLED, (0, 3), profiles, phenotypes, errors, "", 1, 4)


def value(rows: pl.DataFrame, group: str, measure: str, factor: str = "") -> float | None:
    (row,) = rows.filter(
        (pl.col("phenotype_id") == group)
        & (pl.col("measure_id") == measure)
        & (pl.col("trigger_id") == factor)
    ).to_dicts()
    return row["value"]


def test_without_groups_everybody_has_a_mean_and_a_spread() -> None:
    rows = phenotype_rows(found(1), "migraine_onset")
    assert set(rows["phenotype_id"]) == {"everybody"}
    assert set(rows["verdict"]) == {"no_groups_supported"}
    assert value(rows, "everybody", "rate_ratio_spread", "cheese") == pytest.approx(0.2)
    assert value(rows, "everybody", "rate_ratio_spread", "weekend") is None
    assert value(rows, "everybody", "attacks_per_28_days") == pytest.approx(28 * 20 / 224)


def test_groups_are_sums_over_memberships() -> None:
    rows = phenotype_rows(found(2), "migraine_onset")
    assert set(rows["verdict"]) == {"groups_supported"}
    assert value(rows, "group_1", "share_people") == pytest.approx(0.75)
    assert value(rows, "group_1", "attacks_per_28_days") == pytest.approx(2.0)
    assert value(rows, "group_2", "attacks_per_28_days") == pytest.approx(4.0)
    assert value(rows, "group_2", "rate_ratio", "cheese") == pytest.approx(0.1 + log(2))
    people = rows.filter(pl.col("phenotype_id") == "group_2")["n_people"]
    assert set(people) == {1}
    assert (
        rows.filter(pl.col("phenotype_id") == "group_2")["label"][0] == "More than others: Cheese"
    )


@pytest.mark.parametrize("n_groups", [1, 2])
def test_the_rows_fill_the_contract(n_groups: int) -> None:
    rows = phenotype_rows(found(n_groups), "migraine_onset")
    assert set(rows.columns) == set(PHENOTYPE_ESTIMATE.column_names)
    assert rows.select(PHENOTYPE_ESTIMATE.key).is_unique().all()


def test_too_few_people_are_one_row_that_says_so() -> None:
    nothing = PhenotypesFound(POOLED, (), None, None, None, "too few", 0, 4)
    (row,) = phenotype_rows(nothing, "migraine_onset").to_dicts()
    assert (row["status"], row["reason"]) == ("not_estimable", "too few")
