"""Whatever comes in, what leaves keeps every promise; whatever breaks one is seen."""

from __future__ import annotations

import polars as pl
import pytest
from burden_rows import burden
from hypothesis import given, settings
from hypothesis import strategies as st

from triggerscape.contract.releases.burden import BURDEN_SITE_WINDOW
from triggerscape.disclosure.promises import broken_promises
from triggerscape.disclosure.protect import protect
from triggerscape.disclosure.rule import Rule

NUMBERS = ["estimate", "ci_low", "ci_high", "n_people", "n_days"]
ROW = st.fixed_dictionaries(
    {
        "n_people": st.integers(0, 300) | st.integers(0, 14),
        "n_days": st.integers(0, 9000),
        "estimate": st.none() | st.floats(0, 28),
        "ci_low": st.floats(0, 28),
        "ci_high": st.floats(0, 28),
        "measure_id": st.sampled_from(["mmd_mean", "severe_day_share", "mmd_difference"]),
        "status": st.sampled_from([None, "ok", "c", "u", "x", "z"]),
    }
)
RULES = st.builds(Rule, st.integers(2, 30), st.integers(2, 20))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(ROW, min_size=1, max_size=8), RULES)
def test_every_promise_is_kept(rows, rule):
    frame = burden(*rows)
    out = protect(frame, BURDEN_SITE_WINDOW, rule)
    for came, left in zip(rows, out.to_dicts(), strict=True):
        people = came["n_people"]
        if left["status"] == "ok":
            assert people >= rule.threshold
            assert left["n_people"] >= rule.threshold
            assert all(left[name] % rule.rounding_base == 0 for name in ("n_people", "n_days"))
            assert abs(left["n_days"] - came["n_days"]) * 2 <= rule.rounding_base
            if came["measure_id"] != "mmd_difference":
                for name in ("estimate", "ci_low", "ci_high"):
                    assert left[name] is None or _decimals(left[name]) <= len(str(people)) - 1
        else:
            assert [left[name] for name in NUMBERS] == [None] * len(NUMBERS)
        if 0 < people < rule.threshold:
            assert left["status"] == "c"
        if came["status"] in {"c", "u", "x", "z"}:
            assert left["status"] in {"c", came["status"]}
    assert broken_promises(out, BURDEN_SITE_WINDOW, rule) == []
    assert protect(out, BURDEN_SITE_WINDOW, rule).equals(out)


def _decimals(value: float) -> int:
    text = f"{value:.10f}".rstrip("0")
    return len(text.split(".")[1])


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"n_people": pl.lit(10, pl.Int64)}, "shown with fewer than 11 people"),
        ({"n_people": pl.lit(0, pl.Int64)}, "shown with fewer than 11 people"),
        ({"n_people": pl.lit(None, pl.Int64)}, "shown with fewer than 11 people"),
        ({"n_people": pl.lit(101, pl.Int64)}, "n_people not rounded to 5"),
        ({"n_days": pl.lit(-5, pl.Int64)}, "n_days below zero"),
        ({"estimate": pl.lit(5.123)}, "too many decimals in estimate"),
        ({"n_people": pl.lit(50, pl.Int64)}, "too many decimals in estimate"),
        ({"ci_high": pl.lit(float("inf"))}, "too many decimals in ci_high"),
        ({"status": pl.lit("c")}, "not shown, yet with a number"),
        ({"status": pl.lit("secondary")}, "with an unknown status"),
        ({"status": pl.lit(None, pl.String)}, "with an unknown status"),
    ],
)
def test_a_broken_promise_is_named(change, sentence):
    shown = protect(burden({}), BURDEN_SITE_WINDOW, Rule())
    assert broken_promises(shown, BURDEN_SITE_WINDOW, Rule()) == []
    broken = broken_promises(shown.with_columns(**change), BURDEN_SITE_WINDOW, Rule())
    assert any(sentence in fault for fault in broken)


def test_an_undeclared_column_is_named():
    frame = protect(burden({}), BURDEN_SITE_WINDOW, Rule()).with_columns(person_id=pl.lit("p"))
    (fault,) = broken_promises(frame, BURDEN_SITE_WINDOW, Rule())
    assert "person_id" in fault
