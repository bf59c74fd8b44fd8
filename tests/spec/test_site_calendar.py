"""The site calendar: every day of a site's diaries, its place in the year, and who kept a diary."""

from __future__ import annotations

from datetime import date

import pytest
from small_tables import Example, run_example

from triggerscape.warehouse.sites.stretches import Stretch, stretches_by_block, whole_stretches

NORTH = """
    site_code | is_southern
    SITE1     | no
"""
EXAMPLES = (
    Example(
        "A site's days reach from anybody's first to anybody's last",
        "sites.site_stretch",
        why="SITE2 counts days from each person's own day 0: they have no place in the calendar.",
        given={
            "features.diary_spine": """
                person_id | site_code | diary_date | date_is_relative
                1         | SITE1     | 2026-03-02 | no
                2         | SITE1     | 2026-03-09 | no
                3         | SITE2     | 2000-01-03 | yes
            """
        },
        expected="""
            site_code | first_date | last_date
            SITE1     | 2026-03-02 | 2026-03-09
        """,
    ),
    Example(
        "People and entries are counted day by day, and a day without anybody is zeros",
        "sites.site_calendar",
        why="Nobody's diary was running on Wednesday 4 and Thursday 5 March. On 3 March person 2 "
        "was in the diary and made no entry. A time of entry nobody knows is neither late nor in "
        "time. Person 3 counts days from the own day 0 and is left out.",
        given={
            "reference.site": NORTH,
            "features.diary_spine": """
                person_id | diary_date | date_is_relative | is_observed | is_late
                1         | 2026-03-02 | no               | yes         | no
                1         | 2026-03-03 | no               | yes         | ?
                2         | 2026-03-02 | no               | yes         | yes
                2         | 2026-03-03 | no               | no          | ?
                3         | 2026-03-05 | yes              | yes         | no
                4         | 2026-03-06 | no               | yes         | no
            """,
        },
        expected="""
            calendar_date | people_running | people_observed | entries_timed | entries_late
            2026-03-02    | 2              | 2               | 2             | 1
            2026-03-03    | 2              | 1               | 0             | 0
            2026-03-04    | 0              | 0               | 0             | 0
            2026-03-05    | 0              | 0               | 0             | 0
            2026-03-06    | 1              | 1               | 1             | 0
        """,
    ),
    Example(
        "A day has its weekday and its 28-day window",
        "sites.site_calendar",
        why="The window is the one of person_window: the same 28 days for everybody.",
        given={
            "reference.site": NORTH,
            "features.diary_spine": """
                diary_date             | is_observed
                2026-03-20..2026-03-23 | yes
            """,
        },
        expected="""
            site_code | calendar_date | iso_weekday | is_weekend | window_index | window_start
            SITE1     | 2026-03-20    | 5           | no         | 341          | 2026-02-23
            SITE1     | 2026-03-21    | 6           | yes        | 341          | 2026-02-23
            SITE1     | 2026-03-22    | 7           | yes        | 341          | 2026-02-23
            SITE1     | 2026-03-23    | 1           | no         | 342          | 2026-03-23
        """,
    ),
    Example(
        "Seasons are whole months, and half a year apart in the two hemispheres",
        "sites.site_calendar",
        why="SITE3 has no profile that could be read, so its season is not known.",
        given={
            "reference.site": """
                site_code | is_southern
                SITE1     | no
                SITE2     | yes
            """,
            "features.diary_spine": """
                site_code | diary_date
                SITE1     | 2026-02-28
                SITE1     | 2026-03-01
                SITE2     | 2025-11-30
                SITE2     | 2025-12-01
                SITE3     | 2026-03-01
            """,
        },
        expected="""
            site_code | calendar_date | season
            SITE1     | 2026-02-28    | winter
            SITE1     | 2026-03-01    | spring
            SITE2     | 2025-11-30    | spring
            SITE2     | 2025-12-01    | summer
            SITE3     | 2026-03-01    | ?
        """,
    ),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.shows)
def test_the_select_gives_what_the_example_says(example: Example):
    found, expected = run_example(example)
    assert found == expected


NORTHERN_YEAR = (
    "winter winter spring spring spring summer summer summer autumn autumn autumn winter"
)


@pytest.mark.parametrize(("is_southern", "shift"), [("no", 0), ("yes", 6)])
def test_every_month_has_its_season(is_southern: str, shift: int):
    seasons = NORTHERN_YEAR.split()
    told = "\n".join(
        f"2025-{month:02d}-15 | {seasons[(month - 1 + shift) % 12]}" for month in range(1, 13)
    )
    days = "\n".join(f"SITE1 | 2025-{month:02d}-15" for month in range(1, 13))
    found, expected = run_example(
        Example(
            "months",
            "sites.site_calendar",
            given={
                "reference.site": f"site_code | is_southern\nSITE1 | {is_southern}",
                "features.diary_spine": f"site_code | diary_date\n{days}",
            },
            expected=f"calendar_date | season\n{told}",
        )
    )
    assert [row for row in found if row in expected] == expected


def stretch(first: str, last: str) -> Stretch:
    return Stretch(date.fromisoformat(first), date.fromisoformat(last))


def test_a_sites_stretch_is_put_together_from_its_parts_in_any_order():
    parts = [
        {"AA": stretch("2026-03-02", "2026-03-09"), "BB": stretch("2026-03-05", "2026-03-05")},
        {"AA": stretch("2026-01-10", "2026-01-12")},
    ]
    whole = {
        "AA": stretch("2026-01-10", "2026-03-09"),
        "BB": stretch("2026-03-05", "2026-03-05"),
    }
    assert whole_stretches(parts) == whole_stretches(reversed(parts)) == whole


def test_a_stretch_is_cut_at_the_28_day_blocks_it_reaches():
    whole = {"AA": stretch("2026-01-25", "2026-02-23"), "BB": stretch("2026-02-01", "2026-02-01")}
    assert stretches_by_block(whole) == {
        date(2025, 12, 29): {"AA": stretch("2026-01-25", "2026-01-25")},
        date(2026, 1, 26): {
            "AA": stretch("2026-01-26", "2026-02-22"),
            "BB": stretch("2026-02-01", "2026-02-01"),
        },
        date(2026, 2, 23): {"AA": stretch("2026-02-23", "2026-02-23")},
    }
