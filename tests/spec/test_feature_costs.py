"""Costs: what was charged, for how much of it the amount is known, and what is not free."""

from __future__ import annotations

import pytest
from small_tables import Example, run_example

from triggerscape.warehouse.statements import read_statement, sql_folder

RECORD = """
    from_date  | to_date
    2026-01-01 | 2026-12-31
"""
EXAMPLES = (
    Example(
        "An amount counts on the first day of its row; without one it is not known, and not zero",
        "features.therapy_cost",
        why="A share that a payer paid is told only of the amounts beside it.",
        given={
            "core.therapy": """
                therapy_code | start_date | cost_amount | cost_currency | covered_amount
                omt_cranial  | 2026-03-02 | 70.5        | EUR           | 40
                omt_cranial  | 2026-03-02 | 0.125       | EUR           | ?
                omt_cranial  | 2026-03-09 | ?           | EUR           | 30
                pemf         | 2026-03-02 | 0           | EUR           | 0
            """
        },
        expected="""
            therapy_code | cost_date  | cost_thousandths | covered_thousandths | priced_rows
            omt_cranial  | 2026-03-02 | 70625            | 40000               | 2
            omt_cranial  | 2026-03-09 | 0                | 0                   | 0
            pemf         | 2026-03-02 | 0                | 0                   | 1
        """,
    ),
    Example(
        "What is done at home costs nothing unless a row says so",
        "features.therapy_cost",
        why="Elsewhere a row without an amount ought to have one. What did not take place is no "
        "therapy, whatever was billed.",
        given={
            "core.therapy": """
                therapy_code  | start_date | delivery | status    | cost_amount | cost_currency
                omt_cranial   | 2026-03-02 | session  | completed | ?           | ?
                omt_cranial   | 2026-03-16 | session  | no_show   | 35          | EUR
                selfcare_heat | 2026-03-02 | home     | completed | ?           | ?
                selfcare_cold | 2026-03-02 | home     | completed | 12          | EUR
            """
        },
        expected="""
            therapy_code  | charged_rows | priced_rows | first_currency | cover_told_thousandths
            omt_cranial   | 1            | 0           | ?              | 0
            selfcare_cold | 1            | 1           | EUR            | 0
        """,
    ),
    Example(
        "Amounts in several currencies are told apart by the first and the last name",
        "features.therapy_cost",
        why="They are never converted: where the two differ, the sum is not used.",
        given={
            "core.therapy": """
                therapy_code | start_date | cost_amount | cost_currency
                omt_cranial  | 2026-03-02 | 70          | EUR
                omt_cranial  | 2026-03-02 | 60          | GBP
                omt_cranial  | 2026-03-02 | ?           | USD
            """
        },
        expected="""
            therapy_code | priced_rows | first_currency | last_currency
            omt_cranial  | 2           | EUR            | GBP
        """,
    ),
    Example(
        "An answer after a visit is told of every therapy given in it",
        "features.therapy_satisfaction",
        why="A visit that nobody rated has no row; a therapy that was called off was not rated.",
        given={
            "core.therapy": """
                therapy_code    | start_date | visit_key | status
                omt_cranial     | 2026-03-02 | v1        | completed
                omt_cranial     | 2026-03-02 | v1        | completed
                massage_medical | 2026-03-02 | v1        | completed
                dry_needling    | 2026-03-02 | v1        | cancelled
                omt_cranial     | 2026-03-02 | v2        | completed
                omt_cranial     | 2026-03-09 | v3        | completed
                omt_cranial     | 2026-03-16 | ?         | completed
            """,
            "core.visit": """
                visit_key | visit_date | satisfaction
                v1        | 2026-03-02 | 9
                v2        | 2026-03-02 | 0
                v3        | 2026-03-09 | ?
            """,
        },
        expected="""
            therapy_code    | visit_date | answers | satisfaction_sum
            massage_medical | 2026-03-02 | 1       | 9
            omt_cranial     | 2026-03-02 | 2       | 9
        """,
    ),
    Example(
        "A course is added up once it has ended",
        "features.therapy_cost_course",
        why="The second course may still go on: its gap of sessions reaches beyond the record.",
        given={
            "features.therapy_record": """
                from_date  | to_date
                2026-01-01 | 2026-06-30
            """,
            "core.therapy": """
                therapy_code | start_date | cost_amount | cost_currency
                omt_cranial  | 2026-01-05 | 70          | EUR
                omt_cranial  | 2026-01-19 | 80          | EUR
                omt_cranial  | 2026-06-15 | 75          | EUR
            """,
        },
        expected="""
            therapy_code | course_number | charged_rows | priced_rows | cost_thousandths
            omt_cranial  | 1             | 2            | 2           | 150000
        """,
    ),
    Example(
        "Of a therapy and of its group, the first 84 days are added up, the last day among them",
        "features.therapy_cost_start",
        given={
            "features.therapy_record": RECORD,
            "core.therapy": """
                therapy_code        | start_date | cost_amount | cost_currency
                massage_medical     | 2026-03-02 | 50          | EUR
                massage_relaxation  | 2026-03-09 | 40          | EUR
                massage_medical     | 2026-05-24 | 50          | EUR
                massage_medical     | 2026-05-25 | 50          | EUR
                dry_needling        | 2026-12-01 | 30          | EUR
            """,
        },
        expected="""
            therapy_id         | index_date | sessions | charged_rows | cost_thousandths
            massage            | 2026-03-02 | 3        | 3            | 140000
            massage_medical    | 2026-03-02 | 2        | 2            | 100000
            massage_relaxation | 2026-03-09 | 1        | 1            | 40000
        """,
        why="Dry needling began too late to be followed for 84 days.",
    ),
)
OF_TRIALS = (
    Example(
        "After a time zero everything charged counts, of whatever therapy",
        "trials.therapy_cost_after",
        sql=read_statement(sql_folder() / "trials" / "therapy_cost_after.sql").sql,
        why="Person 2 was given nothing, which is known, for the record is whole: it costs "
        "nothing. Of person 3 the record ends before day 83.",
        given={
            "features.therapy_record": """
                person_id | from_date  | to_date
                1         | 2026-01-01 | 2026-12-31
                2         | 2026-01-01 | 2026-12-31
                3         | 2026-01-01 | 2026-05-23
            """,
            "trials.time_zero": """
                person_id | index_date | month_index
                1         | 2026-03-02 | 1
                2         | 2026-03-02 | 1
                3         | 2026-03-02 | 1
            """,
            "core.therapy": """
                person_id | therapy_code     | start_date | cost_amount | cost_currency
                1         | omt_cranial      | 2026-03-01 | 70          | EUR
                1         | omt_cranial      | 2026-03-02 | 70          | EUR
                1         | abortive_triptan | 2026-05-24 | 9.9         | EUR
                1         | abortive_triptan | 2026-05-25 | 9.9         | EUR
                3         | omt_cranial      | 2026-03-02 | 70          | EUR
            """,
        },
        expected="""
            person_id | index_date | charged_rows | priced_rows | first_currency | cost_thousandths
            1         | 2026-03-02 | 2            | 2           | EUR            | 79900
            2         | 2026-03-02 | 0            | 0           | ?              | 0
        """,
    ),
)


@pytest.mark.parametrize("example", EXAMPLES + OF_TRIALS, ids=lambda example: example.shows)
def test_costs(example: Example) -> None:
    found, expected = run_example(example)
    assert found == expected
