"""A9 between releases: whose mean follows from two means and two counts."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from joined_values import Groups, as_held, first_release, groups, guess, hit

from triggerscape.disclosure.chain.across.means import Between, mean_of_joined

K = 1500


@pytest.fixture(scope="module")
def joined():
    """Groups, what one person more makes of them, and that person's days."""
    draw = np.random.default_rng(20_261_121)
    then = groups(draw, K)
    days = draw.integers(0, 29, K)
    return then, Groups(then.people + 1, then.total + days), days


def test_exact_counts_and_means_give_everybody_away(joined):
    then, now, days = joined
    assert hit(guess(then.frame(), now.frame()), days) == 1.0


def test_rounded_counts_and_means_give_a_third_away_and_more(joined):
    then, now, days = joined
    printed = first_release(then.frame()), first_release(now.frame())
    one_decimal = (frame.with_columns(pl.col("estimate").round(1)) for frame in printed)
    assert 0.25 <= hit(guess(*one_decimal), days) <= 0.42
    # Groups of 100 people and more have a second decimal, and then nearly everybody is found.
    large = then.people >= 100
    assert hit(guess(*printed)[large], days[large]) > 0.9


def test_held_rows_say_no_more_than_a_guess(joined):
    then, now, days = joined
    before = first_release(then.frame())
    after = as_held(now.frame(), before, np.ones(K, dtype=np.int64))
    guessed = hit(before["estimate"].to_numpy(), days)
    assert hit(guess(before, after), days) == guessed
    assert guessed < 0.15


def test_over_twelve_periods_readers_do_not_get_beyond_guessing():
    """People join and leave all the time; each period, those groups are tried that one joined."""
    draw = np.random.default_rng(7)
    now = groups(draw, 600)
    shown = first_release(now.frame())
    since = np.zeros(600, dtype=np.int64)
    hits, guesses, naive, events = 0.0, 0.0, 0.0, 0
    for _ in range(11):
        came, went = draw.poisson(0.8, 600), draw.poisson(0.25, 600)
        went = np.minimum(went, now.people - 11)
        days = draw.integers(0, 29, 600)
        more = days * came  # all who join a group in one period are alike: the worst case
        mean = now.total / now.people
        after = Groups(now.people + came - went, now.total + more - np.round(mean * went))
        since += came + went
        printed = as_held(after.frame(), shown, since)
        renewed = printed["as_of_date"].is_null().to_numpy()
        one = (came == 1) & (went == 0)
        hits += hit(guess(shown, printed)[one], days[one]) * one.sum()
        guesses += hit(shown["estimate"].to_numpy()[one], days[one]) * one.sum()
        plain = guess(first_release(now.frame()), first_release(after.frame()))
        naive += hit(plain[one], days[one]) * one.sum()
        events += int(one.sum())
        since = np.where(renewed, 0, since)
        now = after
        shown = printed.with_columns(
            pl.col("as_of_date").fill_null(shown["as_of_date"].max()), release_id=pl.lit("n")
        )
    assert events > 1000
    assert hits / events <= guesses / events + 0.03
    assert naive / events > guesses / events + 0.15


numbers = st.integers(11, 60)


@given(
    n=numbers,
    d=st.integers(1, 10),
    total=st.floats(0, 1),
    joined_total=st.floats(0, 1),
    slack=st.integers(0, 3),
)
def test_the_true_mean_is_within_what_is_worked_out(n, d, total, joined_total, slack):
    mean = 28 * total
    group = 28 * joined_total
    later = (n * mean + d * group) / (n + d)
    ends = mean_of_joined(
        Between(np.array([n - 2.0]), np.array([n + 2.0])),
        Between(np.array([max(d - slack, 1.0)]), np.array([d + float(slack)])),
        Between(np.array([mean - 0.05]), np.array([mean + 0.05])),
        Between(np.array([later - 0.05]), np.array([later + 0.05])),
    )
    assert ends.low[0] - 1e-9 <= group <= ends.high[0] + 1e-9


def test_the_ends_are_those_of_every_number_tried_in_turn():
    people, joined = range(18, 23), range(4, 8)
    before, now = np.linspace(4.95, 5.05, 5), np.linspace(8.15, 8.25, 5)
    tried = [M + n * (M - m) / d for n in people for d in joined for m in before for M in now]
    one = [np.array([value]) for value in (18.0, 22.0, 4.0, 7.0, 4.95, 5.05, 8.15, 8.25)]
    low, high = mean_of_joined(*(Between(*one[at : at + 2]) for at in (0, 2, 4, 6)))
    assert (low[0], high[0]) == pytest.approx((min(tried), max(tried)))
