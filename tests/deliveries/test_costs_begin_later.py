"""A site that sends no costs, then does: old rows stay unknown, and nothing is sent again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sites_at_the_door import Arrived, add_site, new_workspace, send

from flows.bucket_runner import every_bucket
from flows.bucket_work import BUILD, SETTLE
from flows.fits.value import SITES
from flows.ingest import ingest
from flows.run import open_run
from triggerscape.contract.core import CORE
from triggerscape.contract.costs import COSTS
from triggerscape.warehouse.ledger.delivery_rules import settle_deliveries, settle_key_variants
from triggerscape.warehouse.opening import open_tables
from triggerscape.workspace import Workspace

SITE = "SITE"
PLAIN = "therapy_key,visit_key,person_key,therapy_code,start_date,delivery,status,recorded_at"
PRICED = f"{PLAIN},cost_amount,cost_currency,covered_amount"
MARCH = ("t-1,v-1,person-1,omt_cranial,2026-03-02", "t-2,v-2,person-2,pemf,2026-03-09")
APRIL = ("t-3,v-3,person-1,omt_cranial,2026-04-06",)
VISITS = "visit_key,person_key,visit_date,setting,status"


def therapies(header: str, rows: tuple[str, ...], more: str = "") -> bytes:
    lines = [f"{row},session,completed,2026-05-01T10:00:00{more}" for row in rows]
    return "".join(f"{line}\n" for line in (header, *lines)).encode()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = new_workspace(tmp_path / "workspace").home
    add_site(home, SITE)
    send(home, SITE, {"march/therapy.csv": therapies(PLAIN, MARCH)})
    return home


def rows_of(home: Path, query: str) -> list[tuple[object, ...]]:
    """What a query gives once everything in the inbox is in; without the gates, which take long."""
    run = open_run(Workspace(home))
    assert not ingest(run).warnings
    with run.open_build() as opened:
        assert not settle_deliveries(opened)
        settle_key_variants(opened, run.lake, run.buckets)
    for stage in (SETTLE, BUILD):
        every_bucket(run, stage)
    assert Arrived(run, ()).rules(SITE) == set()
    with run.connect() as con:
        open_tables(con, run.lake, [*CORE, *COSTS])
        return con.execute(query).fetchall()


COSTS_OF = (
    "SELECT therapy_code, cost_date::VARCHAR, charged_rows, priced_rows, first_currency, "
    "cost_thousandths, covered_thousandths FROM features.therapy_cost "
    "ORDER BY cost_date, therapy_code"
)


UNPRICED = [
    ("omt_cranial", "2026-03-02", 1, 0, None, 0, 0),
    ("pemf", "2026-03-09", 1, 0, None, 0, 0),
]
PRICED_LATER = [*UNPRICED, ("omt_cranial", "2026-04-06", 1, 1, "EUR", 70_500, 40_000)]


def test_a_site_that_begins_to_send_costs_has_them_from_then_on(home: Path) -> None:
    """Before that its therapies are charged and not free."""
    assert rows_of(home, COSTS_OF) == UNPRICED
    send(home, SITE, {"april/therapy.csv": therapies(PRICED, APRIL, ",70.50,EUR,40")})
    assert rows_of(home, COSTS_OF) == PRICED_LATER
    run = open_run(Workspace(home))
    with run.connect() as con:
        open_tables(con, run.lake, COSTS)
        [(site, first, last, since, until)] = con.execute(SITES).fetchall()
    assert (site, first, last) == (SITE, "EUR", "EUR")
    assert since == until == date(2026, 4, 6)


def test_a_price_told_later_takes_the_place_of_none(home: Path) -> None:
    """The same key, recorded later, now with an amount; and one whose amount was taken back."""
    newer = therapies(PRICED, MARCH[:1], ",65,EUR,").replace(b"2026-05-01", b"2026-05-02")
    send(home, SITE, {"again/therapy.csv": newer})
    assert rows_of(home, COSTS_OF)[0] == ("omt_cranial", "2026-03-02", 1, 1, "EUR", 65_000, 0)
    newest = therapies(PLAIN, MARCH[:1]).replace(b"2026-05-01", b"2026-05-03")
    send(home, SITE, {"oncemore/therapy.csv": newest})
    assert rows_of(home, COSTS_OF)[0] == ("omt_cranial", "2026-03-02", 1, 0, None, 0, 0)


def test_the_order_of_deliveries_changes_nothing(tmp_path: Path) -> None:
    other = new_workspace(tmp_path / "other").home
    add_site(other, SITE)
    send(other, SITE, {"april/therapy.csv": therapies(PRICED, APRIL, ",70.50,EUR,40")})
    rows_of(other, COSTS_OF)
    send(other, SITE, {"march/therapy.csv": therapies(PLAIN, MARCH)})
    assert rows_of(other, COSTS_OF) == PRICED_LATER


def test_satisfaction_that_begins_later_belongs_to_the_visits_that_have_it(home: Path) -> None:
    send(
        home,
        SITE,
        {"march/visit.csv": f"{VISITS}\nv-1,person-1,2026-03-02,clinic,completed\n".encode()},
    )
    answers = (
        "SELECT therapy_code, visit_date::VARCHAR, satisfaction_sum "
        "FROM features.therapy_satisfaction"
    )
    assert rows_of(home, answers) == []
    rated = f"{VISITS},satisfaction\nv-2,person-2,2026-03-09,clinic,completed,9\n"
    send(home, SITE, {"april/visit.csv": rated.encode()})
    assert rows_of(home, answers) == [("pemf", "2026-03-09", 9)]
