"""Attributable attacks: counted one attack at a time, and with people left out one by one."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
import pytest
from invented_onset import CHOSEN, invented_days

from flows.fits.absolute import fit_absolute
from flows.fits.trigger_design import TriggerDesign
from models.stream.person_blocks import BatchSource, person_blocks
from models.stream.person_days import read_person_days
from models.triggers.absolute.attributable import attributable_sums
from models.triggers.absolute.level_without import level_without
from models.triggers.absolute.person_scores import person_scores
from models.triggers.absolute.shares_and_rates import avoided_per_day, avoided_share, exposed_share
from models.triggers.adjustment.set_fits import fit_sets
from models.triggers.likelihood.likelihood_sums import total_sums
from models.triggers.within_person import AUDIT_GOAL, fit_within_person
from triggerscape.factors import FACTORS, Claim, Factor

LETDOWN = "stress_letdown"
LEVELS = {LETDOWN: 0.0, "weekend": 0.0}
FRAME = invented_days(20261102, n_people=80, n_days=60)
CAUSES = [factor for factor in CHOSEN if factor.claim is not Claim.PREMONITORY]


def reader(frame):
    table = pa.Table.from_pandas(frame, preserve_index=False)

    def read(columns: Sequence[str]) -> BatchSource:
        return table.select(["person_id", "site_code", "outcome", *columns]).to_batches

    return read


def measured(frame) -> dict[str, tuple[float, float, float]]:
    """Per factor the rate, the share of attacks and the share of days."""
    read = reader(frame)
    return {
        code: (avoided_per_day(s).value, avoided_share(s).value, exposed_share(s).value)
        for one in fit_sets(read, CAUSES)
        for code, s in attributable_sums(read, one, LEVELS).items()
    }


def test_scores_of_people_add_up_to_what_the_engine_found() -> None:
    columns = (LETDOWN, "alcohol_any", "weekend")
    fit = fit_within_person(reader(FRAME)(columns), columns, decrement_goal=AUDIT_GOAL)
    sums = total_sums(fit.site_sums, 3)
    scores = np.concatenate(
        [
            person_scores(read_person_days(batch, columns), fit.expansion_point)
            for batch in person_blocks(reader(FRAME)(columns)())
        ],
        axis=1,
    )
    assert scores.shape == (3, FRAME["person_id"].nunique())
    np.testing.assert_allclose(scores.sum(axis=1), sums.gradient, atol=1e-8)
    np.testing.assert_allclose(scores @ scores.T, sums.meat, rtol=1e-8)


@pytest.mark.parametrize("code", [LETDOWN, "weekend"])
def test_attacks_are_counted_one_by_one(code: str) -> None:
    read = reader(FRAME)
    one = next(fit for fit in fit_sets(read, CAUSES) if code in fit.answers_for)
    ratio = np.exp(one.estimate(code).log_rate_ratio)
    avoided = days = attacks = exposed = 0.0
    struck = set()
    for row in FRAME[FRAME[code].notna()].itertuples():
        value = getattr(row, code)
        days += 1
        exposed += value > 0
        attacks += row.outcome
        avoided += row.outcome * (1 - 1 / ratio**value)
        if row.outcome and value:
            struck.add(row.person_id)
    sums = attributable_sums(read, one, LEVELS)[code]
    assert avoided_per_day(sums).value == pytest.approx(avoided / days, abs=1e-6)
    assert avoided_share(sums).value == pytest.approx(avoided / attacks, abs=1e-6)
    assert exposed_share(sums).value == pytest.approx(exposed / days)
    assert sums.n_struck == len(struck)


def test_errors_agree_with_leaving_people_out_one_by_one() -> None:
    read = reader(FRAME)
    sums = {
        code: found
        for one in fit_sets(read, CAUSES)
        for code, found in attributable_sums(read, one, LEVELS).items()
    }
    people = FRAME["person_id"].unique()
    left_out = [measured(FRAME[FRAME["person_id"] != person]) for person in people]
    for code, found in sums.items():
        without = np.array([values[code] for values in left_out])
        spread = ((without - without.mean(axis=0)) ** 2).sum(axis=0)
        jackknife = np.sqrt(spread * (len(people) - 1) / len(people))
        delta = [f(found).standard_error for f in (avoided_per_day, avoided_share, exposed_share)]
        # The jackknife keeps the curvature that the delta method leaves out.
        np.testing.assert_allclose(delta, jackknife, rtol=0.06, atol=1e-9)


def test_what_a_day_without_a_factor_is() -> None:
    by_code = {factor.code: level_without(factor) for factor in FACTORS}
    assert by_code.pop("stress_level") == 1.5
    assert set(by_code.values()) == {0.0}
    assert level_without(Factor("x_heat", "Heat", "weather", 0, step="per 5 degrees")) is None


def whole_design() -> TriggerDesign:
    """The invented days, with a spine and attacks of known length beside them."""
    con = duckdb.connect()
    con.execute("CREATE SCHEMA design; CREATE SCHEMA features")
    con.register("days", FRAME)
    con.execute("CREATE TABLE design.onset AS FROM days")
    con.execute(
        "CREATE TABLE features.diary_spine AS SELECT person_id, "
        "CASE WHEN day_number % 10 > 0 THEN outcome > 0 END AS is_attack FROM days"
    )
    con.execute(
        "CREATE TABLE features.episode AS SELECT person_id, 1 + person_id % 2 AS attack_days, "
        "true AS is_start_known, day_number < 50 AS is_end_known FROM days WHERE outcome > 0"
    )
    return TriggerDesign(con, "migraine", CHOSEN)


def test_days_per_28_are_attacks_a_day_times_days_at_risk_times_days_of_an_attack() -> None:
    rows = fit_absolute(whole_design())["estimates.trigger_burden"]
    assert set(rows["trigger_id"]) == {LETDOWN, "alcohol_any", "weekend"}
    own = {
        row["measure_id"]: row
        for row in rows.filter(pl.col("trigger_id") == "alcohol_any").iter_rows(named=True)
    }
    tells = FRAME[FRAME["person_id"] % 5 != 0]
    attacks = tells[(tells["outcome"] > 0) & (tells["day_number"] < 50)]
    length = (1 + attacks["person_id"] % 2).mean()
    at_risk = tells["is_at_risk"].sum() / (tells["day_number"] % 10 > 0).sum()
    for name in ("value", "ci_low", "ci_high"):
        expected = own["attributable_attacks"][name] / 100 * 28 * at_risk * length
        assert own["attributable_days"][name] == pytest.approx(expected)
    assert own["attributable_attacks"]["n_people"] < own["exposed_day_share"]["n_people"]
