"""docs/definitions.md says what the contracts and the worked examples say, of every table."""

from __future__ import annotations

from render_definitions import DESIGNS, EXAMPLES, TARGET, document

from triggerscape.contract.factor_days import FACTOR_DAYS
from triggerscape.contract.features import FEATURES
from triggerscape.contract.months import MONTHS
from triggerscape.contract.sites import SITES
from triggerscape.contract.trials import TRIALS


def test_the_manual_is_current():
    said = TARGET.read_text(encoding="utf-8")
    assert said == document(), "run python tests/spec/render_definitions.py and commit the page"


def test_every_table_has_a_worked_example():
    shown = {example.table for example in EXAMPLES}
    assert shown == {table.name for table in (*FEATURES, *MONTHS, *SITES, *TRIALS)} | set(DESIGNS)


def test_every_column_of_the_factors_has_a_worked_example():
    tables = {table.name for table in FACTOR_DAYS}
    heads = [
        example.expected.strip().splitlines()[0] for example in EXAMPLES if example.table in tables
    ]
    shown = {name.strip() for head in heads for name in head.split("|")}
    made = {name for table in FACTOR_DAYS for name in table.column_names}
    assert made - {"person_id"} - shown == set()


def test_no_two_examples_share_a_heading():
    headings = [(example.table, example.shows) for example in EXAMPLES]
    assert len(headings) == len(set(headings))
