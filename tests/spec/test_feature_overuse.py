"""Medication overuse: frequent headache and too many days of a drug, three windows in a row."""

from __future__ import annotations

import pytest
from short_heads import speller
from small_tables import Example, run_example

CLASSES = "triptan ergot opioid combination simple".split()
_PLACE = "window_kind | window_index"


def _windows(headache_days: int, known_days: int = 28) -> str:
    """Three windows with so many headache days."""
    rows = [f"personal | {n} | {known_days} | {headache_days}" for n in range(3)]
    return "\n".join([f"{_PLACE} | headache_known_days | headache_days", *rows])


def _drugs(together: int, known_days: int = 28, **days: int | None) -> str:
    """Three windows with so many days of each class and of all together; None is not recorded."""
    told = {**dict.fromkeys(CLASSES, 0), **days}
    head = [f"{name}_known_days | {name}_days" for name in (*CLASSES, "overusable")]
    cells = [f"{0 if n is None else known_days} | {n or 0}" for n in (*told.values(), together)]
    rows = [f"personal | {n} | {' | '.join(cells)}" for n in range(3)]
    return "\n".join([f"{_PLACE} | {' | '.join(head)}", *rows])


spelt = speller(
    {
        "index": "window_index",
        "frequent": "is_headache_frequent",
        "triptan": "is_triptan_overuse",
        "ergot": "is_ergot_overuse",
        "opioid": "is_opioid_overuse",
        "combination": "is_combination_overuse",
        "simple": "is_simple_overuse",
        "mixed": "is_mixed_overuse",
        "overuse": "is_medication_overuse",
    }
)
EXAMPLES = (
    Example(
        "Triptans, ergots, opioids and combinations are overused from 10 days of 28, simple ones "
        "from 15",
        "features.medication_overuse",
        why="In each of three windows: window 2 is the first that can say so.",
        given={
            "features.person_window": _windows(15),
            "features.drug_window": _drugs(15, triptan=10, ergot=9, simple=15),
        },
        expected=spelt("""
            index | frequent | triptan | ergot | simple | overuse
            0     | ?        | ?       | no    | ?      | ?
            1     | ?        | ?       | no    | ?      | ?
            2     | yes      | yes     | no    | yes    | yes
        """),
    ),
    Example(
        "Without frequent headache there is no overuse headache",
        "features.medication_overuse",
        given={
            "features.person_window": _windows(14),
            "features.drug_window": _drugs(20, ergot=10, opioid=10, combination=10, simple=14),
        },
        expected=spelt("""
            index | frequent | ergot | opioid | combination | simple | overuse
            0     | no       | ?     | ?      | ?           | no     | no
            1     | no       | ?     | ?      | ?           | no     | no
            2     | no       | yes   | yes    | yes         | no     | no
        """),
    ),
    Example(
        "Two classes together are overused from 10 days, though neither is by itself",
        "features.medication_overuse",
        given={
            "features.person_window": _windows(20),
            "features.drug_window": _drugs(10, triptan=5, simple=5),
        },
        expected=spelt("""
            index | triptan | simple | mixed | overuse
            0     | no      | no     | ?     | ?
            1     | no      | no     | ?     | ?
            2     | no      | no     | yes   | yes
        """),
    ),
    Example(
        "The days of a single class are judged by its own limit",
        "features.medication_overuse",
        given={
            "features.person_window": _windows(20),
            "features.drug_window": _drugs(14, simple=14),
        },
        expected="""
            window_index | is_simple_overuse | is_mixed_overuse | is_medication_overuse
            0            | no                | no               | no
            1            | no                | no               | no
            2            | no                | no               | no
        """,
    ),
    Example(
        "A class nobody records leaves it open, unless the days of all drugs are too few",
        "features.medication_overuse",
        given={
            "features.person_window": _windows(20),
            "features.drug_window": _drugs(10, simple=10, opioid=None),
        },
        expected=spelt("""
            index | opioid | simple | mixed | overuse
            0     | ?      | no     | no    | ?
            1     | ?      | no     | no    | ?
            2     | ?      | no     | no    | ?
        """),
    ),
    Example(
        "With 9 days of all drugs together no class can be overused",
        "features.medication_overuse",
        given={
            "features.person_window": _windows(20),
            "features.drug_window": _drugs(9, simple=9, opioid=None),
        },
        expected="""
            window_index | is_headache_frequent | is_opioid_overuse | is_medication_overuse
            0            | ?                    | ?                 | no
            1            | ?                    | ?                 | no
            2            | yes                  | ?                 | no
        """,
    ),
    Example(
        "Days are scaled to 28 over the known days, of which a window needs 14 here too",
        "features.medication_overuse",
        why="5 of 14 days are 10 of 28.",
        given={
            "features.person_window": _windows(8, known_days=14),
            "features.drug_window": _drugs(5, known_days=14, triptan=5, ergot=4),
        },
        expected="""
            window_index | is_triptan_overuse | is_ergot_overuse | is_medication_overuse
            0            | ?                  | no               | ?
            1            | ?                  | no               | ?
            2            | yes                | no               | yes
        """,
    ),
    Example(
        "13 known days say nothing",
        "features.medication_overuse",
        given={
            "features.person_window": _windows(13, known_days=13),
            "features.drug_window": _drugs(13, known_days=13, triptan=13, ergot=0),
        },
        expected=spelt("""
            index | frequent | triptan | ergot | overuse
            0     | ?        | ?       | ?     | ?
            1     | ?        | ?       | ?     | ?
            2     | ?        | ?       | ?     | ?
        """),
    ),
    Example(
        "The limits of overuse are settings",
        "features.medication_overuse",
        settings={"overuse_days": 12, "overuse_simple_days": 20, "overuse_mixed_days": 15},
        given={
            "features.person_window": _windows(20),
            "features.drug_window": _drugs(20, triptan=11, ergot=12, simple=20),
        },
        expected=spelt("""
            index | triptan | ergot | simple | mixed
            0     | no      | ?     | ?      | ?
            1     | no      | ?     | ?      | ?
            2     | no      | yes   | yes    | yes
        """),
    ),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.shows)
def test_medication_overuse(example: Example):
    found, expected = run_example(example)
    assert found == expected
