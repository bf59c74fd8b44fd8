"""How finely therapies can be told apart: as finely as the site that tells least of them."""

from __future__ import annotations


def comparable_sql(therapies: str) -> str:
    """SELECT of therapy_code and comparable_id: what a therapy counts as in a comparison.

    ``therapies`` is a relation with site_code and therapy_code: the rows of the sites that are
    compared, and of no others; reference.therapy must be there. Where one site has a row whose
    kind is not told (omt_unspecified), every technique of that group counts as the group: else the
    site's rows would be in no arm, or in the wrong one. Where every site tells, the leaf stays.
    """
    return f"""
WITH used AS (
    SELECT DISTINCT t.therapy_code, v.therapy_group, v.is_unspecified
    FROM {therapies} AS t
    JOIN reference.therapy AS v ON v.therapy_code = t.therapy_code
),
coarse AS (SELECT DISTINCT therapy_group FROM used WHERE is_unspecified)
SELECT u.therapy_code,
    CASE WHEN c.therapy_group IS NULL THEN u.therapy_code ELSE c.therapy_group END AS comparable_id
FROM used AS u
LEFT JOIN coarse AS c ON c.therapy_group = u.therapy_group
ORDER BY u.therapy_code
"""
