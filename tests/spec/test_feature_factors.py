"""Factors of a day: each at its threshold, just below it, unknown and not asked."""

from __future__ import annotations

import pytest
from small_tables import Example, run_example


def at_threshold(factor: str, column: str, answers: str) -> Example:
    """A factor that reads one diary column: pairs of answer and factor, one a day."""
    pairs = [pair.split("=") for pair in answers.split()]
    days = [f"2026-03-{day:02d}" for day in range(2, 2 + len(pairs))]
    given = "\n".join(f"{day} | {answer}" for day, (answer, _) in zip(days, pairs, strict=True))
    made = "\n".join(f"{day} | {value}" for day, (_, value) in zip(days, pairs, strict=True))
    return Example(
        f"{factor} reads {column}",
        "features.factor_day",
        given={"core.diary_day": f"diary_date | {column}\n{given}"},
        expected=f"diary_date | {factor}\n{made}",
    )


def when_asked(code: str) -> Example:
    """A ticked trigger: asked and ticked, asked and not, only others asked, nothing asked."""
    return Example(
        f"{code} is known where the diary asks about it",
        "features.factor_day",
        given={
            "core.diary_day": f"""
                diary_date | triggers_asked  | triggers_present
                2026-03-02 | [{code}, noise] | [{code}]
                2026-03-03 | [{code}, noise] | [noise]
                2026-03-04 | [{code}, noise] | ?
                2026-03-05 | [noise]         | [noise]
                2026-03-06 | ?               | ?
            """
        },
        expected=f"""
            diary_date | {code}
            2026-03-02 | yes
            2026-03-03 | no
            2026-03-04 | no
            2026-03-05 | ?
            2026-03-06 | ?
        """,
    )


THRESHOLDS = (
    at_threshold("sleep_short", "sleep_hours", "6.5=yes 6.51=no ?=? 0=yes"),
    at_threshold("sleep_poor", "sleep_quality", "1=yes 2=yes 3=no ?=?"),
    at_threshold("stress_level", "stress", "0=0 3=1.5 10=5 ?=?"),
    at_threshold("posture_poor", "posture_rating", "1=yes 2=yes 3=no ?=?"),
    at_threshold("screen_long", "screen_hours", "8=yes 7.99=no ?=?"),
    at_threshold("alcohol_any", "alcohol_units", "0=no 0.1=yes ?=?"),
    at_threshold("alcohol_heavy", "alcohol_units", "7=yes 6.9=no ?=?"),
    at_threshold("caffeine_high", "caffeine_mg", "285=yes 284=no ?=?"),
    at_threshold("meal_skipped", "meals_skipped", "0=no 1=yes ?=?"),
    at_threshold("water_low", "water_ml", "1499=yes 1500=no ?=?"),
    at_threshold("neck_pain_any", "neck_pain", "3=yes 2=no ?=?"),
    at_threshold("preventive_day", "preventive_taken", "yes=yes no=no ?=?"),
)
ASKED = tuple(
    when_asked(code)
    for code in ("chocolate", "cheese", "travel", "odour", "fatigue", "bright_light")
)
DAYS = (
    Example(
        "A missed entry says nothing, even where a value was sent with it",
        "features.factor_day",
        why="A day without an entry has no row at all.",
        given={
            "core.diary_day": """
                diary_date | entry_status | water_ml
                2026-03-02 | complete     | 2000
                2026-03-03 | missed       | 500
                2026-03-05 | partial      | 500
            """
        },
        expected="""
            diary_date | water_low
            2026-03-02 | no
            2026-03-05 | yes
        """,
    ),
)
EXAMPLES = (*THRESHOLDS, *ASKED, *DAYS)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.shows)
def test_factor(example: Example):
    found, expected = run_example(example)
    assert found == expected
