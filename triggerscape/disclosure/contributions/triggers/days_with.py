"""People behind trigger_burden and trigger_combination: with exposed days, and days with both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.disclosure.contributions.informative_people import (
    Days,
    complete_days,
    digest_of,
    is_never,
)
from triggerscape.disclosure.contributions.triggers.diaries import ONSET, named, people_of
from triggerscape.doses import DOSES
from triggerscape.factors import Claim
from triggerscape.warehouse.literals import quoted, sql_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triggerscape.disclosure.contributions.triggers.diaries import Diaries
    from triggerscape.factors import Factor

_STRESS_POINTS_PER_STEP = 2
_LEVELS = {
    "stress_level": next(d.reference for d in DOSES if d.code == "stress") / _STRESS_POINTS_PER_STEP
}
_FITTED = ("attributable_attacks", "attributable_share", "attributable_days")
_SHARE = "exposed_day_share"


def burden_sql(diaries: Diaries) -> str:
    """Keys trigger_id, outcome_id, measure_id.

    Counted are people with an attack on an exposed day, of the share of days those with an exposed
    day; behind the row is everybody who records the factor.
    """
    levels = {
        factor.code: level
        for factor in diaries.factors
        if factor.claim is Claim.CANDIDATE and (level := _without(factor)) is not None
    }
    sums, entries = [], []
    for place, (code, level) in enumerate(levels.items()):
        is_above = f"{quoted(code)} > {level!r}::DOUBLE"
        sums.append(
            f"count({quoted(code)}) AS known_{place}, "
            f"count(*) FILTER ({is_above}) AS exposed_{place}, "
            f"count(*) FILTER ({is_above} AND outcome > 0) AS struck_{place}, "
            f"sum(outcome) FILTER ({quoted(code)} IS NOT NULL) AS events_{place}, "
            f"CAST(round(sum({quoted(code)}) * 1000) AS HUGEINT) AS total_{place}"
        )
        entries.append(
            f"{{'trigger_id': {sql_text(code)}, 'known': known_{place}, "
            f"'exposed': exposed_{place}, 'struck': struck_{place}, "
            f"'events': events_{place}, 'total': total_{place}}}"
        )
    digest = digest_of("known", "exposed", "struck", "events", "total")
    fitted = ", ".join(map(sql_text, _FITTED))
    return f"""
WITH told AS (
    SELECT person_id, site_code, unnest([{", ".join(entries)}], recursive := true)
    FROM (
        SELECT person_id, site_code, {", ".join(sums)}
        FROM {ONSET}
        WHERE {diaries.at_risk} AND outcome IS NOT NULL
        GROUP BY person_id, site_code
    )
),
behind AS (SELECT *, {digest} AS digest FROM told WHERE known > 0)
SELECT trigger_id, {named(diaries.onset_id, "outcome_id")}, unnest([{fitted}]) AS measure_id,
    person_id, site_code, struck > 0 AS is_counted, CAST(NULL AS DOUBLE) AS person_amount, digest
FROM behind
UNION ALL
SELECT trigger_id, {named(diaries.onset_id, "outcome_id")}, {sql_text(_SHARE)},
    person_id, site_code, exposed > 0, CAST(exposed AS DOUBLE), digest
FROM behind"""


def combination_sql(diaries: Diaries, pairs: Sequence[tuple[str, str]]) -> str:
    """Keys first_id, second_id, outcome_id: people with a day with both of ``pairs``.

    A day is with a factor where it lies above the person's own mean, over the days that the model
    of all causes uses.
    """
    if not pairs:
        return ""
    codes = sorted(diaries.codes)
    place_of = {code: place for place, code in enumerate(codes)}
    value = [f"CASE WHEN {is_never(k)} THEN 0.0 ELSE {quoted(c)} END" for k, c in enumerate(codes)]
    means = ", ".join(f"sum({value[k]}) / count(*) AS mean_{k}" for k in range(len(codes)))
    flags = ", ".join(f"{value[k]} > mean_{k} AS with_{k}" for k in range(len(codes)))
    counts, entries = [], []
    for number, (one, other) in enumerate(pairs):
        both = f"with_{place_of[one]} AND with_{place_of[other]}"
        counts.append(f"count(*) FILTER ({both}) AS both_{number}")
        entries.append(
            f"{{'first_id': {sql_text(one)}, 'second_id': {sql_text(other)}, "
            f"'together': both_{number}}}"
        )
    inner = f"""
WITH {complete_days(Days(ONSET, diaries.at_risk), {frozenset(codes): 0})},
person AS (
    SELECT person_id, site_code, {means},
        {digest_of("count(*)", "sum(outcome)", "sum(mark_0)")} AS digest
    FROM day
    WHERE whole_0
    GROUP BY person_id, site_code
    HAVING sum(outcome) > 0 AND count(*) > 1
),
flagged AS (
    SELECT person_id, site_code, digest, {flags}
    FROM day
    JOIN person USING (person_id, site_code)
    WHERE whole_0
),
met AS (
    SELECT person_id, site_code, digest, {", ".join(counts)}
    FROM flagged
    GROUP BY person_id, site_code, digest
),
told AS (
    SELECT person_id, site_code, digest, unnest([{", ".join(entries)}], recursive := true) FROM met
)
SELECT * FROM told WHERE together > 0"""
    return people_of(inner, "first_id", "second_id", named(diaries.onset_id, "outcome_id"))


def _without(factor: Factor) -> float | None:
    """What a factor is set to on a day without it; None where none is declared."""
    return 0.0 if factor.step == "yes against no" else _LEVELS.get(factor.code)
