"""Everything must be said of a published table before it may leave: what is not said, refuses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from triggerscape.contract.language import Column, Kind, Role, Table
from triggerscape.contract.releases.burden import BURDEN_SITE_WINDOW
from triggerscape.contract.releases.catalogue import PUBLISHED
from triggerscape.contract.releases.perceived import PERCEIVED_TRIGGER
from triggerscape.disclosure.egress.catalogue import EVERY_EGRESS, egress_of, rule_of
from triggerscape.disclosure.egress.completeness import refuse_incomplete
from triggerscape.disclosure.egress.spec import Adds, Egress, Parts, Period
from triggerscape.disclosure.rule import Rule
from triggerscape.errors import DisclosureRefused

BURDEN = replace(egress_of("pub.burden_site_window"), parts=(), alone=("n_people",))
PERCEIVED = egress_of("pub.perceived_trigger")


def refusal(table: Table, egress: Egress) -> str:
    """The code with which one table is refused."""
    with pytest.raises(DisclosureRefused) as caught:
        refuse_incomplete([table], [egress])
    return caught.value.code


def with_column(table: Table, **said: object) -> Table:
    column = Column("region", Kind.TEXT, "Region of the site", role=Role.DIMENSION)
    return replace(table, columns=(*table.columns, replace(column, **said)))


def test_everything_is_said_of_every_published_table():
    refuse_incomplete()
    assert [egress.table for egress in EVERY_EGRESS] == [
        egress_of(egress.table.name).table for egress in EVERY_EGRESS
    ]
    assert {egress.table.name for egress in EVERY_EGRESS} == {table.name for table in PUBLISHED}


def test_a_new_table_is_refused_until_somebody_says_how_it_may_leave():
    new = Table(
        "pub.region", "one row per region", ("region",), with_column(BURDEN_SITE_WINDOW).columns
    )
    with pytest.raises(DisclosureRefused, match="E430"):
        refuse_incomplete([*PUBLISHED, new])
    with pytest.raises(DisclosureRefused, match="E430"):
        egress_of("pub.region")


def test_a_table_said_twice_or_not_published_is_refused():
    with pytest.raises(DisclosureRefused, match="E430"):
        refuse_incomplete(PUBLISHED, [*EVERY_EGRESS, PERCEIVED])
    with pytest.raises(DisclosureRefused, match="E430"):
        refuse_incomplete(PUBLISHED[1:], EVERY_EGRESS)


def test_one_table_alone_can_be_complete():
    refuse_incomplete([BURDEN_SITE_WINDOW], [BURDEN])
    refuse_incomplete([PERCEIVED_TRIGGER], [PERCEIVED])


@pytest.mark.parametrize("role", [Role.PERSON_KEY, Role.PERSON_VALUE, Role.PROVENANCE])
def test_a_column_without_a_role_that_may_be_published_is_refused(role: Role):
    table = with_column(BURDEN_SITE_WINDOW, role=role)
    assert refusal(table, replace(BURDEN, table=table)) == "E431"


def test_a_count_no_rule_speaks_of_is_refused():
    people = {"kind": Kind.BIGINT, "role": Role.COUNT, "unit": "{person}"}
    for said in (people, people | {"unit": "{clinic}"}):
        table = with_column(PERCEIVED_TRIGGER, **said)
        assert refusal(table, replace(PERCEIVED, table=table)) == "E432"
    assert refusal(BURDEN_SITE_WINDOW, replace(BURDEN, alone=())) == "E432"
    assert refusal(BURDEN_SITE_WINDOW, replace(BURDEN, period=Period.NONE)) == "E432"


def test_a_key_that_was_not_judged_is_refused():
    table = with_column(PERCEIVED_TRIGGER)
    table = replace(table, key=(*table.key, "region"))
    assert refusal(table, replace(PERCEIVED, table=table)) == "E433"


@pytest.mark.parametrize(
    "said",
    [
        {"site_column": "clinic_id"},
        {"site_column": ""},
        {"window_column": "first_day"},
        {"regardless_of": {"n_people": ("window",)}},
        {"parts": (Parts("region", Adds.EXACTLY),)},
        {"parts": (Parts("", Adds.WITHIN),)},
        {"parts": (Parts("", Adds.WITHIN, of="pub.nothing"),)},
        {"parts": (Parts("", Adds.WITHIN, of="pub.burden_site_window", matching={"sex": "all"}),)},
    ],
)
def test_an_egress_that_names_what_is_not_there_is_refused(said: dict[str, object]):
    assert refusal(BURDEN_SITE_WINDOW, replace(BURDEN, **said)) == "E433"


def test_where_three_dimensions_are_linked_the_base_is_10():
    assert rule_of(egress_of("pub.population").table, Rule()).rounding_base == 10
    assert rule_of(egress_of("pub.population").table, Rule(rounding_base=25)).rounding_base == 25
    assert rule_of(BURDEN_SITE_WINDOW, Rule()) == Rule()
