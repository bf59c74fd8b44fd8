"""People behind therapy_dose, therapy_technique and therapy_value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.disclosure.contributions.therapies.trial_people import STARTS, TRIAL, of_trial
from triggerscape.vocabulary import THERAPIES
from triggerscape.warehouse.designs.trials.no_start_trial import NO_START
from triggerscape.warehouse.literals import sql_texts

if TYPE_CHECKING:
    from triggerscape.warehouse.statements import Statement

_MOST_UNTOLD = 0.05
_SLOPES = "'any', 'per session', 'per hour'"


def dose_sql() -> str:
    """Keys therapy_id, estimand_id, dose_id, dose_level: starters with a session on record.

    A level counts its own people, and is compared with those of the level of reference.
    """
    source = f"""(
    SELECT t.*, d.*,
        d.dose_level IN ({_SLOPES}) OR {_is_at("t.sessions_28", "d.dose_level")} AS is_level
    FROM {TRIAL} AS t
    JOIN (
        SELECT DISTINCT therapy_id, estimand_id, dose_id, dose_level, reference_level
        FROM estimates.therapy_dose
    ) AS d ON d.therapy_id = t.one
    WHERE t.kind = '{STARTS}' AND t.other = '{NO_START}' AND t.arm = 1 AND t.sessions_28 >= 1
        AND (d.dose_id <> 'minutes_28' OR t.minutes_28 > 0)
        AND (d.estimand_id <> 'dose_first_month' OR t.mmd_0 IS NOT NULL)
)"""
    keys = {name: name for name in ("therapy_id", "estimand_id", "dose_id", "dose_level")}
    where = f"is_level OR {_is_at('sessions_28', 'reference_level')}"
    told = "sessions_28, coalesce(minutes_28, -1), coalesce(mmd_0, -1), mmd_after"
    return of_trial(keys, told, where=where, counted="is_level", source=source)


def technique_sql() -> str:
    """Keys group_id, comparator_id, therapy_id: at sites that tell techniques, each and all.

    Sites tell where one starter in twenty at most has none known; those few are left out there.
    """
    untold = [therapy.code for therapy in THERAPIES if therapy.is_unspecified]
    is_untold = f"(leaf IS NULL OR leaf IN ({sql_texts(untold)}))"
    source = f"""(
    WITH pair AS (SELECT DISTINCT group_id, comparator_id FROM estimates.therapy_technique),
    asked AS (
        SELECT t.*, p.group_id, p.comparator_id, {is_untold} AS is_untold
        FROM {TRIAL} AS t
        JOIN pair AS p ON p.group_id = t.one AND p.comparator_id = t.other
        WHERE t.kind = '{STARTS}'
    ),
    telling AS (
        SELECT *, avg(CASE WHEN arm = 1 THEN CAST(is_untold AS DOUBLE) END) OVER (
            PARTITION BY group_id, comparator_id, site_code
        ) AS untold_share
        FROM asked
    )
    SELECT t.*, e.therapy_id
    FROM telling AS t
    JOIN (SELECT DISTINCT group_id, comparator_id, therapy_id FROM estimates.therapy_technique) AS e
        ON e.group_id = t.group_id AND e.comparator_id = t.comparator_id
    WHERE t.untold_share <= {_MOST_UNTOLD}
        AND (t.arm = 0 OR (NOT t.is_untold AND e.therapy_id IN (t.leaf, t.group_id)))
)"""
    keys = {name: name for name in ("group_id", "comparator_id", "therapy_id")}
    return of_trial(keys, "coalesce(leaf, ''), mmd_after", where="true", source=source)


def value_sql(charges: Statement) -> str:
    """Keys therapy_id, comparator_id, currency, measure_id: what is charged, and comparisons of it.

    A comparison knows those whose every charge of the 84 days came, while the site sent amounts.
    """
    source = f"""(
    WITH site AS (
        SELECT site_code, min(first_currency) AS currency, min(cost_date) AS first_date,
            max(cost_date) AS last_date
        FROM features.therapy_cost
        WHERE priced_rows > 0
        GROUP BY site_code
        HAVING min(first_currency) = max(last_currency)
    )
    SELECT t.*, e.*, c.cost_thousandths
    FROM {TRIAL} AS t
    JOIN site ON site.site_code = t.site_code
    JOIN trials.therapy_cost_after AS c
        ON c.person_id = t.person_id AND c.index_date = t.index_date
    JOIN (
        SELECT DISTINCT therapy_id, comparator_id, currency, measure_id
        FROM estimates.therapy_value
        WHERE comparator_id <> 'none'
    ) AS e ON e.therapy_id = t.one AND e.comparator_id = t.other AND e.currency = site.currency
    WHERE t.kind = '{STARTS}' AND c.charged_rows = c.priced_rows
        AND t.index_date >= site.first_date AND t.index_date + 83 <= site.last_date
)"""
    keys = {name: name for name in ("therapy_id", "comparator_id", "currency", "measure_id")}
    told = "cost_thousandths, coalesce(mmd_0, -1), mmd_after"
    compared = of_trial(keys, told, where="true", source=source)
    return f"SELECT * FROM ({charges.sql}\n)\nUNION ALL\nSELECT * FROM ({compared})"


def _is_at(sessions: str, level: str) -> str:
    """Whether sessions lie in a level by its words: 2, 2 to 3, or 4 or more."""
    numbers = f"CAST(regexp_extract_all({level}, '[0-9]+') AS BIGINT[])"
    at_most = f"({level} LIKE '%or more' OR {sessions} <= {numbers}[-1])"
    return f"coalesce({sessions} >= {numbers}[1] AND {at_most}, false)"
