"""The gate by example: a planted fault of each kind is caught and counted; a crash is no fault."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import duckdb
import pytest

from expectations.gate import gate, judge_rules
from expectations.rule_counts import count_broken
from expectations.suite import suite_answers
from expectations.table_rules import RuleKind, TableRule, table_rules
from expectations.verdicts import Outcome, Verdict, sentence, stops
from triggerscape.contract.catalogue import TABLES
from triggerscape.contract.language import Column, Kind, Table
from triggerscape.severity import Severity

CANARY = "CANARY77"
VISITS = Table(
    "core.visit_like",
    "one row per visit",
    ("site_code", "visit_key"),
    (
        Column("site_code", Kind.TEXT, "Site", pattern="^[A-Z0-9]{2,12}$", nullable=False),
        Column("visit_key", Kind.TEXT, "Key", nullable=False),
        Column("pain", Kind.SMALLINT, "Pain", low=0, high=10),
        Column("days", Kind.BIGINT, "Days, without an upper limit", low=0),
        Column("setting", Kind.TEXT, "Where", values=("clinic", "home")),
        Column("selfcare", Kind.TEXT_LIST, "What", values=("heat", "cold")),
        Column("codes", Kind.TEXT_LIST, "Codes", pattern="^[a-z0-9]+:[A-Z0-9.]+$"),
    ),
)
GOOD = "('AA', 'v1', 5, 3, 'clinic', ['heat'], ['icd10:G43'])"
EMPTY = "('AA', 'v0', NULL, NULL, NULL, NULL, NULL)"


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        con.execute("CREATE SCHEMA core; CREATE SCHEMA features; CREATE SCHEMA sites")
        yield con


def _fill(con: duckdb.DuckDBPyConnection, *rows: str) -> None:
    columns = ", ".join(f"{column.name} {column.kind}" for column in VISITS)
    con.execute(f"CREATE TABLE rows ({columns})")
    if rows:
        con.execute(f"INSERT INTO rows VALUES {', '.join(rows)}")
    con.execute(f"CREATE VIEW {VISITS.name} AS SELECT * FROM rows")


def _judged(con: duckdb.DuckDBPyConnection) -> dict[str, Verdict]:
    verdicts = gate(con, {VISITS.name: VISITS})
    return {verdict.rule.removeprefix(f"{VISITS.name}."): verdict for verdict in verdicts}


def _failed(con: duckdb.DuckDBPyConnection) -> dict[str, int | None]:
    judged = _judged(con)
    assert Outcome.ERROR not in {verdict.outcome for verdict in judged.values()}
    return {rule: v.broken for rule, v in judged.items() if v.outcome is Outcome.FAIL}


def test_a_table_that_keeps_its_contract_passes_and_an_empty_value_breaks_no_range(con) -> None:
    _fill(con, GOOD, EMPTY)
    judged = _judged(con)
    assert {verdict.outcome for verdict in judged.values()} == {Outcome.PASS}
    assert {verdict.rows for verdict in judged.values()} == {2}
    assert not stops(list(judged.values()))


@pytest.mark.parametrize(
    ("bad_rows", "rule", "count"),
    [
        (["(NULL, 'v2', 5, 3, 'home', NULL, NULL)"], "site_code.missing", 1),
        (["('a', 'v2', 5, 3, 'home', NULL, NULL)"], "site_code.pattern", 1),
        (["('BB', 'v2', 11, 3, 'home', NULL, NULL)"] * 1, "pain.range", 1),
        (["('BB', 'v2', -1, 3, NULL, NULL, NULL)"], "pain.range", 1),
        (["('BB', 'v2', 1, -3, NULL, NULL, NULL)"], "days.range", 1),
        (["('BB', 'v2', 1, 3, 'CLINIC', NULL, NULL)"], "setting.word", 1),
        (["('BB', 'v2', 1, 3, NULL, ['heat', 'ice'], NULL)"], "selfcare.word", 1),
        (["('BB', 'v2', 1, 3, NULL, NULL, ['icd10:G43', 'G43'])"], "codes.pattern", 1),
        (["('BB', 'v2', 1, 3, NULL, NULL, NULL)"] * 3, "unique", 3),
    ],
)
def test_a_planted_fault_breaks_its_own_rule_and_no_other(con, bad_rows, rule, count) -> None:
    _fill(con, GOOD, *bad_rows)
    assert _failed(con) == {rule: count}


def test_more_faults_than_a_library_would_list_are_all_counted(con) -> None:
    _fill(con, *(f"('BB', 'v{n}', 11, 3, NULL, NULL, NULL)" for n in range(250)))
    assert _failed(con) == {"pain.range": 250}


@pytest.mark.parametrize(
    ("select", "failed"),
    [
        ("* EXCLUDE (codes), codes", {}),
        ("* EXCLUDE (pain, days), days, pain", {"columns": 5}),
        ("*, 1 AS more", {"columns": 1}),
        ("* REPLACE (CAST(days AS INTEGER) AS days)", {"types": 1}),
    ],
)
def test_columns_are_held_to_their_order_and_types_even_without_rows(con, select, failed) -> None:
    _fill(con)
    con.execute(f"CREATE OR REPLACE VIEW {VISITS.name} AS SELECT {select} FROM rows")
    assert _failed(con) == failed


def test_rules_about_rows_do_not_apply_to_an_empty_table(con) -> None:
    _fill(con)
    judged = _judged(con)
    outcomes = {rule: verdict.outcome for rule, verdict in judged.items()}
    assert outcomes.pop("columns") is outcomes.pop("types") is Outcome.PASS
    assert set(outcomes.values()) == {Outcome.NOT_APPLICABLE}


def test_a_table_that_must_have_rows_stops_the_run_when_it_has_none(con) -> None:
    table = TABLES["core.diary_day"]
    columns = ", ".join(f"CAST(NULL AS {column.kind}) AS {column.name}" for column in table)
    con.execute(f"CREATE VIEW core.diary_day AS SELECT {columns} WHERE false")
    verdicts = gate(con, {table.name: table})
    assert stops(verdicts)
    assert "core.diary_day.filled (critical): the table is empty" in sentence(verdicts)


def test_a_rule_that_crashes_is_an_error_and_takes_no_other_rule_with_it(con) -> None:
    _fill(con, GOOD)
    con.execute(
        f"CREATE OR REPLACE VIEW {VISITS.name} AS "
        f"SELECT * REPLACE (CAST('{CANARY}' || site_code AS SMALLINT) AS pain) FROM rows"
    )
    judged = _judged(con)
    errors = {rule for rule, verdict in judged.items() if verdict.outcome is Outcome.ERROR}
    assert errors == {"pain.range"}
    assert judged["pain.range"].broken is None
    assert stops(list(judged.values()))


def test_an_expectation_that_crashes_inside_the_library_gives_no_answer(con) -> None:
    _fill(con, GOOD)
    rule = TableRule("core.visit_like.crash", RuleKind.RELATION, "", "", "", f"'{CANARY}'::INT = 1")
    assert suite_answers(con, VISITS, [rule]) == {rule.code: None}
    assert judge_rules(con, VISITS, [rule])[0].outcome is Outcome.ERROR


@pytest.mark.parametrize(
    ("conditions", "answers"),
    [
        (("pain > 10", "days < 0", "pain > days + 9"), (True, True, True)),
        (("pain > 10", "days = 3", "pain > days + 9"), (True, False, True)),
        (("pain = 5", "days = 3", "setting IS NOT NULL"), (False, False, False)),
        (("pain > NULL", "pain > 10"), (True, True)),
        (("pain > 10 OR days = 3", "false AND pain = 5 OR pain > 10"), (False, True)),
    ],
)
def test_conditions_asked_as_one_have_the_answers_of_each(con, conditions, answers) -> None:
    _fill(con, GOOD, "('BB', 'v2', 5, 4, 'home', NULL, NULL)")
    rules = [
        TableRule(f"core.visit_like.{place}", RuleKind.RELATION, "", "", "", broken)
        for place, broken in enumerate(conditions)
    ]
    assert tuple(suite_answers(con, VISITS, rules).values()) == answers
    for rule, answer in zip(rules, answers, strict=True):
        assert suite_answers(con, VISITS, [rule]) == {rule.code: answer}


def test_a_table_that_is_not_there_is_an_error_of_every_rule(con) -> None:
    assert {verdict.outcome for verdict in _judged(con).values()} == {Outcome.ERROR}


def test_no_value_of_a_row_reaches_a_verdict_a_log_or_the_terminal(con, caplog, capfd) -> None:
    caplog.set_level(logging.DEBUG)
    _fill(con, f"('{CANARY}x', 'v2', 1, 3, '{CANARY}', ['{CANARY}'], ['{CANARY}'])")
    con.execute(
        f"CREATE OR REPLACE VIEW {VISITS.name} AS "
        "SELECT * REPLACE (CAST(setting AS SMALLINT) AS pain) FROM rows"
    )
    verdicts = gate(con, {VISITS.name: VISITS})
    assert Outcome.FAIL in {verdict.outcome for verdict in verdicts}
    assert Outcome.ERROR in {verdict.outcome for verdict in verdicts}
    printed = capfd.readouterr()
    seen = repr(verdicts) + sentence(verdicts) + caplog.text + printed.out + printed.err
    assert CANARY not in seen


def test_the_flows_transaction_stays_open_and_unsaved_rows_are_judged(con) -> None:
    _fill(con, GOOD)
    con.execute("BEGIN")
    con.execute("INSERT INTO rows VALUES ('BB', 'v2', 11, 3, NULL, NULL, NULL)")
    assert _failed(con) == {"pain.range": 1}
    con.execute("ROLLBACK")
    assert con.execute("SELECT count(*) FROM rows").fetchall() == [(1,)]


@pytest.mark.parametrize(
    "table",
    [t for t in TABLES.values() if t.schema in ("core", "features", "sites")],
    ids=lambda t: t.name,
)
def test_both_counts_can_judge_every_rule_of_every_table(con, table) -> None:
    columns = ", ".join(f"CAST(NULL AS {column.kind}) AS {column.name}" for column in table)
    con.execute(f"CREATE VIEW {table.name} AS SELECT {columns}")
    rules = table_rules(table)
    rows, counts = count_broken(con, table, rules)
    answers = suite_answers(con, table, rules)
    assert rows == 1
    assert len(counts) == len(answers) == len(rules)
    assert {code: count == 0 for code, count in counts.items()} == answers


def test_the_gravest_trouble_is_named_first_and_a_warning_stops_nothing() -> None:
    def verdict(rule: str, severity: Severity, outcome: Outcome) -> Verdict:
        return Verdict("core.t", rule, severity, outcome, "broken", 9, 2, "why")

    warning = verdict("core.t.a", Severity.WARNING, Outcome.FAIL)
    error = verdict("core.t.b", Severity.CRITICAL, Outcome.ERROR)
    fault = verdict("core.t.c", Severity.CRITICAL, Outcome.FAIL)
    assert not stops([warning])
    assert stops([warning, error])
    assert sentence([warning, error, fault]) == (
        "0 of 3 rules hold in 1 tables; core.t.c (critical): broken, count 2; "
        "core.t.b could not be judged: why; core.t.a (warning): broken, count 2"
    )
