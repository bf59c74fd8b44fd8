"""Every comparison of a small world: which are made, what a row counts, what a second way says."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import numpy as np
import polars as pl
import pytest
import statsmodels.api as sm
from invented_trials import people_at_zero, trials_connection
from test_model_therapy import penalised_logit

from flows.fits.comparisons import fit_comparisons
from flows.fits.therapy_trials import TherapyTrials
from models.therapies.bracket.folds import person_folds
from models.therapies.therapy_rows import comparison_rows
from triggerscape.contract.catalogue import TABLES
from triggerscape.contract.ddl import create_table
from triggerscape.contract.estimates.therapies import THERAPY_DIAGNOSTIC_ESTIMATE, THERAPY_ESTIMATE
from triggerscape.disclosure.protect import protect
from triggerscape.disclosure.rule import Rule
from triggerscape.release.checks.contract import broken_contract
from triggerscape.release.shape import POLARS_TYPES
from triggerscape.warehouse.statements import read_statements

PAIR = ("omt", "dry_needling")


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    started = {
        "omt": people_at_zero(220, -2.0, 1),
        "dry_needling": people_at_zero(180, 0.0, 2, first_id=1000),
        "pemf": people_at_zero(12, 0.0, 3, first_id=2000),
    }
    waiting = people_at_zero(900, 0.0, 4, first_id=3000)
    with trials_connection(started, waiting, later={"omt": 70}) as connection:
        yield connection


@pytest.fixture(scope="module")
def trials(con: duckdb.DuckDBPyConnection) -> TherapyTrials:
    return TherapyTrials(
        con, [PAIR, ("pemf", "dry_needling"), ("botulinum_toxin", "laser_class_iv")]
    )


@pytest.fixture(scope="module")
def fitted(trials: TherapyTrials) -> dict[str, pl.DataFrame]:
    return fit_comparisons(trials)


@pytest.fixture(scope="module")
def effects(fitted: dict[str, pl.DataFrame]) -> pl.DataFrame:
    return fitted[THERAPY_ESTIMATE.name]


@pytest.fixture(scope="module")
def checks(fitted: dict[str, pl.DataFrame]) -> pl.DataFrame:
    return fitted[THERAPY_DIAGNOSTIC_ESTIMATE.name]


def test_declared_pairs_come_first_then_who_has_fifty_starters(effects: pl.DataFrame) -> None:
    """A pair nobody started has no row; twelve starters are compared with nobody but by name."""
    pairs = effects.select("therapy_id", "comparator_id").unique(maintain_order=True).rows()
    assert pairs == [
        PAIR,
        ("pemf", "dry_needling"),
        ("dry_needling", "no_start"),
        ("omt", "no_start"),
    ]


def test_every_outcome_has_its_sides_and_their_range(effects: pl.DataFrame) -> None:
    of_pair = effects.filter(therapy_id="omt", comparator_id="dry_needling")
    sides = of_pair.group_by("measure_id", maintain_order=True).agg("estimand_id")
    recent = ["att_aipw", "att_did_recent", "att_bracket"]
    assert dict(sides.rows()) == {
        "mmd_difference": ["att_aipw", "att_did", "att_bracket"],
        "headache_day_difference": recent,
        "severe_day_difference": recent,
        "acute_drug_day_difference": recent,
        "hit6_difference": recent,
        "midas_difference": recent,
        "responder_30_difference": ["att_aipw"],
        "responder_50_difference": ["att_aipw"],
        "responder_75_difference": ["att_aipw"],
        "stopping_difference": ["att_aipw"],
    }
    against_none = effects.filter(therapy_id="omt", comparator_id="no_start")
    assert "stopping_difference" not in against_none["measure_id"].to_list()


def test_the_range_reaches_from_the_lower_end_to_the_higher(effects: pl.DataFrame) -> None:
    key = ["therapy_id", "comparator_id", "measure_id"]
    is_range = pl.col("estimand_id") == "att_bracket"
    ends = effects.filter(~is_range).group_by(key).agg(pl.min("ci_low"), pl.max("ci_high"))
    joined = effects.filter(is_range, status="estimated").join(ends, on=key, suffix="_of_sides")
    assert joined.height >= 15
    assert (joined["ci_low"] == joined["ci_low_of_sides"]).all()
    assert (joined["ci_high"] == joined["ci_high_of_sides"]).all()
    assert joined["difference"].null_count() == joined.height


def test_rows_count_people_who_tell_the_outcome(
    effects: pl.DataFrame, trials: TherapyTrials
) -> None:
    people = trials.active(*PAIR)
    asked = people.filter(pl.col("hit6_after").is_not_null() & pl.col("hit6_before").is_not_null())
    (row,) = effects.filter(
        therapy_id="omt",
        comparator_id="dry_needling",
        measure_id="hit6_difference",
        estimand_id="att_aipw",
    ).iter_rows(named=True)
    assert row["n_people"] <= asked.filter(arm=1).height < people.filter(arm=1).height
    assert row["n_days"] is None
    small = effects.filter(therapy_id="pemf")
    assert set(small["status"]) == {"not_estimable"}
    assert set(small["verdict"]) == {"insufficient_data"}
    assert small["n_people"].max() == 12


def test_a_planted_effect_is_called_by_what_it_is_compared_with(effects: pl.DataFrame) -> None:
    headline = effects.filter(measure_id="mmd_difference", estimand_id="att_bracket")
    said = dict(
        headline.select(pl.format("{} {}", "therapy_id", "comparator_id"), "verdict").rows()
    )
    assert said["omt dry_needling"] == "supported"
    assert said["dry_needling no_start"] == "not_settled"
    hit6 = effects.filter(measure_id="hit6_difference", comparator_id="no_start", therapy_id="omt")
    assert set(hit6["verdict"]) <= {"supported_with_context", "not_settled"}


def test_a_start_yet_to_come_is_seen_where_only_the_worst_start_later(checks: pl.DataFrame) -> None:
    """The adjusted side holds the months alike, so that being worse off is no effect of it."""
    control = checks.filter(diagnostic_id="negative_control_exposure")
    made = {
        (row["therapy_id"], row["comparator_id"]): row["value"]
        for row in control.iter_rows(named=True)
    }
    assert made["omt", "no_start"] is not None
    assert abs(made["omt", "no_start"]) < 0.8
    assert made["dry_needling", "no_start"] is None
    assert made[PAIR] is None


@pytest.mark.parametrize(
    ("measure", "own"),
    [
        ("headache_day_difference", "headache"),
        ("acute_drug_day_difference", "acute"),
        ("hit6_difference", "hit6"),
        ("midas_difference", "midas"),
    ],
)
def test_the_adjusted_side_of_an_outcome_a_second_way(
    effects: pl.DataFrame, trials: TherapyTrials, measure: str, own: str
) -> None:
    """Columns by name, statsmodels and Newton's method for the nuisances, sums over people."""
    people = trials.active(*PAIR).drop_nulls([f"{own}_before", f"{own}_after"])
    months = [f"mmd_m{back}" for back in range(1, 7)]
    design = people.select(
        *months[:3],
        pl.mean_horizontal(months).alias("of six"),
        *{f"{name}_before" for name in ("headache", "severe", "acute", own)},
        *("age_years", "is_female", "is_chronic", "therapies_before", "month_index"),
        pl.col("neck_pain_before").fill_null(pl.col("neck_pain_before").mean()),
        pl.col("neck_pain_before").is_null().alias("untold"),
        "stress_before",
        *(pl.col("site_code").eq(site).alias(site) for site in ("north", "west")),
    )
    x = design.cast(pl.Float64).to_numpy()
    x = sm.add_constant((x - x.mean(axis=0)) / x.std(axis=0))
    arm, y = people["arm"].to_numpy(), people[f"{own}_after"].cast(pl.Float64).to_numpy()
    folds = person_folds(people["person_id"].to_numpy(), arm, 5)
    parts = np.full(len(arm), np.nan)
    for fold in range(5):
        learn, held = folds != fold, folds == fold
        logit = penalised_logit(x[learn], arm[learn], np.zeros(x.shape[1]))
        chance = 1 / (1 + np.exp(-x[held] @ logit))
        compare = learn & (arm == 0)
        left = y[held] - sm.OLS(y[compare], x[compare]).fit().predict(x[held])
        signal = np.where(arm[held] == 1, left, -chance / (1 - chance) * left)
        parts[held] = np.where((chance >= 0.01) & (chance <= 0.95), signal, np.nan)
    kept = ~np.isnan(parts)
    effect = parts[kept].sum() / arm[kept].sum()
    error = np.sqrt(np.sum((parts[kept] - arm[kept] * effect) ** 2)) / arm[kept].sum()
    (row,) = effects.filter(
        therapy_id="omt", comparator_id="dry_needling", measure_id=measure, estimand_id="att_aipw"
    ).iter_rows(named=True)
    assert row["difference"] == pytest.approx(effect, abs=1e-6)
    assert row["standard_error"] == pytest.approx(error, abs=1e-6)


def test_row_order_and_other_columns_change_nothing(trials: TherapyTrials) -> None:
    people = trials.no_start("omt")
    shuffled = people.sample(fraction=1.0, shuffle=True, seed=3).with_columns(extra=pl.lit(1))
    one = comparison_rows(people, "omt", "no_start", is_no_start=True)
    other = comparison_rows(shuffled, "omt", "no_start", is_no_start=True)
    assert one.effects.equals(other.effects)
    assert one.diagnostics.equals(other.diagnostics)


def test_a_person_who_stands_in_several_months_is_counted_once(trials: TherapyTrials) -> None:
    people = trials.no_start("omt")
    again = people.filter(arm=0).with_columns(
        index_date=pl.col("index_date") + pl.duration(days=28)
    )
    twice = pl.concat([people, again])
    rows = comparison_rows(twice, "omt", "no_start", is_no_start=True).effects
    assert rows["n_comparator"].max() == people.filter(arm=0)["person_id"].n_unique()


@pytest.mark.parametrize("name", ["publish.therapy_effect", "publish.therapy_diagnostic"])
def test_what_is_published_keeps_its_contract(fitted: dict[str, pl.DataFrame], name: str) -> None:
    (statement,) = [one for one in read_statements("publish") if one.name == name]
    table = TABLES[name.replace("publish.", "pub.")]
    with duckdb.connect() as build:
        for contract in (THERAPY_ESTIMATE, THERAPY_DIAGNOSTIC_ESTIMATE):
            build.execute(f"CREATE SCHEMA IF NOT EXISTS {contract.schema}")
            build.execute(create_table(contract))
            build.register("fitted", fitted[contract.name].to_arrow())
            columns = ", ".join(contract.column_names)
            build.execute(f"INSERT INTO {contract.name} SELECT {columns} FROM fitted")
        published = protect(build.sql(statement.sql).pl(), table, Rule())
    kept = published.with_columns(
        release_id=pl.lit("r"), as_of_date=pl.lit(None, pl.Date).fill_null(pl.date(2026, 1, 1))
    ).select(table.column_names)
    typed = kept.cast({column.name: POLARS_TYPES[column.kind] for column in table})
    assert broken_contract(typed, table) == []


def test_numbers_of_people_are_published_to_tens(fitted: dict[str, pl.DataFrame]) -> None:
    (statement,) = [
        one for one in read_statements("publish") if one.name == "publish.therapy_diagnostic"
    ]
    with duckdb.connect() as build:
        build.execute("CREATE SCHEMA estimates")
        build.register("fitted", fitted[THERAPY_DIAGNOSTIC_ESTIMATE.name].to_arrow())
        build.execute(f"CREATE TABLE {THERAPY_DIAGNOSTIC_ESTIMATE.name} AS FROM fitted")
        told = build.sql(statement.sql).pl()
    counted = told.filter(pl.col("measure_id").is_in(["starters_per_arm", "effective_comparators"]))
    values = counted["estimate"].drop_nulls()
    assert len(values) >= 6
    assert (values % 10 == 0).all()
    assert counted.filter(therapy_id="pemf")["estimate"].null_count() == 2
    assert np.isfinite(values.to_numpy()).all()
