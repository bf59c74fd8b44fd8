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
CHANGES = (
    Example(
        "A let-down is a fall of stress by 2.5 since the day before",
        "features.factor_day",
        why="A fall from 8.2 to 5.7 counts, although binary arithmetic makes it a hair less.",
        given={
            "core.diary_day": """
                diary_date | stress
                2026-03-02 | 8.2
                2026-03-03 | 5.7
                2026-03-04 | 3.3
                2026-03-05 | 9
                2026-03-06 | ?
                2026-03-07 | 1
            """
        },
        expected="""
            diary_date | stress_letdown
            2026-03-02 | ?
            2026-03-03 | yes
            2026-03-04 | no
            2026-03-05 | no
            2026-03-06 | ?
            2026-03-07 | ?
        """,
    ),
    Example(
        "Withdrawal is no caffeine after 190 mg, both days known",
        "features.factor_day",
        given={
            "core.diary_day": """
                diary_date | caffeine_mg
                2026-03-02 | 190
                2026-03-03 | 0
                2026-03-04 | 189
                2026-03-05 | 0
                2026-03-06 | 300
                2026-03-07 | 1
                2026-03-08 | ?
                2026-03-09 | 0
            """
        },
        expected="""
            diary_date | caffeine_withdrawal
            2026-03-02 | ?
            2026-03-03 | yes
            2026-03-04 | no
            2026-03-05 | no
            2026-03-06 | no
            2026-03-07 | no
            2026-03-08 | ?
            2026-03-09 | ?
        """,
    ),
    Example(
        "The day before a gap is not yesterday",
        "features.factor_day",
        why="3 March has no entry: what changed since then, nobody knows on the 4th.",
        given={
            "core.diary_day": """
                diary_date | stress | caffeine_mg
                2026-03-02 | 9      | 400
                2026-03-04 | 1      | 0
            """
        },
        expected="""
            diary_date | stress_level | stress_letdown | caffeine_withdrawal
            2026-03-02 | 4.5          | ?              | ?
            2026-03-03 | ?            | ?              | ?
            2026-03-04 | 0.5          | ?              | ?
        """,
    ),
)
DAYS = (
    Example(
        "A missed entry says nothing, even where a value was sent with it",
        "features.factor_day",
        given={
            "core.diary_day": """
                diary_date | entry_status | water_ml
                2026-03-02 | complete     | 2000
                2026-03-03 | missed       | 500
                2026-03-04 | partial      | 500
            """
        },
        expected="""
            diary_date | water_low
            2026-03-02 | no
            2026-03-03 | ?
            2026-03-04 | yes
        """,
    ),
    Example(
        "Weekend is Saturday and Sunday, known on unobserved days too",
        "features.factor_day",
        given={
            "core.diary_day": """
                diary_date | headache
                2026-03-06 | no
                2026-03-09 | no
            """
        },
        expected="""
            diary_date | weekend
            2026-03-06 | no
            2026-03-07 | yes
            2026-03-08 | yes
            2026-03-09 | no
        """,
    ),
    Example(
        "A day counted from the person's own day 0 has no weekday",
        "features.factor_day",
        given={
            "core.diary_day": """
                diary_date | date_is_relative | water_ml
                2000-01-08 | yes              | 500
            """
        },
        expected="""
            diary_date | weekend | water_low
            2000-01-08 | ?       | yes
        """,
    ),
    Example(
        "A site's own columns travel along unchanged",
        "features.factor_day",
        given={
            "core.diary_day": """
                diary_date | extra
                2026-03-02 | {x_humidity=0.5}
                2026-03-03 | ?
            """
        },
        expected="""
            diary_date | extra
            2026-03-02 | {x_humidity=0.5}
            2026-03-03 | ?
        """,
    ),
)
EXAMPLES = (*THRESHOLDS, *CHANGES, *ASKED, *DAYS)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.shows)
def test_factor(example: Example):
    found, expected = run_example(example)
    assert found == expected
