"""Techniques: the leaves of each group against the comparators of the group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from models.therapies.bracket.sides import FEWEST_STARTERS
from models.therapies.techniques.technique_rows import technique_rows
from triggerscape.contract.estimates.techniques import TECHNIQUE_ESTIMATE
from triggerscape.vocabulary import THERAPIES
from triggerscape.warehouse.designs.trials.no_start_trial import NO_START

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.fits.therapy_trials import TherapyTrials

GROUP_OF = {therapy.code: therapy.group for therapy in THERAPIES}
# An acute drug is an outcome, and what is unmapped has no kinds.
NOT_COMPARED = frozenset({"abortive", "unmapped"})


def fit_techniques(trials: TherapyTrials) -> dict[str, pl.DataFrame]:
    """Every group with techniques, against each comparator, as estimates.therapy_technique."""
    groups = set(GROUP_OF.values()) - set(GROUP_OF) - NOT_COMPARED
    frames = []
    for group in trials.started(FEWEST_STARTERS):
        if group not in groups:
            continue
        untold = [t.code for t in THERAPIES if t.group == group and t.is_unspecified]
        for comparator in comparators_of(group, trials.comparisons):
            people = trials.against(group, comparator)
            if people.height:
                frames.append(technique_rows(people, group, comparator, untold))
    told = [frame for frame in frames if frame.height]
    return {TECHNIQUE_ESTIMATE.name: pl.concat(told, how="vertical_relaxed")} if told else {}


def comparators_of(group: str, comparisons: Sequence[tuple[str, str]]) -> list[str]:
    """The comparators declared for the group or a leaf of it, none of its own; then no start."""
    declared = [
        comparator
        for therapy, comparator in comparisons
        if group in (therapy, GROUP_OF.get(therapy))
        and group not in (comparator, GROUP_OF.get(comparator))
    ]
    return [*dict.fromkeys(declared), NO_START]
