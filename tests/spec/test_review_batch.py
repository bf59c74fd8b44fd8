"""The gate at delivery by example: five verdicts, and a batch that is not what the door let in."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import duckdb
import pytest
from arrived_files import as_arrived
from measured_files import PROFILE, measured, monthly

from expectations.review.batch import judge_batch, judge_checks
from expectations.review.checks import Check, finding
from expectations.review.deployment import deployment_of
from expectations.review.rules import REVIEW_RULES
from expectations.review.site_review import check_site, review
from expectations.verdicts import Outcome, sentence, stops
from triggerscape.contract.core import accepted_table
from triggerscape.contract.language import Kind
from triggerscape.contract.visit import VISIT
from triggerscape.severity import Severity


def _share(rule: str, measured_share: float, amiss: int) -> Check:
    return Check(rule, "AA", "diary", measured_share, 0.05, use_id="u", amiss=amiss)


class _Overlooked(Check):
    """A broken check the review took for a sound one."""

    is_broken = False


def test_the_verdicts_on_the_rules_of_the_review_tell_five_outcomes_apart():
    checks = [
        _share("review.rule_broken_often", 0.2, 40),
        _share("review.default_date", 0.01, 3),
        _share("review.sentinel", 0.0, 0),
        _Overlooked("review.drift", "AA", "diary", 9.0, 4.0),
    ]
    with duckdb.connect() as con:
        verdicts = judge_checks(con, checks)
    outcomes = {verdict.rule: verdict.outcome for verdict in verdicts}
    assert [verdict.rule for verdict in verdicts] == sorted(REVIEW_RULES)
    assert outcomes.pop("review.rule_broken_often") is Outcome.FAIL
    assert outcomes.pop("review.default_date") is Outcome.PASS_WITH_FAILURES
    assert outcomes.pop("review.sentinel") is Outcome.PASS
    assert outcomes.pop("review.drift") is Outcome.ERROR
    assert set(outcomes.values()) == {Outcome.NOT_APPLICABLE}
    assert stops(verdicts)
    assert "1 hold but for a few rows" in sentence(verdicts)
    assert f"{len(REVIEW_RULES) - 4} do not apply" in sentence(verdicts)


def test_the_engine_finds_what_the_review_finds():
    files = [*monthly(6), measured("2025-07-01", days=28, stress="40 + i % 9")]
    checks = check_site(files, PROFILE, deployment_of(files))
    codes = [check.rule for check in checks if check.is_broken]
    assert len(codes) > len(review(checks)) > 0
    with duckdb.connect() as con:
        verdicts = judge_checks(con, checks)
    failed = {verdict.rule: verdict.broken for verdict in verdicts if verdict.broken}
    assert failed == {code: codes.count(code) for code in set(codes)}
    assert {verdict.outcome for verdict in verdicts} <= {
        Outcome.PASS,
        Outcome.FAIL,
        Outcome.NOT_APPLICABLE,
    }


def test_the_findings_of_a_site_do_not_depend_on_the_order_of_its_files():
    files = [*monthly(4), measured("2025-03-01", days=28, use_id="oz", water_ml="250 + i % 9")]
    told = {
        tuple(review(check_site(order, PROFILE, deployment_of(order))))
        for order in permutations(files)
    }
    assert len(told) == 1
    assert {one.use_id for one in told.pop() if one.severity is Severity.CRITICAL} == {"oz"}


def test_a_finding_says_which_limit_was_crossed():
    low = Check("review.headache_share", "AA", "diary", 0.01, 0.8, 0.02, column="headache")
    assert (finding(low).measured, finding(low).threshold) == (0.01, 0.02)
    assert finding(low).fix == REVIEW_RULES["review.headache_share"].fix


GOOD = {
    "site_code": "'AA'",
    "visit_date": "DATE '2025-03-01'",
    "setting": "'clinic'",
    "status": "'completed'",
    "date_is_relative": "false",
}


def _part(folder: Path, name: str, **planted: str) -> Path:
    """A file of ten accepted visits, with some columns given as SQL."""
    table = accepted_table(VISIT)
    keys = {c.name: "1" if c.kind is Kind.BIGINT else "'key-001'" for c in table if not c.nullable}
    given = keys | GOOD | planted
    columns = ", ".join(
        f'CAST({given.get(column.name, "NULL")} AS {column.kind}) AS "{column.name}"'
        for column in table
    )
    part = folder / f"{name}.parquet"
    with duckdb.connect() as con:
        rows = f"SELECT {columns} FROM range(10) AS r (i)"
        con.execute(f"COPY (SELECT {as_arrived(table)} FROM ({rows})) TO '{part}'")
    return part


@pytest.mark.parametrize(
    ("planted", "rule"),
    [
        ({"pain_before": "11"}, "accepted.visit.pain_before.range"),
        ({"setting": "'spaceship'"}, "accepted.visit.setting.word"),
        ({"visit_date": "NULL"}, "accepted.visit.visit_date.missing"),
        ({"site_code": "'a b'"}, "accepted.visit.site_code.pattern"),
    ],
)
def test_a_batch_that_holds_what_the_door_refuses_does_not_pass(tmp_path, planted, rule):
    sound, bad = _part(tmp_path, "sound"), _part(tmp_path, "bad", **planted)
    with duckdb.connect() as con:
        assert not stops(judge_batch(con, VISIT, [sound]))
        verdicts = judge_batch(con, VISIT, [sound, bad])
    assert [(v.rule, v.broken, v.rows) for v in verdicts if v.outcome is Outcome.FAIL] == [
        (rule, 10, 20)
    ]
    assert stops(verdicts)


def test_a_row_taken_back_need_only_have_its_key(tmp_path):
    emptied = {"setting": "NULL", "status": "NULL", "is_deleted": "true"}
    taken_back = _part(tmp_path, "taken_back", **emptied)
    nameless = _part(tmp_path, "nameless", **emptied, visit_key="NULL")
    with duckdb.connect() as con:
        assert not stops(judge_batch(con, VISIT, [taken_back]))
        failed = [v.rule for v in judge_batch(con, VISIT, [nameless]) if v.outcome is Outcome.FAIL]
    assert failed == ["accepted.visit.visit_key.missing"]


def test_a_batch_of_no_files_has_nothing_to_judge(tmp_path):
    with duckdb.connect() as con:
        verdicts = judge_batch(con, VISIT, [])
    assert not stops(verdicts)
    assert {v.outcome for v in verdicts} == {Outcome.PASS, Outcome.NOT_APPLICABLE}
