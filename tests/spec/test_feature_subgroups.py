"""Which subgroups a person belongs to in a calendar window."""

from __future__ import annotations

import pytest
from small_tables import Example, run_example

EXAMPLES = (
    Example(
        "A person is in one level of every kind, and in all",
        "features.window_subgroup",
        why="Age is that of the first known day, and stays. The state is that of the window.",
        given={
            "features.diary_person": """
                person_id | first_date
                1         | 2025-12-20
            """,
            "features.person_trait": """
                person_id | sex    | diagnosis | birth_year
                1         | female | mwa       | 1996
            """,
            "features.chronicity": """
                window_kind | window_index | window_start | state
                calendar    | 341          | 2026-02-23   | unknown
                calendar    | 342          | 2026-03-23   | chronic
                personal    | 0            | 2025-12-20   | unknown
            """,
        },
        expected="""
            window_index | window_start | subgroup_kind | subgroup_level
            341          | 2026-02-23   | age_band      | 18 to 29
            341          | 2026-02-23   | all           | all
            341          | 2026-02-23   | chronicity    | changing or unknown
            341          | 2026-02-23   | diagnosis     | mwa
            341          | 2026-02-23   | sex           | female
            342          | 2026-03-23   | age_band      | 18 to 29
            342          | 2026-03-23   | all           | all
            342          | 2026-03-23   | chronicity    | chronic
            342          | 2026-03-23   | diagnosis     | mwa
            342          | 2026-03-23   | sex           | female
        """,
    ),
    Example(
        "What no site tells is a level of its own",
        "features.window_subgroup",
        given={
            "features.diary_person": """
                person_id | first_date
                1         | 2026-03-23
                2         | 2026-03-23
            """,
            "features.person_trait": """
                person_id | sex  | diagnosis | age_years
                2         | male | ?         | 60
            """,
            "features.chronicity": """
                person_id | window_kind | window_index | window_start | state
                1         | calendar    | 342          | 2026-03-23   | unknown
                2         | calendar    | 342          | 2026-03-23   | unknown
            """,
        },
        expected="""
            person_id | subgroup_kind | subgroup_level
            1         | age_band      | unknown
            1         | all           | all
            1         | chronicity    | changing or unknown
            1         | diagnosis     | unknown
            1         | sex           | unknown
            2         | age_band      | 60 and over
            2         | all           | all
            2         | chronicity    | changing or unknown
            2         | diagnosis     | unknown
            2         | sex           | male
        """,
    ),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.shows)
def test_subgroups(example: Example):
    found, expected = run_example(example)
    assert found == expected
