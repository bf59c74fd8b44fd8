"""The whole forecast: fitted, judged four ways, and stopped where it knows what it cannot know."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from models.forecast.forecast_model import (
    ForecastModel,
    ForecastSettings,
    TrainingSummary,
    expected_days,
)
from models.forecast.influence import Influence, influences
from models.forecast.judging.conformal import conformal_limit, conformal_scores
from models.forecast.judging.deviance import poisson_deviance
from models.forecast.judging.judged_months import JudgedMonths, forecast_unseen, judged_months
from models.forecast.judging.own_months import GateVerdict, leakage_gate, own_pairs
from models.forecast.judging.splits import (
    FORWARD,
    HELD_OUT_PEOPLE,
    LEFT_OUT_SITES,
    ROWS_AT_RANDOM,
    forward_splits,
    people_splits,
    random_splits,
    site_splits,
)
from models.forecast.learners.boosted_rates import grow, grow_with_people
from models.forecast.learners.membership import membership_auc

if TYPE_CHECKING:
    from sklearn.ensemble import HistGradientBoostingRegressor

    from models.forecast.judging.splits import Split
    from models.forecast.person_months import Floats, PersonMonths

FEWEST_PEOPLE, FEWEST_MONTHS = 55, 300
"""Five folds of at least 11 people each."""


@dataclass(frozen=True)
class ForecastFit:
    """What there is to say of a forecast.

    ``model`` is None, and ``reason`` says why, where the gate is closed, people are too few, or
    somebody could tell who was learnt from; then nothing else may be published. ``judged`` is by
    validation.
    """

    model: ForecastModel | None
    reason: str
    gate: GateVerdict | None = None
    judged: dict[str, JudgedMonths] = field(default_factory=dict)
    influences: list[Influence] = field(default_factory=list)


def fit_forecast(
    months: PersonMonths, settings: ForecastSettings, share_of_people_used: float = 1.0
) -> ForecastFit:
    """Grow, judge and gate. The same rows give the same bits; rows are sorted by person, window."""
    if months.n_people < FEWEST_PEOPLE or len(months) < FEWEST_MONTHS:
        return ForecastFit(
            None,
            f"{months.n_people} people with {len(months)} months whose next is known are too few "
            f"for a forecast, which needs {FEWEST_PEOPLE} and {FEWEST_MONTHS}",
        )
    by_people = people_splits(months, settings.folds)
    settings, trees, auc = _private_enough(months, by_people[0], settings)
    if auc > settings.highest_membership_auc:
        return ForecastFit(
            None,
            f"of two people one can tell with {auc:.2f} which the forecast learnt from, more than "
            f"{settings.highest_membership_auc:.2f}",
        )

    def learner(learnt: PersonMonths, asked: PersonMonths) -> Floats:
        return expected_days(grow(learnt, settings), asked.features)

    unseen = forecast_unseen(months, by_people, learner)
    gate = leakage_gate(own_pairs(months.person, unseen, months.rate).concordance)
    if not gate.is_open:
        return ForecastFit(None, gate.sentence, gate)
    scores = conformal_scores(months.rate, unseen)

    def judge(splits: list[Split], rows: PersonMonths, expected: Floats) -> JudgedMonths:
        return judged_months(rows, splits, expected, scores, settings.nominal_coverage)

    judged = {HELD_OUT_PEOPLE: judge(by_people, months, unseen)}
    named = with_person_as_feature(months)
    for name, rows, splits in (
        (FORWARD, months, forward_splits(months, settings.folds)),
        (LEFT_OUT_SITES, months, site_splits(months, settings.folds)),
        (ROWS_AT_RANDOM, named, random_splits(months, settings.folds, settings.seed)),
    ):
        if splits:
            judged[name] = judge(splits, rows, forecast_unseen(rows, splits, learner))
    final, settings, fewest = grow_with_people(months, settings)
    return ForecastFit(
        ForecastModel(
            estimator=final,
            feature_names=months.feature_names,
            settings=settings,
            training=TrainingSummary(
                n_people=months.n_people,
                n_person_months=len(months),
                n_sites=len(np.unique(months.site)),
                first_window=int(months.window.min()),
                last_window=int(months.window.max()),
                share_of_people_used=share_of_people_used,
                fewest_people_in_a_leaf=fewest,
                membership_auc=auc,
            ),
            score_limit=conformal_limit(scores, months.person, settings.nominal_coverage),
        ),
        "",
        gate,
        judged,
        influences(trees, months.rows(by_people[0].asked), settings.seed),
    )


def _private_enough(
    months: PersonMonths, split: Split, settings: ForecastSettings
) -> tuple[ForecastSettings, HistGradientBoostingRegressor, float]:
    """Coarser leaves until every leaf has its people and the membership attack fails.

    Gives back the settings, trees that never saw the asked rows of the split, and the attack's AUC.
    """
    learnt = months.rows(split.learnt)
    while True:
        trees, settings, _ = grow_with_people(learnt, settings)
        expected = expected_days(trees, months.features)
        lost = poisson_deviance(months.rate, expected, np.ones(len(months)))
        auc = membership_auc(lost, months.person, split.learnt)
        if auc <= settings.highest_membership_auc or settings.rows_a_leaf > len(learnt):
            return settings, trees, auc
        settings = replace(settings, rows_a_leaf=2 * settings.rows_a_leaf)


def with_person_as_feature(months: PersonMonths) -> PersonMonths:
    """The same rows with each person's mean outcome among the features, as naive analyses have it.

    It is taken before anything is split, so it knows the months that are asked about.
    """
    _, number = np.unique(months.person, return_inverse=True)
    mean = np.bincount(number, months.rate) / np.bincount(number)
    return replace(
        months,
        features=np.column_stack([months.features, mean[number]]),
        feature_names=(*months.feature_names, "mean_of_person"),
    )
