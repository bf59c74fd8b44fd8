"""A synthetic population as rows of core, without its files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl
from trigger_designs import opened_designs

from triggerscape.cohort.days.simulation import World
from triggerscape.cohort.population import Population, make_population
from triggerscape.cohort.rows.coverage_rows import coverage_rows
from triggerscape.cohort.rows.diary_rows import diary_rows
from triggerscape.cohort.rows.person_rows import person_rows
from triggerscape.cohort.rows.therapy_rows import therapy_rows
from triggerscape.cohort.sending.keys import site_keys
from triggerscape.cohort.sending.profiles import profile_text
from triggerscape.cohort.setting.calendar import RUN_IN
from triggerscape.cohort.truth import Truth, default_truth
from triggerscape.contract.core import core_name
from triggerscape.delivery.privacy.deployment_key import synthetic_key
from triggerscape.delivery.privacy.person_keys import rekey
from triggerscape.delivery.profiles.reading import profile_from
from triggerscape.factors import FACTORS, Factor


@dataclass(frozen=True)
class KeptPopulation(Population):
    """A population whose worlds are simulated once and kept."""

    kept: tuple[World, ...] = ()

    def worlds(self) -> Iterator[World]:
        return iter(self.kept)


def keep_population(
    people: int, days: int, sites: int, seed: int, truth: Truth | None = None
) -> KeptPopulation:
    recipe = make_population(people, days, sites, seed, truth or default_truth())
    return KeptPopulation(**vars(recipe), kept=tuple(recipe.worlds()))


def designs_of(population: KeptPopulation) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
    """A connection with the designs of the population; close it soon, it holds them in memory."""
    return opened_designs(core_rows(population), declared_factors(population))


def declared_factors(population: KeptPopulation) -> tuple[Factor, ...]:
    """The catalogue and what the sites' profiles declare, as a run has them."""
    declared: dict[str, Factor] = {}
    for world in population.kept:
        text = profile_text(world.site, is_typed=False)
        profile = profile_from(text, Path(f"{world.site.code}.toml"))
        declared |= {extra.factor.code: extra.factor for extra in profile.extras}
    return FACTORS + tuple(declared[code] for code in sorted(declared))


def core_rows(population: KeptPopulation) -> dict[str, pl.DataFrame]:
    """What the sites have sent in the end, by table, under our own keys."""
    found: dict[str, list[pl.DataFrame]] = {}
    for world in population.kept:
        keys, until = site_keys(world), world.calendar.length
        basis = pl.lit(world.site.entry_basis).alias("entry_basis")
        rows = {
            "diary": diary_rows(world, keys).with_columns(basis),
            "person": person_rows(world, keys, until),
            "therapy": therapy_rows(world, keys, RUN_IN, until),
        }
        if world.site.attacks_only:
            rows["diary_coverage"] = coverage_rows(world, keys)
        ours = pl.DataFrame(rekey(keys.people, world.site.code, synthetic_key()))
        for contract, frame in rows.items():
            named = frame.join(ours, left_on="person_key", right_on="spelling", suffix="_ours")
            named = named.drop("person_key").rename({"person_key_ours": "person_key"})
            found.setdefault(core_name(contract), []).append(named)
    return {name: pl.concat(frames, how="diagonal") for name, frames in found.items()}
