"""Parts that would tell of a hidden one: therapies and their groups, parts that overlap, nobody."""

from __future__ import annotations

import polars as pl
from egress_frames import RULE, chronicity, leaving, population, rows_of
from hypothesis import given, settings
from hypothesis import strategies as st

from triggerscape.contract.catalogue import TABLES
from triggerscape.disclosure.egress.telling_parts import hide_telling_parts, telling_parts


def shown(table: str, frame: pl.DataFrame, key: str) -> str:
    """The words of the key in the rows that are shown, in order."""
    hidden = hide_telling_parts(frame, TABLES[table], RULE)
    return " ".join(leaving({table: hidden})[table].filter(status="ok")[key].to_list())


def effects(people: dict[str, int], comparator: str = "no_start") -> pl.DataFrame:
    return rows_of(
        "pub.therapy_effect",
        *(
            {
                "therapy_id": therapy,
                "comparator_id": comparator,
                "estimand_id": "att_aipw",
                "measure_id": "mmd_difference",
                "n_people": n,
            }
            for therapy, n in people.items()
        ),
    )


def test_a_leaf_does_not_follow_from_its_group_and_the_other_leaves():
    table = "pub.therapy_effect"
    people = {"omt": 60, "omt_cranial": 7, "omt_hvla": 20, "omt_muscle_energy": 33}
    assert shown(table, effects(people), "therapy_id") == "omt omt_muscle_energy"
    assert shown(table, effects(people | {"omt_cranial": 11}), "therapy_id") == " ".join(people)


def test_leaves_of_other_groups_and_other_comparisons_hide_nothing():
    table = "pub.therapy_effect"
    mine = effects({"omt": 60, "omt_cranial": 7, "dry_needling": 20})
    other = effects({"omt_hvla": 30}, comparator="needling")
    frame = pl.concat([mine, other])
    assert shown(table, frame, "therapy_id") == "omt dry_needling omt_hvla"


def test_windows_that_overlap_hide_nobody_who_cannot_be_told():
    """Of 300 people 290 and 280 are in the two windows shown: nothing follows for the third."""
    rows = (("AA", "all", 300, 60), ("AA", "a", 290, 50), ("AA", "b", 280, 40), ("AA", "c", 60, 5))
    assert shown("pub.chronicity_change", chronicity(*rows), "window_id") == "all a b"


def test_windows_that_hardly_overlap_do():
    """Of 100 who changed 95 did in the windows shown, so at least 5 did in the third."""
    rows = (("AA", "all", 300, 100), ("AA", "a", 290, 50), ("AA", "b", 280, 45), ("AA", "c", 60, 8))
    assert shown("pub.chronicity_change", chronicity(*rows), "window_id") == "all a"


def test_a_site_hidden_because_nobody_changed_does_not_follow_either():
    frame = chronicity(
        ("all", "all", 900, 90),
        ("AA", "all", 300, 60),
        ("BB", "all", 300, 30),
        ("CC", "all", 300, 0),
    )
    nobody = pl.col("n_changed") == 0
    came = frame.with_columns(pl.when(nobody).then(pl.lit("c")).otherwise("status").alias("status"))
    assert shown("pub.chronicity_change", came, "scope_id") == "all AA"


def test_slices_of_a_model_that_are_exact_hide_each_other():
    table = "pub.model_metric"
    row = {"model_id": "m", "validation": "held-out people", "baseline": "none"}
    frame = rows_of(
        table,
        *(
            row | {"slice_kind": kind, "slice_level": level, "measure_id": "e", "n_people": n}
            for kind, level, n in (
                ("all", "all", 400),
                ("sex", "female", 310),
                ("sex", "male", 82),
                ("sex", "unknown", 8),
                ("chronicity", "episodic", 390),
                ("chronicity", "chronic", 60),
                ("chronicity", "changing", 9),
            )
        ),
    )
    assert shown(table, frame, "slice_level") == "all female episodic chronic"


def test_rows_of_plain_counts_are_left_to_rounding():
    frame = population(
        {("all", "all", "all"): 300, ("all", "female", "all"): 292, ("all", "male", "all"): 8}
    )
    assert shown("pub.population", frame, "sex") == "all female"


def test_hiding_goes_on_where_a_row_is_part_of_two_wholes():
    """A hidden site hides the next; that one's window then hides another window of the site."""
    frame = chronicity(
        ("all", "all", 900, 200),
        ("AA", "all", 300, 9),
        ("BB", "all", 300, 30),
        ("CC", "all", 300, 161),
    )
    once = hide_telling_parts(frame, TABLES["pub.chronicity_change"], RULE)
    again = hide_telling_parts(once, TABLES["pub.chronicity_change"], RULE)
    assert once.equals(again)
    assert shown("pub.chronicity_change", frame, "scope_id") == "all CC"


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.integers(0, 60), min_size=1, max_size=7), st.integers(0, 120))
def test_what_overlapping_parts_leave_of_the_whole_is_no_small_part(sizes: list[int], more: int):
    """``whole`` is at least the largest part and at most their sum."""
    people = sorted(sizes)
    whole = min(sum(people), max(people) + more)
    chosen = telling_parts(people, [True] * len(people), 11, whole=whole)
    hidden = {p for p, n in enumerate(people) if 0 < n < 11} | set(chosen)
    left = whole - sum(n for p, n in enumerate(people) if p not in hidden)
    if any(0 < n < 11 for n in people) and left > 0:
        enough = len(hidden) >= 2 and sum(people[p] for p in hidden) >= 11
        assert enough or all(people[p] == 0 or p in hidden for p in range(len(people)))
