"""How far a day's habits surprise: against the 28 days before, level by level."""

from __future__ import annotations

import pytest
from small_tables import Example, run_example

# With one known day before: its own level has had 2 of 1 + levels, any other 1.
LIKE = {2: "0.585", 3: "1", 4: "1.322", 5: "1.585"}
UNLIKE = {2: "1.585", 3: "2", 4: "2.322", 5: "2.585"}


def levels(habit: str, column: str, count: int, limits: str) -> Example:
    """Pairs of values of two days, one person each: ``a=b`` of one level, ``a/b`` of two."""
    given, made = ["person_id | diary_date | " + column], [f"person_id | {habit}_surprisal"]
    for person, pair in enumerate(limits.split(), start=1):
        first, second = pair.replace("/", "=").split("=")
        given += [f"{person} | 2026-03-02 | {first}", f"{person} | 2026-03-03 | {second}"]
        made += [f"{person} | {UNLIKE[count] if '/' in pair else LIKE[count]}"]
    return Example(
        f"The {count} levels of {habit}",
        "features.surprise_day",
        settings={"surprise_known_days": 1},
        given={"core.diary_day": "\n".join(given)},
        expected="\n".join(made),
    )


LEVELS = (
    levels("stress", "stress", 5, "0=1.9 1.9/2 2=3.9 3.9/4 4=5.9 5.9/6 6=7.9 7.9/8 8=10"),
    levels("sleep", "sleep_hours", 5, "0=5 5/5.1 6=6.5 6.5/6.6 7=7.5 7.5/7.6 8=9 9/9.1 10=24"),
    levels("caffeine", "caffeine_mg", 4, "0=0 0/1 1=189 189/190 190=284 284/285 285=2000"),
    levels("alcohol", "alcohol_units", 3, "0=0 0/0.1 0.1=6.9 6.9/7 7=40"),
    levels("meals", "meals_skipped", 2, "0=0 0/1 1=5"),
)
EXAMPLES = (
    Example(
        "A day like the days before it surprises little, one unlike them much",
        "features.surprise_day",
        why="log2(19 / 15) on the 16th: 15 of 19 with one added to each of the five levels. "
        "log2(20 / 1) on the 17th. Until the 15th fewer than 14 days before are known.",
        given={
            "core.diary_day": """
                diary_date             | stress
                2026-03-02..2026-03-16 | 3
                2026-03-17             | 9
            """
        },
        expected="""
            diary_date | stress_surprisal | known_habits | mean_surprisal
            2026-03-16 | 0.341            | 1            | 0.341
            2026-03-17 | 4.322            | 1            | 4.322
        """,
    ),
    Example(
        "Days without an entry or an answer are not known days",
        "features.surprise_day",
        why="On the 20th only 13 of the days before are known, on the 21st 14. The 22nd has no "
        "answer of its own, and so no row.",
        given={
            "core.diary_day": """
                diary_date             | stress | headache
                2026-03-02..2026-03-05 | 3      | no
                2026-03-08..2026-03-10 | ?      | no
                2026-03-11..2026-03-21 | 3      | no
                2026-03-22             | ?      | no
            """
        },
        expected="""
            diary_date | stress_surprisal
            2026-03-21 | 0.341
        """,
    ),
    Example(
        "The 29th day before is forgotten",
        "features.surprise_day",
        why="For person 1 the day of 9 points is 28 days ago: one of 15 known days. For person 2 "
        "it is 29 days ago: none of 14.",
        given={
            "core.diary_day": """
                person_id | diary_date             | stress
                1         | 2026-03-02             | 9
                1         | 2026-03-03..2026-03-16 | 3
                1         | 2026-03-30             | 9
                2         | 2026-03-02             | 9
                2         | 2026-03-03..2026-03-16 | 3
                2         | 2026-03-31             | 9
            """
        },
        expected="""
            person_id | diary_date | stress_surprisal
            1         | 2026-03-16 | 0.441
            1         | 2026-03-30 | 3.322
            2         | 2026-03-16 | 0.441
            2         | 2026-03-31 | 4.248
        """,
    ),
    Example(
        "The mean is over the habits whose surprisal is known",
        "features.surprise_day",
        settings={"surprise_known_days": 2},
        why="Sleep is unknown on the day itself, alcohol on one of the two days before; no meal "
        "skipped is worth 0.415 bits. (2.807 + 1.585 + 0.415) / 3.",
        given={
            "core.diary_day": """
                diary_date | stress | sleep_hours | caffeine_mg | alcohol_units | meals_skipped
                2026-03-02 | 3      | 7           | 0           | 0             | 0
                2026-03-03 | 3      | 7           | 300         | ?             | 0
                2026-03-04 | 9      | ?           | 300         | 0             | 0
            """
        },
        expected="""
            stress_surprisal | caffeine_surprisal | known_habits | mean_surprisal
            2.807            | 1.585              | 3            | 1.6023333333333334
        """,
    ),
    Example(
        "Where sleep is not known it has no surprisal",
        "features.surprise_day",
        settings={"surprise_known_days": 1},
        given={
            "core.diary_day": """
                diary_date | stress | sleep_hours | alcohol_units
                2026-03-02 | 3      | 7           | ?
                2026-03-03 | 3      | ?           | 0
            """
        },
        expected="""
            diary_date | stress_surprisal | sleep_surprisal | alcohol_surprisal | known_habits
            2026-03-03 | 1.585            | ?               | ?                 | 1
        """,
    ),
    Example(
        "A person is compared with nobody else",
        "features.surprise_day",
        settings={"surprise_known_days": 1},
        given={
            "core.diary_day": """
                person_id | diary_date | stress
                1         | 2026-03-02 | 3
                1         | 2026-03-03 | 3
                2         | 2026-03-03 | 3
            """
        },
        expected="""
            person_id | diary_date | stress_surprisal
            1         | 2026-03-03 | 1.585
        """,
    ),
    *LEVELS,
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.shows)
def test_surprise(example: Example):
    found, expected = run_example(example)
    assert found == expected
