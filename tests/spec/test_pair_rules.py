"""Which pairs are tested, what a few days say of a pair, and the words it is given."""

from __future__ import annotations

import math

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
import pytest

from models.results import Support, estimated, not_estimable
from models.triggers.pairs.co_occurrence import CoOccurrence
from models.triggers.pairs.excess import Excess, excess_attacks
from models.triggers.pairs.pair_family import pair_family
from models.triggers.pairs.pair_fit import PairFit, fit_pairs
from models.triggers.pairs.pair_rows import Reading, pair_rows
from triggerscape.contract.estimates.pairs import TRIGGER_COMBINATION_ESTIMATE
from triggerscape.factors import FACTORS, Claim, Factor
from triggerscape.warehouse.statements import read_statement, sql_folder

# What 40 people lived through, day by day: all the same days, half of them with other attacks.
DAYS = """
    wine | cheese | outcome | of_others
    1    | 1      | 1       | 0
    1    | 1      | 0       | 1
    1    | 0      | 0       | 1
    0    | 1      | 1       | 0
    0    | 0      | 0       | 0
    0    | 0      | 1       | 0
    0    | 0      | 0       | 0
    0    | 0      | 0       | 1
"""
N_PEOPLE = 40


def lived(days: str = DAYS, n_people: int = N_PEOPLE) -> pa.Table:
    header, *rows = [line.split("|") for line in days.strip().splitlines()]
    columns = {
        name.strip(): np.tile([float(row[place]) for row in rows], n_people)
        for place, name in enumerate(header)
    }
    person = np.repeat(np.arange(n_people), len(rows))
    columns["outcome"] = np.where(person % 2, columns.pop("of_others"), columns["outcome"])
    return pa.table({**columns, "person_id": person, "site_code": np.array(["a", "b"])[person % 2]})


def fit_of(table: pa.Table) -> PairFit:
    (fit,) = fit_pairs(table.to_batches, ["wine", "cheese"], [("wine", "cheese")])
    return fit


def test_a_pair_rests_on_days_with_both():
    fit = fit_of(lived())
    support = fit.test.support
    assert (support.n_people, support.n_person_days, support.n_events) == (40, 80, 40)
    assert support.n_sites == 2


def test_lift_is_days_together_over_days_expected_within_people():
    """3 of 8 days with each: 9/8 days expected together, 2 found; 2 of 8 days are with both."""
    meeting = fit_of(lived()).co_occurrence
    assert meeting is not None
    assert math.exp(meeting.log_lift) == pytest.approx(2 / (3 * 3 / 8))
    assert meeting.share_together == pytest.approx(2 / 8)


def test_fewer_than_20_people_with_both_give_no_number():
    fit = fit_of(lived(n_people=19))
    assert "fewer than 20 people" in fit.interaction.reason
    assert fit.interaction.log_rate_ratio is fit.excess is fit.co_occurrence is None


def test_few_attacks_on_days_with_both_give_no_interaction_but_a_lift():
    table = lived()
    both = (table["wine"].to_numpy() > 0) & (table["cheese"].to_numpy() > 0)
    quiet = np.where(both, 0.0, table["outcome"].to_numpy())
    fit = fit_of(table.set_column(2, "outcome", pa.array(quiet)))
    assert "fewer than 10 attacks" in fit.interaction.reason
    assert fit.excess is None
    assert fit.co_occurrence is not None


def test_a_factor_that_never_comes_alone_makes_no_pair():
    fit = fit_of(lived(DAYS.replace("0    | 1      | 1 ", "1    | 1      | 1 ")))
    assert "never comes without the other" in fit.interaction.reason
    assert fit.co_occurrence is None


def test_a_factor_without_an_estimate_takes_its_pairs_with_it():
    table = lived()
    never = pa.array(np.zeros(table.num_rows))
    fit = fit_of(table.set_column(table.schema.get_field_index("wine"), "wine", never))
    assert fit.interaction.reason == "wine: never varies within a person who has an event"
    assert fit.co_occurrence is None


def test_the_family_holds_candidates_that_are_not_made_of_one_answer():
    family = pair_family(FACTORS)
    codes = {code for pair in family for code in pair}
    candidates = [factor for factor in FACTORS if factor.claim is Claim.CANDIDATE]
    assert codes == {factor.code for factor in candidates}
    assert len(family) == len(candidates) * (len(candidates) - 1) // 2 - 3
    assert ("alcohol_any", "alcohol_heavy") not in family


def test_early_signs_and_controls_are_in_no_pair():
    claims = (Claim.CANDIDATE, Claim.CANDIDATE, Claim.PREMONITORY, Claim.NEGATIVE_CONTROL)
    factors = [Factor(f"x_{n}", "", "other", 0, claim) for n, claim in enumerate(claims)]
    assert pair_family(factors) == [("x_0", "x_1")]


def test_without_an_interaction_the_excess_is_what_multiplying_exceeds_adding_by():
    """Rate ratios 2 and 3, rate 0.24 with both: 0.04 with neither, 0.08 and 0.12 with one."""
    effects = (math.log(2), math.log(3), 0.0)
    excess = excess_attacks(effects, 0.24, np.zeros((4, 4)), (0.2, 0.3))
    assert excess.value == pytest.approx(100 * (0.24 - 0.08 - 0.12 + 0.04))
    assert excess.standard_error == 0


def test_a_pair_that_adds_up_has_no_excess():
    """Rates 0.04, 0.08, 0.12 and 0.16: the interaction ratio is 2/3, the excess nothing."""
    interaction = math.log(2 / 3)
    means = (0.2, 0.3)
    # The coefficient of a factor by itself is that at the person's mean of the other.
    effects = (math.log(2) + means[1] * interaction, math.log(3) + means[0] * interaction)
    excess = excess_attacks((*effects, interaction), 0.16, np.zeros((4, 4)), means)
    assert excess.value == pytest.approx(0, abs=1e-12)


BEHIND = Support(n_people=300, n_person_days=900, n_events=90, n_sites=5)


def told(interaction: float, q_value: float, excess: float) -> PairFit:
    test = estimated("a x b", interaction, 0.1, BEHIND)
    meeting = CoOccurrence(0.1, 0.05, 0.04)
    return PairFit("a", "b", test, q_value, test, False, Excess(excess, 0.5), meeting)


@pytest.mark.parametrize(
    ("interaction", "q_value", "excess", "reading", "said"),
    [
        (0.4, 0.01, 3.0, Reading.MORE_THAN_MULTIPLIED, "above the product"),
        (-0.4, 0.01, 0.1, Reading.LESS_THAN_MULTIPLIED, "below the product"),
        (0.0, 0.80, 3.0, Reading.MORE_THAN_ADDED, "no departure from multiplying"),
        (0.0, 0.80, -3.0, Reading.LESS_THAN_ADDED, "no departure from multiplying"),
        (0.0, 0.80, 0.1, Reading.NO_INTERACTION_SHOWN, "neither"),
    ],
)
def test_the_words_say_which_scale_they_speak_of(
    interaction: float, q_value: float, excess: float, reading: Reading, said: str
):
    (row,) = pair_rows([told(interaction, q_value, excess)], "migraine_onset").to_dicts()
    assert row["reading"] == reading
    assert said in row["reading_rule"]


def test_no_word_of_a_pair_calls_anything_a_cause():
    rows = pair_rows([told(0.4, 0.01, 3.0), told(0.0, 0.8, 3.0)], "migraine_onset")
    text = " ".join(rows["reading"].to_list() + rows["reading_rule"].to_list())
    assert not any(word in text for word in ("trigger", "cause", "synerg", "effect"))


def test_a_release_has_three_measures_a_pair_and_none_without_a_number_is_ok():
    hidden = not_estimable("a x c", "fewer than 10 attacks fell on days with both", BEHIND)
    untold = PairFit("a", "c", hidden, None, hidden, False, None, CoOccurrence(0.1, 0.05, 0.04))
    frame = pair_rows([told(0.4, 0.01, 3.0), untold], "migraine_onset")
    published = publish(frame).select("second_id", "measure_id", "status", "estimate", "q_value")
    assert published.with_columns(pl.col("estimate", "q_value").round(3)).rows() == [
        ("b", "co_occurrence_lift", "ok", 1.105, None),
        ("b", "excess_attacks", "ok", 3.0, 0.0),
        ("b", "interaction_ratio", "ok", 1.492, 0.01),
        ("c", "co_occurrence_lift", "ok", 1.105, None),
        ("c", "excess_attacks", "x", None, None),
        ("c", "interaction_ratio", "x", None, None),
    ]


def publish(frame: pl.DataFrame) -> pl.DataFrame:
    with duckdb.connect() as con:
        con.execute("CREATE SCHEMA estimates")
        con.register("fitted", frame.to_arrow())
        names = ", ".join(TRIGGER_COMBINATION_ESTIMATE.column_names)
        con.execute(f"CREATE TABLE estimates.trigger_combination AS SELECT {names} FROM fitted")
        sql = read_statement(sql_folder() / "publish" / "trigger_combination.sql").sql
        return con.sql(sql).pl()
