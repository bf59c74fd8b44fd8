"""Every rule of the front door says all that a person needs, and the page of rules agrees."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from render_rules import OF_FILES, TARGET, document

from expectations.judging import rules_of
from expectations.rulebook import explain_rules
from triggerscape.contract.catalogue import INPUTS
from triggerscape.delivery.profiles.profile import SiteProfile
from triggerscape.severity import Severity

PROFILE = SiteProfile("AA")
FILE_RULES = [rule for rules in OF_FILES.values() for rule in rules]
ROW_RULES = [rule for table in INPUTS.values() for rule in rules_of(table, PROFILE)]


def test_the_page_is_what_the_rules_say() -> None:
    assert TARGET.read_text(encoding="utf-8") == document()


@pytest.mark.parametrize("rules", [FILE_RULES, ROW_RULES], ids=["files", "rows"])
def test_each_rule_has_a_code_a_sentence_a_fix_a_severity_and_a_reason(rules: list) -> None:
    for rule in rules:
        assert "." in rule.code
        assert all((rule.sentence, rule.fix, rule.reason)), rule.code
        assert rule.severity in Severity


def test_each_code_is_one_rule() -> None:
    codes = [rule.code for rule in FILE_RULES]
    assert len(codes) == len(set(codes))


def test_whoever_meets_a_code_is_told_its_own_words() -> None:
    for rule in FILE_RULES:
        [said] = explain_rules([("AA", "diary", rule.code)], {"AA": PROFILE}).values()
        assert (said.sentence, said.fix) == (rule.sentence, rule.fix), rule.code


def test_every_refusal_in_the_code_is_a_rule() -> None:
    root = Path(__file__).resolve().parents[2]
    sources = [
        path for room in ("triggerscape", "expectations") for path in root.glob(f"{room}/**/*.py")
    ]
    raised = {
        code
        for path in sources
        for code in re.findall(r'FileRefused\(\s*"([\w.]+)"', path.read_text(encoding="utf-8"))
    }
    assert len(raised) > 15
    assert raised <= {rule.code for rule in FILE_RULES}
