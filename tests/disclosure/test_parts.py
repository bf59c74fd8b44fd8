"""A part too small to be shown does not follow from the other parts and the whole."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triggerscape.contract.releases.subgroups import TRIGGER_SUBGROUP
from triggerscape.contract.releases.triggers import TRIGGER_EFFECT
from triggerscape.disclosure.egress.telling_parts import hide_telling_parts, telling_parts
from triggerscape.disclosure.protect import protect
from triggerscape.disclosure.rule import Rule

RULE = Rule(threshold=11, rounding_base=5)
ESTIMATES = ("estimate", "ci_low", "ci_high", "p_value", "q_value", "smallest_detectable")


def subgroup_frame(people: dict[str, int], *, kind: str = "sex") -> pl.DataFrame:
    """One factor's levels, and the test between them, before protection."""
    measured = [(level, "rate_ratio", n) for level, n in people.items()]
    measured.append(("between levels", "interaction_test", min(people.values())))
    return pl.DataFrame(
        [
            {
                "trigger_id": "weekend",
                "outcome_id": "migraine_onset",
                "subgroup_kind": kind,
                "subgroup_level": level,
                "measure_id": measure,
                "n_people": n,
                "n_days": n * 60,
                "n_attacks": n * 6,
                "n_sites": 2,
                "status": "ok" if n else "x",
            }
            | dict.fromkeys(ESTIMATES, 1.2 if n else None)
            for level, measure, n in measured
        ],
        infer_schema_length=None,
    )


def released(people: dict[str, int]) -> dict[str, str]:
    """The status of each level and of the test, as a reader sees them."""
    hidden = hide_telling_parts(subgroup_frame(people), TRIGGER_SUBGROUP, RULE)
    out = protect(hidden, TRIGGER_SUBGROUP, RULE)
    return dict(out.select("subgroup_level", "status").iter_rows())


@pytest.mark.parametrize(
    ("people", "shown"),
    [
        ({"female": 300, "male": 80}, "female male"),
        ({"female": 300, "male": 8}, ""),  # the other would tell of it
        ({"female": 300, "male": 80, "unknown": 8}, "female"),
        ({"female": 300, "male": 6, "unknown": 8}, "female"),  # two hidden, 14 people together
        ({"female": 300, "male": 2, "unknown": 3}, ""),  # five together are too few
        ({"a": 300, "b": 60, "c": 2, "d": 3}, "a"),
        ({"female": 300, "male": 0}, "female"),  # nobody is no secret
    ],
)
def test_which_levels_are_shown(people: dict[str, int], shown: str) -> None:
    statuses = released(people)
    assert [level for level in people if statuses[level] == "ok"] == shown.split()


def test_a_comparison_with_a_hidden_level_is_hidden() -> None:
    assert released({"female": 300, "male": 80, "unknown": 8})["between levels"] == "c"
    assert released({"female": 300, "male": 80})["between levels"] == "ok"


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.dictionaries(st.sampled_from("abcdefg"), st.integers(1, 60), min_size=2))
def test_subtracting_what_is_shown_from_everybody_never_gives_a_small_part(
    people: dict[str, int],
) -> None:
    """The attacker knows the true total and the true size of every part shown."""
    statuses = released(people)
    hidden = [n for level, n in people.items() if statuses[level] != "ok"]
    assert all(n >= RULE.threshold for level, n in people.items() if statuses[level] == "ok")
    if hidden:
        assert len(hidden) >= 2
        assert sum(hidden) >= RULE.threshold or len(hidden) == len(people)


def test_without_it_the_attack_succeeds() -> None:
    frame = subgroup_frame({"female": 300, "male": 80, "unknown": 8})
    out = protect(frame, TRIGGER_SUBGROUP, RULE).filter(pl.col("measure_id") == "rate_ratio")
    assert (out["status"] == "c").sum() == 1
    assert 388 - 380 == 8  # everybody minus the two levels shown


def test_a_part_not_estimable_is_out_of_sight_already() -> None:
    """A row without a number keeps its size to itself, so it hides a small neighbour."""
    assert telling_parts([6, 40, 300], [True, False, True], 11) == []
    assert telling_parts([6, 40, 300], [True, True, True], 11) == [1]


def test_wholes_are_judged_one_by_one() -> None:
    both = pl.concat(
        [
            subgroup_frame({"female": 300, "male": 80}),
            subgroup_frame({"mwa": 300, "mwoa": 8}, kind="diagnosis"),
        ]
    )
    out = hide_telling_parts(both, TRIGGER_SUBGROUP, RULE)
    by_kind = out.group_by("subgroup_kind").agg((pl.col("status") == "c").sum()).rows()
    assert dict(by_kind) == {"sex": 0, "diagnosis": 2}


def test_tables_without_parts_come_back_as_they_are() -> None:
    frame = pl.DataFrame({"n_people": [3]})
    assert hide_telling_parts(frame, TRIGGER_EFFECT, RULE) is frame
