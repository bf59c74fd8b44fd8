"""What a site may say of the cost of a therapy, and of how satisfied people were with a visit."""

from __future__ import annotations

import pytest
from judged_rows import broken_by

from triggerscape.contract.catalogue import INPUTS
from triggerscape.delivery.profiles.profile import ColumnRule, SiteProfile

SESSION = {
    "site_code": "AA",
    "person_key": "person-1",
    "therapy_key": "t-1",
    "therapy_code": "omt_cranial",
    "start_date": "2025-03-01",
    "delivery": "session",
    "status": "completed",
}
VISIT = {
    "site_code": "AA",
    "person_key": "person-1",
    "visit_key": "v-1",
    "visit_date": "2025-03-01",
    "setting": "clinic",
    "status": "completed",
}
IN_EUROS = SiteProfile("AA", columns={"therapy": {"cost_currency": ColumnRule(constant="EUR")}})


@pytest.mark.parametrize(
    ("sent", "broken"),
    [
        ({}, []),
        ({"cost_amount": "70", "cost_currency": "EUR"}, []),
        ({"cost_amount": "70.50", "cost_currency": "EUR", "covered_amount": "70.50"}, []),
        ({"cost_amount": "0", "cost_currency": "EUR", "covered_amount": "0"}, []),
        ({"covered_amount": "40", "cost_currency": "EUR"}, []),  # the rest is not known
        ({"cost_currency": "EUR"}, []),
        ({"cost_amount": "-1", "cost_currency": "EUR"}, ["therapy.cost_amount.range"]),
        ({"cost_amount": "7e1", "cost_currency": "EUR"}, ["therapy.cost_amount.form"]),
        ({"cost_amount": "70", "cost_currency": "euro"}, ["therapy.cost_currency.pattern"]),
        ({"cost_amount": "70"}, ["therapy.cost_currency.missing_with_amount"]),
        ({"covered_amount": "7"}, ["therapy.cost_currency.missing_with_amount"]),
        (
            {"cost_amount": "70", "covered_amount": "70.01", "cost_currency": "EUR"},
            ["therapy.covered_amount.above_cost"],
        ),
    ],
)
def test_an_amount_has_a_currency_and_nobody_pays_more_than_was_charged(
    sent: dict[str, str], broken: list[str]
) -> None:
    assert broken_by(INPUTS["therapy"], SESSION | sent) == [broken]


def test_a_site_with_one_currency_says_so_in_its_profile() -> None:
    """The column is not in its file at all."""
    row = SESSION | {"cost_amount": "70"}
    broken = broken_by(INPUTS["therapy"], row, profile=IN_EUROS, without=("cost_currency",))
    assert broken == [[]]


@pytest.mark.parametrize(
    ("said", "broken"),
    [
        ("0", []),
        ("10", []),
        ("11", ["visit.satisfaction.range"]),
        ("-1", ["visit.satisfaction.range"]),
        ("7.5", ["visit.satisfaction.form"]),
    ],
)
def test_satisfaction_is_a_whole_number_from_0_to_10(said: str, broken: list[str]) -> None:
    assert broken_by(INPUTS["visit"], VISIT | {"satisfaction": said}) == [broken]
