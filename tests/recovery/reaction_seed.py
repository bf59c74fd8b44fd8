"""One seed of the world that answers its attacks: its diaries through the SQL and the fits."""

from __future__ import annotations

import polars as pl
from reaction_world import FACTORS, TRUTH, ReactionWorld, draw_reactions
from trigger_designs import opened_designs

from flows.fits.trigger_design import TriggerDesign
from flows.fits.trigger_fits import fit_headline

SMALL = ReactionWorld(n_people=900, n_days=90)
LARGE = ReactionWorld(n_people=1500, n_days=120)


def reaction_rows(world: ReactionWorld, seed: int) -> pl.DataFrame:
    """One row per factor: the published estimate, its rival of the same day, and the day after.

    ``after_q`` is the q-value of the day after an attack, ``after`` its log rate ratio.
    """
    with opened_designs({"core.diary_day": draw_reactions(world, seed)}, FACTORS) as con:
        found = fit_headline(TriggerDesign(con, "migraine", FACTORS))
    effects, days = found["estimates.trigger_effect"], found["estimates.trigger_timing"]
    published = effects.filter(estimand_id="within_person").select(
        "trigger_id", "log_rate_ratio", "standard_error", "log_ci_low", "log_ci_high", "verdict"
    )
    same_day = effects.filter(estimand_id="within_person_same_day").select(
        "trigger_id", same_day="log_rate_ratio"
    )
    after = days.filter(lag_days=-1).select("trigger_id", after="log_rate_ratio", after_q="q_value")
    truth = pl.DataFrame({"trigger_id": list(TRUTH), "truth": list(TRUTH.values())})
    rows = published.join(same_day, on="trigger_id").join(after, on="trigger_id")
    return rows.join(truth, on="trigger_id").with_columns(seed=pl.lit(seed))
