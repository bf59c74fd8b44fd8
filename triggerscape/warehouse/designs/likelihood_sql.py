"""The likelihood of the within-person model as one SELECT: a second calculation to audit the first.

Slower than the engine by far and written another way: it absorbs the person by grouping, holds no
order, and knows nothing of blocks or batches.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from triggerscape.warehouse.literals import quoted


def likelihood_sql(rows: str, factors: Sequence[str], coefficients: Sequence[float]) -> str:
    """One row: n_people, log_likelihood, and the sums g_j, h_j_k and m_j_k with j <= k, DOUBLE.

    ``rows`` is a SELECT with person_id, outcome and the factors. g is the gradient at the
    coefficients, h minus the second derivative, m the sum over people of score times score. As in
    the engine, a factor that a person never recorded is 0 for that person; else a day lacking one
    is left out, and so are people without an event or with a single day.
    """
    places = range(len(factors))
    pairs = [(j, k) for j in places for k in places if j <= k]
    columns = [f"{quoted(name)}::DOUBLE" for name in factors]
    predictor = " + ".join(
        f"x{place} * {float(coefficient)!r}::DOUBLE"
        for place, coefficient in enumerate(coefficients)
    )
    return f"""
WITH given AS ({rows}),
recorded AS (
    SELECT person_id, {_listed(f"count({column}) AS c{j}" for j, column in enumerate(columns))}
    FROM given GROUP BY person_id
),
days AS MATERIALIZED (
    SELECT person_id, y, {_listed(f"x{j}" for j in places)}, {predictor} AS eta
    FROM (
        SELECT
            person_id, outcome::DOUBLE AS y,
            {_listed(f"if(c{j} = 0, 0, {column}) AS x{j}" for j, column in enumerate(columns))}
        FROM given JOIN recorded USING (person_id)
    )
    WHERE y IS NOT NULL AND {" AND ".join(f"x{j} IS NOT NULL" for j in places)}
),
people AS (
    SELECT person_id, sum(y) AS n, max(eta) AS peak FROM days GROUP BY person_id
    HAVING sum(y) > 0 AND count(*) > 1
),
weighed AS MATERIALIZED (
    SELECT days.*, n, peak, exp(eta - peak) AS share FROM days JOIN people USING (person_id)
),
absorbed AS MATERIALIZED (
    SELECT
        person_id,
        n / sum(share) AS scale,
        sum(y * eta) - n * (peak + ln(sum(share))) AS log_likelihood,
        {_listed(f"sum(share * x{j}) / sum(share) AS mean{j}" for j in places)},
        {_listed(f"sum(y * x{j}) - n * sum(share * x{j}) / sum(share) AS s{j}" for j in places)}
    FROM weighed GROUP BY person_id, n, peak
)
SELECT *
FROM (
    SELECT
        count(*) AS n_people,
        sum(log_likelihood) AS log_likelihood,
        {_listed(f"sum(s{j}) AS g_{j}" for j in places)},
        {_listed(f"sum(s{j} * s{k}) AS m_{j}_{k}" for j, k in pairs)}
    FROM absorbed
) CROSS JOIN (
    SELECT
        {_listed(f"sum(e * z{j} * z{k}) AS h_{j}_{k}" for j, k in pairs)}
    FROM (
        SELECT
            share * scale AS e,
            {_listed(f"x{j} - mean{j} AS z{j}" for j in places)}
        FROM weighed JOIN absorbed USING (person_id)
    )
)"""


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(parts)
