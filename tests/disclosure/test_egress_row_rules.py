"""Which rows are hidden for where they stand, by example."""

from __future__ import annotations

import polars as pl
import pytest
from egress_frames import RULE, chronicity, leaving, perceived, rows_of
from hypothesis import given, settings
from hypothesis import strategies as st

from triggerscape.disclosure.egress.catalogue import egress_of
from triggerscape.disclosure.egress.row_rules import hide_by_place
from triggerscape.errors import DisclosureRefused


def statuses(table: str, frame: pl.DataFrame, sites_in_all: int = 12) -> list[str]:
    """The status of each row as it leaves."""
    hidden = hide_by_place(frame, egress_of(table), RULE, sites_in_all=sites_in_all)
    return leaving({table: hidden})[table]["status"].to_list()


def effect(**said: object) -> pl.DataFrame:
    row = {"trigger_id": "weekend", "estimand_id": "within_person", "measure_id": "rate_ratio"}
    return rows_of("pub.trigger_effect", row | {"outcome_id": "migraine_onset"} | said)


@pytest.mark.parametrize(
    ("sites", "in_all", "status"),
    [
        (3, 12, "ok"),
        (2, 12, "c"),  # each of the two would see the other's people
        (1, 12, "c"),
        (2, 2, "c"),
        (1, 1, "ok"),  # all there is comes from one site: the row is its own
        (None, 12, "c"),  # not said is not known to be three
    ],
)
def test_a_row_above_the_sites_needs_three_behind_it(sites: int | None, in_all: int, status: str):
    assert statuses("pub.trigger_effect", effect(n_sites=sites), in_all) == [status]


def test_a_row_of_a_site_needs_no_other():
    rows = chronicity(("AA", "all", 300, 60), ("all", "all", 900, 190)).with_columns(n_sites=1)
    assert statuses("pub.chronicity_change", rows) == ["ok", "c"]


def test_a_slice_of_a_model_is_a_site_only_where_it_says_so():
    row = {"model_id": "m", "validation": "held-out people", "baseline": "none", "n_sites": 1}
    frame = rows_of(
        "pub.model_metric",
        row | {"slice_kind": "site", "slice_level": "AA", "measure_id": "forecast_error"},
        row | {"slice_kind": "sex", "slice_level": "AA", "measure_id": "forecast_error"},
    )
    assert statuses("pub.model_metric", frame) == ["ok", "c"]


def test_rows_above_the_sites_must_say_how_many_they_have():
    with pytest.raises(DisclosureRefused, match="E437"):
        statuses("pub.trigger_effect", effect().drop("n_sites"))


@pytest.mark.parametrize(
    ("ticked", "status"),
    [(0, "c"), (1, "c"), (10, "c"), (11, "ok"), (89, "ok"), (90, "c"), (99, "c"), (100, "c")],
)
def test_few_or_nobody_on_either_side_is_hidden(ticked: int, status: str):
    """Of 100 asked: that all of them ticked it says something of each."""
    assert statuses("pub.perceived_trigger", perceived(100, ticked)) == [status, status]
    rows = chronicity(("AA", "all", 100, ticked))
    assert statuses("pub.chronicity_change", rows) == [status]


@pytest.mark.parametrize(
    ("counted", "status"), [(11, "ok"), (89, "ok"), (90, "c"), (99, "c"), (100, "ok")]
)
def test_where_the_part_may_be_everybody_only_few_others_are_hidden(counted: int, status: str):
    frame = rows_of(
        "pub.trigger_person_spread",
        {
            "trigger_id": "weekend",
            "outcome_id": "migraine_onset",
            "measure_id": "share_responding",
            "n_counted": counted,
        },
    )
    assert statuses("pub.trigger_person_spread", frame) == [status]


def test_nobody_is_hidden_like_few_but_where_it_only_says_that_nobody_was_asked():
    nobody = {"n_people": 0, "n_sites": 0, "status": "ok"}
    use = {"scope_id": "AA", "use_id": "omt", "measure_id": "people_with_therapy"}
    assert statuses("pub.therapy_use", rows_of("pub.therapy_use", use | nobody)) == ["c"]
    assert statuses("pub.trigger_effect", effect(n_people=0, status="x")) == ["x"]


def test_what_says_nothing_stays_as_it_is():
    assert statuses("pub.trigger_effect", effect(n_sites=1, status="x", n_people=50)) == ["x"]


def test_reference_tables_have_no_people_to_hide():
    frame = pl.DataFrame({"site_id": ["AA"], "entry_basis": ["daily_prompt"]})
    kept = hide_by_place(frame, egress_of("pub.dim_site"), RULE, sites_in_all=12)
    assert kept is frame


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 5)), min_size=1, max_size=6
    )
)
def test_every_row_shown_has_enough_people_on_either_side(rows: list[tuple[int, int, int]]):
    frame = pl.concat(
        perceived(part + rest, part, perceived_id=f"t{n}").with_columns(n_sites=sites)
        for n, (part, rest, sites) in enumerate(rows)
    ).cast({"n_sites": pl.Int64})
    hidden = statuses("pub.perceived_trigger", frame)
    for (part, rest, sites), *both in zip(rows, hidden[::2], hidden[1::2], strict=True):
        assert (both == ["ok", "ok"]) == (min(part, rest) >= RULE.threshold and sites >= 3)
