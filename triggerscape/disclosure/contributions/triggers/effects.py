"""People behind trigger_effect, trigger_site, trigger_odds and trigger_timing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.adjustment_sets import adjustment_set, answering_models
from triggerscape.disclosure.contributions.informative_people import (
    Days,
    digest_of,
    informative_sql,
)
from triggerscape.disclosure.contributions.triggers.diaries import ONSET, named, people_of
from triggerscape.warehouse.designs.exposure_design import LAGS, LEAD, at_lag
from triggerscape.warehouse.literals import quoted, sql_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from triggerscape.disclosure.contributions.triggers.diaries import Diaries
    from triggerscape.factors import Factor

Models = dict[str, tuple[str, ...]]


def headline_models(factors: Sequence[Factor]) -> Models:
    """For each factor the columns of the model that answers for it."""
    answering = answering_models(factors)
    return {code: columns for columns, codes in answering.items() for code in codes}


def make_headline(con: duckdb.DuckDBPyConnection, diaries: Diaries) -> None:
    """The temporary table of who could move each factor beside its declared set."""
    models = headline_models(diaries.factors)
    people = informative_sql(Days(ONSET, diaries.at_risk), models)
    con.execute(f"CREATE OR REPLACE TEMP TABLE {_headline(diaries)} AS {people}")


def headline_sql(diaries: Diaries) -> str:
    """The people of ``make_headline``: name, person_id, site_code, digest."""
    return f"FROM {_headline(diaries)}"


def _headline(diaries: Diaries) -> str:
    return f"contributing_headline_{diaries.basis}"


def effect_sql(diaries: Diaries) -> str:
    """Keys trigger_id, estimand_id, outcome_id; within people, between them, and same day."""
    days = Days("design.same_day", diaries.own)
    same_day = informative_sql(days, headline_models(diaries.factors))
    within = people_of(
        headline_sql(diaries),
        "name AS trigger_id",
        "unnest(['within_person', 'within_person_pooled']) AS estimand_id",
        named(diaries.onset_id, "outcome_id"),
    )
    between = people_of(
        between_sql(diaries.at_risk, [factor.code for factor in diaries.factors]),
        "name AS trigger_id",
        named("between_person", "estimand_id"),
        named(diaries.onset_id, "outcome_id"),
    )
    on_the_day = people_of(
        same_day,
        "name AS trigger_id",
        named("within_person_same_day", "estimand_id"),
        named(f"{diaries.basis}_day", "outcome_id"),
    )
    return f"{within}\nUNION ALL\n{between}\nUNION ALL\n{on_the_day}"


def site_sql(diaries: Diaries) -> str:
    """Keys trigger_id, outcome_id, site_id: the people of the headline, site by site."""
    keys = ("name AS trigger_id", named(diaries.onset_id, "outcome_id"), "site_code AS site_id")
    return people_of(headline_sql(diaries), *keys)


def odds_sql(diaries: Diaries) -> str:
    """Keys trigger_id, outcome_id: days compared with days of the same 28."""
    models = headline_models(diaries.causes)
    strata = Days(ONSET, diaries.at_risk, cell="stratum")
    inner = informative_sql(strata, models, needs_other_days=True)
    return people_of(inner, "name AS trigger_id", named(diaries.onset_id, "outcome_id"))


def timing_sql(diaries: Diaries) -> str:
    """Keys trigger_id, outcome_id, lag_days: five days of a factor, its set on theirs."""
    models: Models = {}
    told = []
    for factor in diaries.factors:
        held = set(adjustment_set(factor, diaries.factors))
        others = [at_lag(f.code, f.primary_lag) for f in diaries.factors if f.code in held]
        own = {at_lag(factor.code, lag): lag for lag in (LEAD, *LAGS)}
        models |= dict.fromkeys(own, (*own, *others))
        told += [f"({sql_text(name)}, {sql_text(factor.code)}, {lag})" for name, lag in own.items()]
    inner = informative_sql(Days("design.timing", diaries.own), models)
    lags = f"(VALUES {', '.join(told)}) AS lag(column_name, trigger_id, lag_days)"
    keys = ("trigger_id", named(diaries.onset_id, "outcome_id"), "lag_days")
    return people_of(f"SELECT * FROM ({inner}) JOIN {lags} ON name = column_name", *keys)


def between_sql(where: str, codes: Sequence[str]) -> str:
    """People who recorded a factor, at sites with an event and two different means of it."""
    sums = ", ".join(
        f"sum({quoted(code)}) AS sum_{place}, count({quoted(code)}) AS count_{place}"
        for place, code in enumerate(codes)
    )
    entries = ", ".join(
        f"{{'name': {sql_text(code)}, 'total': sum_{place}, 'known': count_{place}}}"
        for place, code in enumerate(codes)
    )
    digest = digest_of("days", "events", "known", "round(total * 1000)::HUGEINT")
    return f"""
SELECT name, person_id, site_code, {digest} AS digest
FROM (
    SELECT *, sum(events) OVER site AS site_events,
        max(total / known) OVER site > min(total / known) OVER site AS differs
    FROM (
        SELECT person_id, site_code, events, days, unnest([{entries}], recursive := true)
        FROM (
            SELECT person_id, site_code, sum(outcome) AS events, count(*) AS days, {sums}
            FROM {ONSET}
            WHERE {where} AND outcome IS NOT NULL
            GROUP BY person_id, site_code
        )
    )
    WHERE known > 0
    WINDOW site AS (PARTITION BY name, site_code)
)
WHERE site_events > 0 AND differs"""
