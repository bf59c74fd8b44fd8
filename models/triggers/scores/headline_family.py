"""p-values of the headline that hold for all of its hypotheses together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.results import FactorEstimate
from models.triggers.adjustment.set_fits import ColumnReader, SetFit
from models.triggers.scores.family_correlation import family_correlation
from models.triggers.scores.max_t import max_t_p_values
from models.triggers.scores.person_influence import person_influence


def family_p_values(
    source: ColumnReader,
    fits: Sequence[SetFit],
    estimates: Mapping[str, FactorEstimate],
    hypotheses: Sequence[str],
) -> dict[str, float]:
    """By code, the p-value adjusted for all ``hypotheses`` that have an estimate (max-t).

    ``estimates`` give the p-values. How they go together is taken from the people of all sites at
    once: each person moves several of them. One scan for each of ``fits``.
    """
    tested: list[str] = []
    members = []
    for one in fits:
        asked = [
            code
            for code in one.answers_for
            if code in hypotheses
            and estimates[code].p_value is not None
            and one.columns.index(code) in one.fit.kept
        ]
        if asked:
            members.append(person_influence(source(one.columns), one.fit, asked))
            tested += asked
    if not tested:
        return {}
    adjusted = max_t_p_values(
        [estimates[code].p_value for code in tested], family_correlation(members)
    )
    return {code: value for code, value in zip(tested, adjusted, strict=True) if value is not None}
