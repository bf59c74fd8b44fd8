"""What a release says has changed since the one before, row by row and with its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest
from fixture_tables import AS_OF, INFO, few_tables

from triggerscape.contract.releases.changes import RELEASE_CHANGE
from triggerscape.disclosure.mode import Mode
from triggerscape.disclosure.promises import broken_promises
from triggerscape.release.changes.check import broken_changes
from triggerscape.release.changes.headlines import HEADLINES
from triggerscape.release.changes.moved import changes
from triggerscape.release.checks.contract import broken_contract
from triggerscape.release.info import ReleaseInfo
from triggerscape.release.shape import released_tables, shaped

OLD = released_tables(few_tables(), INFO, "2026-06-28.1")
BURDEN, EFFECT = "pub.burden_site_window", "pub.trigger_effect"
LATER = replace(INFO, as_of=AS_OF + timedelta(days=28), run_id="later")
STRONGEST = pl.col("trigger_id") == "alcohol_heavy", pl.col("estimand_id") == "within_person"


def moved(new: dict[str, pl.DataFrame], info: ReleaseInfo = INFO) -> pl.DataFrame:
    """The changes against ``OLD`` as published: they keep their contract and repeat the tables."""
    stamps = {"release_id": pl.lit("2026-06-28.2"), "as_of_date": pl.lit(info.as_of)}
    frame = shaped(changes({**OLD, **new}, OLD, info), RELEASE_CHANGE, stamps)
    assert broken_contract(frame, RELEASE_CHANGE) == []
    assert broken_promises(frame, RELEASE_CHANGE, info.rule) == []
    assert broken_changes({**OLD, **new, RELEASE_CHANGE.name: frame}, info.rule) == []
    return frame


def with_effect(**values: object) -> dict[str, pl.DataFrame]:
    """The old tables, one row of the trigger effects with other values."""
    is_row = pl.all_horizontal(STRONGEST)
    frame = OLD[EFFECT].with_columns(
        pl.when(is_row).then(pl.lit(value, OLD[EFFECT].schema[name])).otherwise(name).alias(name)
        for name, value in values.items()
    )
    return {EFFECT: frame}


def test_the_first_release_says_only_that():
    found = changes(OLD, None, INFO)
    assert found["reason"].to_list() == ["first_release"] * len(HEADLINES)
    assert found["row_id"].unique().to_list() == ["all"]


def test_nothing_moved():
    assert moved({}).is_empty()


def test_an_estimate_that_moved_is_there_with_both_values():
    before = OLD[EFFECT].filter(STRONGEST).row(0, named=True)
    row = moved(with_effect(estimate=1.5, verdict="no_effect_shown")).row(0, named=True)
    assert row["table_name"] == EFFECT
    assert row["row_id"] == "alcohol_heavy, within_person, migraine_onset"
    assert (row["estimate"], row["estimate_before"]) == (1.5, before["estimate"])
    assert (row["ci_low"], row["ci_low_before"]) == (before["ci_low"], before["ci_low"])
    assert (row["verdict"], row["verdict_before"]) == ("no_effect_shown", before["verdict"])
    assert (row["status"], row["compared_with"]) == ("ok", "2026-06-28.1")
    assert row["reason"] == "restated"


@pytest.mark.parametrize("name", ["ci_low", "ci_high"])
def test_an_interval_that_moved_counts(name):
    assert moved(with_effect(**{name: 1.234})).height == 1


def test_a_count_that_moved_alone_does_not():
    assert moved(with_effect(n_people=5000, n_days=900_000)).is_empty()


def test_other_measures_and_estimands_are_no_headline():
    other = OLD[EFFECT].with_columns(
        estimate=pl.when(estimand_id="between_person").then(9.9).otherwise("estimate")
    )
    assert moved({EFFECT: other}).is_empty()


class TestWhy:
    """The same move, under every circumstance that explains it."""

    MOVE = with_effect(estimate=1.5)

    def test_more_days(self):
        assert moved(self.MOVE, LATER)["reason"].to_list() == ["new_windows"]

    def test_the_same_days_again(self):
        assert moved(self.MOVE)["reason"].to_list() == ["restated"]

    @pytest.mark.parametrize("name", ["code_version", "settings"])
    def test_another_method(self, name):
        models = OLD["pub.model_version"].with_columns(pl.lit("{}").alias(name))
        new = {**self.MOVE, "pub.model_version": models}
        assert moved(new, LATER)["reason"].to_list() == ["method"]

    def test_a_method_of_another_table_is_no_reason(self):
        other = pl.col("table_name") != "trigger_effect"
        models = OLD["pub.model_version"].with_columns(
            code_version=pl.when(other).then(pl.lit("9.9.9")).otherwise("code_version")
        )
        new = {**self.MOVE, "pub.model_version": models}
        assert moved(new)["reason"].to_list() == ["restated"]

    @pytest.mark.parametrize(
        "rule", [{"rounding_base": 10}, {"threshold": 15}, {"mode": Mode.EXACT}]
    )
    def test_another_rule_compares_no_row(self, rule):
        """Counts of two rules are not alike: 15 may stand for 11 here and for 13 there."""
        found = changes({**OLD, **self.MOVE}, OLD, replace(INFO, **rule))
        assert found["reason"].to_list() == ["method"] * len(HEADLINES)
        assert found["estimate"].null_count() == found.height

    def test_a_table_that_was_not_there(self):
        old = {name: frame for name, frame in OLD.items() if name != EFFECT}
        found = changes(OLD, old, INFO)
        assert found.select("table_name", "row_id", "reason").rows() == [(EFFECT, "all", "schema")]

    def test_a_key_that_was_not_there(self):
        found = changes(OLD, {**OLD, EFFECT: OLD[EFFECT].drop("outcome_id")}, INFO)
        assert found["reason"].to_list() == ["schema"]

    def test_a_release_from_before_there_were_modes(self):
        release = OLD["pub.release"].drop("disclosure_mode", "closed_through", "restated")
        assert changes(OLD, {**OLD, "pub.release": release}, INFO).is_empty()


def burden(rows: list[tuple[int, float | None, str]], *, people: int = 120) -> pl.DataFrame:
    """Windows of one site: number of the window, mean, status."""
    first = date(2026, 1, 5)
    return pl.DataFrame(
        [
            {
                "release_id": "r",
                "as_of_date": AS_OF,
                "site_id": "site-a",
                "window_kind": "calendar",
                "window_index": index,
                "window_start": first + timedelta(days=28 * index),
                "measure_id": "mmd_mean",
                "estimate": value,
                "ci_low": value and value - 1,
                "ci_high": value and value + 1,
                "n_people": people if status == "ok" else None,
                "n_days": 3000 if status == "ok" else None,
                "n_sites": 1,
                "status": status,
            }
            for index, value, status in rows
        ],
        schema=OLD[BURDEN].schema,
    )


def window_moves(
    old: pl.DataFrame, new: pl.DataFrame, info: ReleaseInfo = LATER
) -> list[tuple[object, ...]]:
    found = changes({**OLD, BURDEN: new}, {**OLD, BURDEN: old}, info)
    assert broken_changes({**OLD, BURDEN: new, RELEASE_CHANGE.name: found}, info.rule) == []
    columns = ["row_id", "reason", "estimate", "estimate_before", "status"]
    return found.filter(table_name=BURDEN).select(columns).rows()


def test_a_window_more_is_new_and_a_closed_one_that_moved_is_restated():
    old = burden([(1, 5.0, "ok"), (2, 6.0, "ok")])
    new = burden([(1, 5.0, "ok"), (2, 6.5, "ok"), (3, 7.0, "ok")])
    assert window_moves(old, new) == [
        ("site-a, calendar, 2", "restated", 6.5, 6.0, "ok"),
        ("site-a, calendar, 3", "new_windows", 7.0, None, "ok"),
    ]


def test_a_row_now_hidden_tells_nothing_of_what_it_was():
    old, new = burden([(1, 5.0, "ok")]), burden([(1, None, "c")])
    assert window_moves(old, new) == [("site-a, calendar, 1", "restated", None, None, "c")]


def test_a_row_hidden_before_has_no_value_before():
    old, new = burden([(1, None, "c")]), burden([(1, 5.0, "ok")])
    assert window_moves(old, new) == [("site-a, calendar, 1", "restated", 5.0, None, "ok")]


def test_a_row_that_is_gone_is_not_available():
    assert window_moves(burden([(1, 5.0, "ok")]), burden([])) == [
        ("site-a, calendar, 1", "restated", None, None, "x")
    ]


def test_an_old_mean_is_printed_no_finer_than_the_people_of_today_allow():
    """5.27 of 120 people; of 60 people a mean has one decimal, so the old one has too."""
    old, new = burden([(1, 5.27, "ok")]), burden([(1, 5.5, "ok")], people=60)
    assert window_moves(old, new) == [("site-a, calendar, 1", "restated", 5.5, 5.3, "ok")]


def test_the_order_of_rows_does_not_matter():
    new = {name: frame.reverse() for name, frame in {**OLD, **with_effect(estimate=1.5)}.items()}
    assert changes(new, OLD, LATER).equals(
        changes({**OLD, **with_effect(estimate=1.5)}, OLD, LATER)
    )


# One effect moved, and all windows but one are gone.
FEWER = {**with_effect(estimate=1.5), BURDEN: OLD[BURDEN].filter(window_index=0)}
NOW = {**OLD, **FEWER}
CHANGED = moved(FEWER)


class TestCheck:
    """A table of changes that does not repeat its release is found out."""

    def faults(self, **changed: pl.Expr) -> list[str]:
        frame = CHANGED.with_columns(**changed)
        return broken_changes({**NOW, RELEASE_CHANGE.name: frame}, INFO.rule)

    def test_an_honest_one_is_not(self):
        assert set(CHANGED["status"]) == {"ok", "x"}
        assert self.faults() == []

    @pytest.mark.parametrize(
        ("changed", "fault"),
        [
            ({"estimate": pl.col("estimate") + 0.001}, "1 rows that differ from their table"),
            ({"verdict": pl.lit("trigger!")}, "1 rows that differ from their table"),
            ({"row_id": pl.lit("nobody")}, "1 rows of no row of their table"),
            ({"estimate_before": pl.lit(1.23456)}, "rows not shown, with a number"),
            ({"ci_low_before": pl.col("ci_low_before") + 0.00011}, "too many decimals"),
            ({"table_name": pl.lit("pub.trigger_odds")}, "rows of no headline"),
        ],
    )
    def test_what_it_must_not_say(self, changed, fault):
        assert fault in " / ".join(self.faults(**changed))

    def test_a_hidden_row_may_not_tell_its_verdict(self):
        effects = NOW[EFFECT].with_columns(
            status=pl.when(pl.all_horizontal(STRONGEST)).then(pl.lit("c")).otherwise("status")
        )
        frame = CHANGED.filter(table_name=EFFECT).with_columns(status=pl.lit("c"))
        tables = {**NOW, EFFECT: effects, RELEASE_CHANGE.name: frame}
        told = " / ".join(broken_changes(tables, INFO.rule))
        assert "1 rows hidden, with a verdict" in told
        assert "1 rows not shown, with a number" in told
