"""The release suite: a sound release meets every expectation, and each fault breaks its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pytest
from fixture_tables import INFO, few_tables, protected_tables

from expectations.gate import judge_rules
from expectations.release_rules import release_rules
from expectations.release_suite import judge_release
from expectations.table_rules import OF_EMPTY_TABLES
from expectations.verdicts import Outcome
from flows import release_gate
from triggerscape.contract.language import Role
from triggerscape.contract.releases.catalogue import FACTS, PUBLISHED
from triggerscape.contract.releases.references import REFERENCES
from triggerscape.contract.releases.triggers import TRIGGER_EFFECT
from triggerscape.errors import TriggerscapeError
from triggerscape.release.checks.judged import Judged
from triggerscape.release.folder import write_release
from triggerscape.release.shape import released_tables
from triggerscape.release.writers.notes import release_notes
from triggerscape.release.writers.run_facts import run_facts

RELEASED = released_tables(protected_tables(), INFO, "2026-06-28.1")
SHOWN = RELEASED["pub.trigger_effect"].filter(status="ok")


def broken_by(frame: pl.DataFrame) -> dict[str, int | None]:
    """What a frame of pub.trigger_effect breaks beside sound reference tables, and how often."""
    with duckdb.connect() as con:
        con.execute("CREATE SCHEMA pub")
        for table in (TRIGGER_EFFECT, *REFERENCES):
            one = frame if table is TRIGGER_EFFECT else RELEASED[table.name]
            con.register("frame", one)
            con.execute(f"CREATE TABLE {table.name} AS SELECT * FROM frame")
        verdicts = judge_rules(con, TRIGGER_EFFECT, release_rules(TRIGGER_EFFECT, INFO.rule))
    assert Outcome.ERROR not in {verdict.outcome for verdict in verdicts}
    return {
        verdict.rule.removeprefix("pub.trigger_effect."): verdict.broken
        for verdict in verdicts
        if verdict.outcome is Outcome.FAIL
    }


def first_row(**values: object) -> Callable[[pl.DataFrame], pl.DataFrame]:
    """The frame with other values in its first row."""

    def changed(frame: pl.DataFrame) -> pl.DataFrame:
        return frame.with_columns(
            pl.when(pl.int_range(pl.len()) == 0)
            .then(pl.lit(value, frame.schema[name]))
            .otherwise(name)
            .alias(name)
            for name, value in values.items()
        )

    return changed


FAULTS = {
    "columns in another order": (
        lambda f: f.select("as_of_date", "release_id", *f.columns[2:]),
        {"columns": 2},
    ),
    "estimate as text": (lambda f: f.cast({"estimate": pl.Float32}), {"types": 1}),
    "a row twice": (lambda f: pl.concat([f, f.head(1)]), {"unique": 2}),
    "no key": (first_row(trigger_id=None), {"trigger_id.missing": 1}),
    "a word of no list": (
        first_row(outcome_id="cluster_onset"),
        {"outcome_id.word": 1},
    ),
    "a word nobody explains": (
        first_row(trigger_id="moonlight"),
        {"trigger_id.explained": 1},
    ),
    "another release": (first_row(release_id="2026-05-31.1"), {"release_id.explained": 1}),
    "hidden, with a number": (
        first_row(status="c", n_people=None, n_days=None),
        {"status.silent": 1},
    ),
    "few people": (first_row(n_people=10), {"n_people.enough": 1}),
    "people as counted": (first_row(n_people=333), {"n_people.steps": 1}),
    "days as counted": (first_row(n_days=40_001), {"n_days.steps": 1}),
    "too fine": (first_row(estimate=1.23456), {"estimate.decimals": 1}),
    "not finite": (first_row(tau=float("inf")), {"tau.decimals": 1}),
    "an interval turned round": (
        first_row(ci_low=2.0, ci_high=1.0),
        {"ci_low.ordered": 1},
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_breaks_the_expectation_at_its_column_and_no_other(name):
    spoil, broken = FAULTS[name]
    assert broken_by(spoil(SHOWN)) == broken


def test_a_sound_table_breaks_nothing():
    assert broken_by(SHOWN) == {}
    assert broken_by(RELEASED["pub.trigger_effect"]) == {}


@pytest.mark.parametrize("table", PUBLISHED, ids=lambda table: table.short_name)
def test_every_published_column_is_asked_about(table):
    """Numbers for decimals and people, words for their lists: by name, whatever the table."""
    rules = {rule.code for rule in release_rules(table, INFO.rule)}
    for column in table:
        name = f"{table.name}.{column.name}"
        assert column.role is not Role.ESTIMATE or f"{name}.decimals" in rules
        assert column.role is not Role.COUNT or f"{name}.steps" in rules
        assert not column.values or f"{name}.word" in rules
        assert column.nullable or f"{name}.missing" in rules
    assert {f"{table.name}.columns", f"{table.name}.types", f"{table.name}.unique"} <= rules


def test_a_whole_release_meets_every_expectation():
    """The fixture's burden and references, judged as publish does; other tables as empty ones."""
    empty = {name: frame.clear() for name, frame in RELEASED.items()}
    kept = {"pub.trigger_odds", "pub.therapy_use", *(table.name for table in REFERENCES)}
    verdicts = judge_release({**empty, **{name: RELEASED[name] for name in kept}}, INFO.rule)
    assert {v.outcome for v in verdicts} == {Outcome.PASS, Outcome.NOT_APPLICABLE}
    assert {v.table for v in verdicts} == {table.name for table in PUBLISHED}
    assert {v.table for v in verdicts if v.rows} >= kept - {"pub.release_change"}


def test_a_broken_expectation_keeps_a_release_from_being_written(tmp_path, monkeypatch):
    """As publish calls it: the judge raises, and no folder is left behind."""
    seen: list[str] = []

    def judge(released, rule):
        seen.extend(released)
        spoiled = {name: frame.clear() for name, frame in released.items()}
        spoiled["pub.trigger_effect"] = first_row(n_people=10)(released["pub.trigger_effect"])
        for table in REFERENCES:
            spoiled[table.name] = released[table.name]
        return release_gate.hold_to_contracts(spoiled, rule)

    with pytest.raises(TriggerscapeError, match=r"n_people\.enough") as refused:
        write_release(few_tables(), INFO, tmp_path, judge=judge)
    assert (refused.value.code, int(refused.value.exit_code)) == ("E460", 3)
    assert seen == [table.name for table in PUBLISHED]
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []


def test_a_release_tells_how_many_expectations_it_met():
    judged = Judged(asked=1015, met=1003)
    facts = run_facts(RELEASED, PUBLISHED, INFO, "2026-06-28.1", judged)
    assert facts["expectations"] == {"asked": 1015, "met": 1003}
    notes = release_notes(RELEASED, FACTS, INFO, "2026-06-28.1", judged)
    assert "1,003 expectations, made from the contracts" in notes
    assert "12 more are about tables that have no row" in notes


def test_the_demo_was_held_to_its_contracts(demo_home: Path):
    [run] = (demo_home / "releases").glob("2*/run.json")
    facts = json.loads(run.read_text(encoding="utf-8"))
    rules = {table.name: release_rules(table, INFO.rule) for table in PUBLISHED}
    idle = [
        rule
        for name, asked in rules.items()
        for rule in asked
        if not facts["tables"][name]["rows"] and rule.kind not in OF_EMPTY_TABLES
    ]
    asked = sum(map(len, rules.values()))
    assert facts["expectations"] == {"asked": asked, "met": asked - len(idle)}


def test_a_release_nobody_judged_claims_nothing():
    told = release_notes(RELEASED, FACTS, INFO, "2026-06-28.1")
    assert "expectations" not in told
    assert run_facts(RELEASED, PUBLISHED, INFO, "2026-06-28.1")["expectations"] is None
