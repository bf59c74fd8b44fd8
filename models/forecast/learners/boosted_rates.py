"""Gradient-boosted trees of a rate, whose every leaf tells of enough people."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingRegressor
from threadpoolctl import threadpool_limits

if TYPE_CHECKING:
    from models.forecast.forecast_model import ForecastSettings
    from models.forecast.person_months import Floats, Integers, PersonMonths


def grow(months: PersonMonths, settings: ForecastSettings) -> HistGradientBoostingRegressor:
    """Trees of the rate with Poisson loss, weighted by known days; the same bits every time.

    No early stopping: it would set rows aside, not people. One thread: sums over rows must not
    depend on how many there are, and the machine belongs to whoever runs this.
    """
    trees = HistGradientBoostingRegressor(
        loss="poisson",
        learning_rate=settings.learning_rate,
        max_iter=settings.iterations,
        max_leaf_nodes=settings.leaves_a_tree,
        min_samples_leaf=settings.rows_a_leaf,
        max_bins=settings.bins,
        early_stopping=False,
        random_state=settings.seed,
    )
    with threadpool_limits(limits=1):
        return trees.fit(_binnable(months.features), months.rate, sample_weight=months.known_days)


def _binnable(features: Floats) -> Floats:
    """The same, with 0 for a feature that nobody knows: scikit-learn cannot bin such a column.

    No tree splits on a constant, so what it says of anybody later makes no difference.
    """
    return np.where(np.isnan(features).all(axis=0), 0.0, features)


def grow_with_people(
    months: PersonMonths, settings: ForecastSettings
) -> tuple[HistGradientBoostingRegressor, ForecastSettings, int]:
    """The trees, the settings they were grown with, and the people of their loneliest leaf.

    A person has many rows, so rows a leaf say nothing about people: they are doubled until no leaf
    tells of fewer than ``settings.fewest_people_a_leaf``. With no split left there is one leaf, of
    everybody.
    """
    while True:
        trees = grow(months, settings)
        fewest = fewest_people_in_a_leaf(trees, months.features, months.person)
        if fewest >= settings.fewest_people_a_leaf or settings.rows_a_leaf > len(months):
            return trees, settings, fewest
        settings = replace(settings, rows_a_leaf=2 * settings.rows_a_leaf)


def fewest_people_in_a_leaf(
    trees: HistGradientBoostingRegressor, features: Floats, person: Integers
) -> int:
    """Over all leaves of all trees, the smallest number of people whose rows end there."""
    _, number = np.unique(person, return_inverse=True)
    n_people = int(number.max()) + 1
    fewest = n_people
    for (tree,) in trees._predictors:
        leaf = leaves_of(tree.nodes, features)
        pairs = np.unique(leaf * n_people + number)
        fewest = min(fewest, int(np.unique(pairs // n_people, return_counts=True)[1].min()))
    return fewest


def leaves_of(nodes: Any, features: Floats) -> Integers:
    """The node (rows,) in which each row ends, walking a tree level by level."""
    place = np.zeros(len(features), dtype=np.int64)
    rows = np.arange(len(features))
    while rows.size:
        here = nodes[place[rows]]
        rows, here = rows[here["is_leaf"] == 0], here[here["is_leaf"] == 0]
        value = features[rows, here["feature_idx"]]
        is_left = np.where(
            np.isnan(value), here["missing_go_to_left"] > 0, value <= here["num_threshold"]
        )
        place[rows] = np.where(is_left, here["left"], here["right"])
    return place
