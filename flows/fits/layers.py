"""Layers: pairs of therapies begun within four weeks of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.fits.techniques import GROUP_OF, NOT_COMPARED
from models.therapies.bracket.sides import FEWEST_STARTERS
from models.therapies.layers.layer_pairs import layer_pairs
from models.therapies.layers.layer_rows import layer_rows
from triggerscape.contract.estimates.layers import COMBINATION_ESTIMATE

if TYPE_CHECKING:
    import polars as pl

    from flows.fits.therapy_trials import TherapyTrials

# The trial decides more narrowly who is in it: no pair has more people there than here.
_TOGETHER = """
SELECT one.therapy_id, other.therapy_id, count(*)
FROM features.first_use AS one
JOIN features.first_use AS other
    ON other.person_id = one.person_id AND other.therapy_id > one.therapy_id
WHERE abs(date_diff('day', one.index_date, other.index_date)) <= 27
GROUP BY one.therapy_id, other.therapy_id
ORDER BY one.therapy_id, other.therapy_id
"""


def fit_layers(trials: TherapyTrials) -> dict[str, pl.DataFrame]:
    """Groups and declared therapies in pairs, as estimates.therapy_combination."""
    named = {code for pair in trials.comparisons for code in pair} | set(GROUP_OF.values())
    started = trials.started(FEWEST_STARTERS)
    # Where one leaf is all that was started of a group, it stands for the group.
    candidates = [
        therapy
        for therapy in started
        if (therapy in named or GROUP_OF.get(therapy) not in started)
        and GROUP_OF.get(therapy, therapy) not in NOT_COMPARED
    ]
    found = trials.con.execute(_TOGETHER).fetchall()
    together = {(one, other): people for one, other, people in found}
    pairs = layer_pairs(candidates, GROUP_OF, together)
    if not pairs:
        return {}
    return {COMBINATION_ESTIMATE.name: layer_rows(pairs, trials.layers)}
