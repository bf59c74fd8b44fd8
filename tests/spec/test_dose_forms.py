"""In which form an amount enters the model, and what has to lie near an amount to be published."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from models.triggers.shapes.amount_counts import AmountCounts, count_amounts
from models.triggers.shapes.amount_form import Levels, Spline, choose_form
from models.triggers.shapes.dose_response import fit_dose_response
from models.triggers.shapes.dose_rows import dose_rows
from models.triggers.shapes.form_source import form_columns, with_form
from models.triggers.shapes.natural_spline import natural_spline
from triggerscape.doses import DOSES
from triggerscape.factors import FACTORS

POSTURE = next(dose for dose in DOSES if dose.code == "posture_rating")


def counts(days: dict[float, int]) -> AmountCounts:
    return AmountCounts(np.array(list(days)), np.array(list(days.values())))


def test_a_rating_of_few_values_becomes_levels():
    form = choose_form(counts({1.0: 400, 2.0: 900, 3.0: 1500, 4.0: 800, 5.0: 300}), 3.0)
    assert form == Levels((1.0, 2.0, 3.0, 4.0, 5.0), reference=3.0)


def test_a_value_on_fewer_than_100_days_is_no_level():
    form = choose_form(counts({1.0: 99, 2.0: 900, 4.0: 1500}), 3.0)
    assert form == Levels((2.0, 4.0), reference=2.0)  # of two values as near, the smaller


def test_more_values_become_a_spline_with_knots_at_quantiles():
    form = choose_form(counts({float(hours): 100 for hours in range(1, 21)}), 7.5)
    assert form == Spline((1.0, 6.0, 10.0, 15.0, 19.0))


def test_many_days_at_the_lowest_amount_are_a_knot_of_their_own():
    units = {0.0: 8000, **{float(unit): 200 for unit in range(1, 11)}}
    assert choose_form(counts(units), 0.0) == Spline((0.0, 3.0, 5.0, 8.0, 10.0))


def test_quantiles_on_one_amount_are_one_knot():
    mostly_two = {2.0: 10_000, **{2.0 + place: 400 for place in range(1, 10)}}
    form = choose_form(counts(mostly_two), 2.0)
    assert isinstance(form, Spline)
    assert len(set(form.knots)) == len(form.knots)


@pytest.mark.parametrize("days", [{}, {3.0: 5000}, {3.0: 5000, 4.0: 99}])
def test_one_amount_alone_cannot_be_compared(days: dict[float, int]):
    assert choose_form(counts(days), 3.0) is None


def test_levels_have_a_column_for_each_value_but_the_reference():
    form = Levels((1.0, 2.0, 3.0), reference=2.0)
    made = form.columns(np.array([1.0, 2.0, 3.0, 7.0, np.nan]))
    np.testing.assert_array_equal(made, [[1, 0, 0, np.nan, np.nan], [0, 0, 1, np.nan, np.nan]])


@pytest.mark.parametrize("form", [Levels((1.0, 2.0, 4.0), 2.0), Spline((1.0, 2.0, 4.0, 7.0))])
def test_the_straight_line_is_one_of_the_forms_curves(form: Levels | Spline):
    amounts = np.array([1.0, 2.0, 4.0])
    line = form.straight_line @ form.columns(amounts)
    np.testing.assert_allclose(np.diff(line), np.diff(amounts))


@pytest.mark.parametrize("knots", [(1.0, 2.0), (1.0, 3.0, 3.0), (1.0, 4.0, 3.0)])
def test_a_spline_refuses_knots_it_cannot_stand_on(knots: tuple[float, ...]):
    with pytest.raises(ValueError, match="at least 3 rising knots"):
        natural_spline(np.array([1.0]), knots)


def test_a_day_the_form_leaves_out_loses_its_amount():
    table = pa.table({"dose_x": [1.0, 9.0, None], "outcome": [0.0, 1.0, 0.0]})
    form = Levels((1.0, 2.0), reference=1.0)
    (batch,) = with_form(table.to_batches, "dose_x", form)()
    (name,) = form_columns("dose_x", form)
    assert batch.column("dose_x").to_pylist() == [1.0, None, None]
    assert batch.column(name).to_pylist() == [0.0, None, None]


def rated(ratings: list[float]) -> pa.Table:
    """40 people with the same days: an attack begins on every second one, the first or the next."""
    n_people, n_days = 40, len(ratings)
    return pa.table(
        {
            "person_id": np.repeat(np.arange(n_people), n_days),
            "site_code": ["north"] * (n_people * n_days),
            "outcome": np.tile(
                [0.0, 1.0] * (n_days // 2) + [1.0, 0.0] * (n_days // 2), n_people // 2
            ),
            POSTURE.design_column: np.tile(ratings, n_people),
        }
    )


def test_days_are_counted_where_the_outcome_is_known():
    table = rated([3.0, 4.0, 3.0, 3.0])
    told = table.set_column(2, "outcome", pa.array([None, 1.0, 0.0, 1.0] * 40))
    found = count_amounts(told.to_batches, [POSTURE.design_column])[POSTURE.design_column]
    assert (found.amounts.tolist(), found.days.tolist()) == ([3.0, 4.0], [80, 40])


def test_a_level_that_few_people_recorded_has_no_row():
    """Not even the value is named: it may be what one person wrote."""
    ratings = rated([3.0, 3.0, 4.0, 3.0, 4.0, 4.0, 3.0, 3.0])
    person = ratings["person_id"].to_numpy()
    some = np.where(person < 15, 2.0, 3.0)
    amounts = np.where(np.arange(len(person)) % 8 == 0, some, ratings[POSTURE.design_column])
    table = ratings.set_column(3, POSTURE.design_column, pa.array(amounts))
    days = counts({2.0: 120, 3.0: 5000, 4.0: 5000})
    rows = dose_rows([fit_dose_response(table.to_batches, POSTURE, days, [])], "migraine_onset")
    assert rows["amount"].to_list() == [3.0, 4.0]
    assert rows["n_people"].to_list() == [40, 40]


def test_a_dose_that_nobody_recorded_has_one_row_that_says_so():
    rows = dose_rows(
        [fit_dose_response(rated([3.0, 4.0]).to_batches, POSTURE, counts({}), [])],
        "migraine_onset",
    )
    (row,) = rows.to_dicts()
    assert (row["amount"], row["status"], row["shape"]) == (3.0, "not_estimable", "not_estimable")
    assert row["reason"] == row["shape_rule"] == "fewer than two amounts were recorded often enough"


def test_every_factor_made_of_a_doses_answer_exists_and_acts_at_its_lag():
    lags = {factor.code: factor.primary_lag for factor in FACTORS}
    assert [(d.code, c) for d in DOSES for c in d.same_answer if lags[c] != d.primary_lag] == []


def test_the_reference_of_every_dose_is_one_of_its_published_amounts():
    assert [dose.code for dose in DOSES if dose.reference not in dose.grid] == []
