"""What changed since yesterday: each change at its limit, short of it, and unknown."""

from __future__ import annotations

import pytest
from small_tables import Example, run_example


def change(shows: str, column: str, answers: str, *, makes: str, why: str = "") -> Example:
    """One answer a day; ``makes`` names the columns, then their values on each later day."""
    days = [f"2026-03-{day:02d}" for day in range(2, 2 + len(answers.split()))]
    given = "\n".join(f"{d} | {value}" for d, value in zip(days, answers.split(), strict=True))
    head, *rows = [row.strip().replace(" ", " | ") for row in makes.split(",")]
    expected = "\n".join(f"{d} | {row}" for d, row in zip(days[1:], rows, strict=True))
    return Example(
        shows,
        "features.change_day",
        why=why,
        given={"core.diary_day": f"diary_date | {column}\n{given}"},
        expected=f"diary_date | {head}\n{expected}",
    )


EXAMPLES = (
    change(
        "Sleep shifts when it differs by two hours from the night before, either way",
        "sleep_hours",
        "7 9 7.02 5 ? 8",
        makes="sleep_change_minutes sleep_shift, 120 yes, -119 no, -121 yes, ? ?, ? ?",
    ),
    change(
        "Two short nights running are nights of 6.5 hours or less",
        "sleep_hours",
        "6.5 6.5 6.52 6 ? 6",
        makes="low_sleep_twice, yes, no, no, ?, ?",
    ),
    change(
        "A let-down is a fall of stress by 2.5 since the day before, a rise the same upwards",
        "stress",
        "8.2 5.7 3.3 5.8 8.2 ? 1",
        makes="stress_letdown stress_rise, yes no, no no, no yes, no no, ? ?, ? ?",
        why="A fall from 8.2 to 5.7 counts, although binary arithmetic makes it a hair less.",
    ),
    change(
        "Two days of high stress are days of 7 or more, both of them",
        "stress",
        "7 7 6.9 9 ? 9",
        makes="high_stress_twice, yes, no, no, ?, ?",
    ),
    change(
        "Caffeine drops by a cup or more, and withdrawal is none at all after two",
        "caffeine_mg",
        "190 0 189 0 300 205 111 ? 0",
        makes="caffeine_drop caffeine_withdrawal, yes yes, no no, yes no, no no, yes no, no no, "
        "? ?, ? ?",
        why="189 mg and then none is a drop, and 1 mg short of a withdrawal.",
    ),
    Example(
        "The day before a gap is not yesterday",
        "features.change_day",
        why="3 March has no entry and 6 March was missed: what changed since then, nobody knows, "
        "and the days after them have no row.",
        given={
            "core.diary_day": """
                diary_date | entry_status | stress | caffeine_mg
                2026-03-02 | complete     | 9      | 400
                2026-03-04 | complete     | 1      | 0
                2026-03-05 | complete     | 1      | 0
                2026-03-06 | missed       | 9      | 400
                2026-03-07 | complete     | 1      | 0
            """
        },
        expected="""
            diary_date | stress_letdown | caffeine_withdrawal | sleep_shift
            2026-03-05 | no             | no                  | ?
        """,
    ),
    Example(
        "Yesterday is the same person's",
        "features.change_day",
        given={
            "core.diary_day": """
                person_id | diary_date | stress
                1         | 2026-03-02 | 9
                2         | 2026-03-03 | 1
            """
        },
        expected="person_id | stress_letdown",
    ),
    Example(
        "Limits of a site's own",
        "features.change_day",
        settings={"sleep_shift_minutes": 90, "high_stress": 6, "caffeine_drop_mg": 50},
        given={
            "core.diary_day": """
                diary_date | sleep_hours | stress | caffeine_mg
                2026-03-02 | 7           | 6      | 100
                2026-03-03 | 5.5         | 6      | 50
                2026-03-04 | 6.9         | 5.9    | 1
            """
        },
        expected="""
            diary_date | sleep_shift | high_stress_twice | caffeine_drop
            2026-03-03 | yes         | yes               | yes
            2026-03-04 | no          | no                | no
        """,
    ),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.shows)
def test_change(example: Example):
    found, expected = run_example(example)
    assert found == expected
