"""What sites send of costs and satisfaction: beside everything else, which stays as it was."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from triggerscape.cohort.days.simulation import World
from triggerscape.cohort.deliveries import write_deliveries
from triggerscape.cohort.population import Population, make_population
from triggerscape.cohort.rows.therapy_rows import therapy_rows
from triggerscape.cohort.rows.visit_rows import visit_rows
from triggerscape.cohort.sending.keys import site_keys
from triggerscape.cohort.truth import default_truth

NEW = ["cost_amount", "cost_currency", "covered_amount", "satisfaction"]


def population(people: int = 240, days: int = 140) -> Population:
    return make_population(people, days, 12, 20261121, default_truth())


def without_costs(told: Population) -> Population:
    return replace(told, sites=tuple(replace(site, currency="") for site in told.sites))


def rows(told: Population, which: str) -> pl.DataFrame:
    """The rows of every site, one below the other."""
    frames = []
    for world in told.worlds():
        keys = site_keys(world)
        if which == "visit":
            frames.append(visit_rows(world, keys))
        else:
            frames.append(therapy_rows(world, keys, 0, world.calendar.length))
    return pl.concat(frames, how="diagonal")


@pytest.fixture(scope="module")
def therapies() -> pl.DataFrame:
    return rows(population(), "therapy")


@pytest.fixture(scope="module")
def visits() -> pl.DataFrame:
    return rows(population(), "visit")


def test_some_sites_send_costs_in_one_currency_each_and_the_others_none(
    therapies: pl.DataFrame,
) -> None:
    currency = {site.code: site.currency for site in population().sites}
    assert sorted(set(currency.values())) == ["", "EUR", "GBP"]
    for (site,), sent in therapies.group_by("site_code"):
        found = set(sent["cost_currency"].drop_nulls())
        assert found == ({currency[site]} if currency[site] else set())


def test_a_row_that_took_place_away_from_home_has_its_price(therapies: pl.DataFrame) -> None:
    sending = [site.code for site in population().sites if site.currency]
    sent = therapies.filter(pl.col("site_code").is_in(sending))
    charged = (pl.col("status") == "completed") & (pl.col("delivery") != "home")
    assert sent.filter(charged)["cost_amount"].null_count() == 0
    assert sent.filter(~charged)["cost_amount"].is_null().all()
    assert (sent["covered_amount"] <= sent["cost_amount"]).drop_nulls().all()


def test_nothing_else_that_a_site_sends_is_moved(tmp_path, therapies, visits) -> None:
    """A stream of its own: with costs and without, every other byte is the same."""
    bare = without_costs(population())
    assert therapies.drop(NEW, strict=False).equals(rows(bare, "therapy").drop(NEW, strict=False))
    assert visits.drop(NEW, strict=False).equals(rows(bare, "visit").drop(NEW, strict=False))
    small = population(60, 70)
    for home, told in (("with", small), ("without", without_costs(small))):
        write_deliveries(told, tmp_path / home)
    files = sorted(path.relative_to(tmp_path / "with") for path in _files(tmp_path / "with"))
    assert files == sorted(
        p.relative_to(tmp_path / "without") for p in _files(tmp_path / "without")
    )
    others = [
        path for path in files if path.name.split(".")[0] not in {"therapy", "visit", "manifest"}
    ]
    assert len(others) > 24
    for path in others:
        assert (tmp_path / "with" / path).read_bytes() == (tmp_path / "without" / path).read_bytes()


def test_a_site_without_costs_has_no_such_columns_even_in_a_file_without_rows() -> None:
    told = without_costs(population(24, 70))
    world = told.world(0)
    empty = therapy_rows(world, site_keys(world), 0, 0)
    assert empty.is_empty()
    assert set(NEW) & set(empty.columns) == set()


@pytest.fixture(scope="module")
def large_site() -> World:
    return population(2400, 300).world(0)


def test_a_course_told_twice_costs_the_same(large_site: World) -> None:
    """Once when it begins and once more when it ends: the newer version is the same bill."""
    keys, end = site_keys(large_site), large_site.calendar.length
    early, late = (therapy_rows(large_site, keys, 0, until) for until in (end - 60, end))
    both = early.drop_nulls("cost_amount").join(late, on="therapy_key", suffix="_late")
    told_twice = both.filter(pl.col("end_date").is_null() & pl.col("end_date_late").is_not_null())
    assert told_twice.height >= 5
    assert (both["cost_amount"] == both["cost_amount_late"]).all()


def test_people_like_what_does_nothing_as_well_as_what_helps(large_site: World) -> None:
    """Dry needling is planted to do nothing; people rate the visit all the same."""
    assert default_truth().therapies["dry_needling"].logit == 0.0
    keys = site_keys(large_site)
    given = therapy_rows(large_site, keys, 0, large_site.calendar.length)
    said = visit_rows(large_site, keys).drop_nulls("satisfaction")
    assert said["status"].unique().to_list() == ["completed"]
    mean = dict(
        given.join(said, on="visit_key")
        .group_by(pl.col("therapy_code"))
        .agg(pl.col("satisfaction").mean())
        .iter_rows()
    )
    assert mean["dry_needling"] > mean["botulinum_toxin"] + 0.5


def _files(home):
    return [path for path in home.rglob("*") if path.is_file()]
