"""Do the two arms hold like people, and enough of them? Starters, overlap, balance, trimming."""

from __future__ import annotations

from models.therapies.bracket.bracket_results import TherapyEstimate
from models.therapies.bracket.overlap import Overlap
from models.therapies.bracket.sides import FEWEST_STARTERS
from models.therapies.diagnostics.diagnostic import Diagnostic, judged, shown, unmade

LARGEST_IMBALANCE = 0.1
"""Standardised difference below which arms count as balanced (Austin 2009, Stat Med 28:3083)."""
SMALLEST_OVERLAP = 0.5
"""With fewer than half of the starters compared, the effect is that on somebody else."""
_OF_OVERLAP = (
    "overlap_share effective_comparators trimmed_share imbalance_before largest_imbalance".split()
)


def arms_alike(estimate: TherapyEstimate) -> tuple[Diagnostic, ...]:
    """Starters per arm, overlap, effective sample, trimmed share, balance before and after."""
    fewest = min(estimate.n_started_a, estimate.n_started_b)
    starters = judged(
        "starters_per_arm",
        float(fewest),
        float(FEWEST_STARTERS),
        is_met=fewest >= FEWEST_STARTERS,
        met=f"each arm has {FEWEST_STARTERS} people or more",
        broken=f"fewer than {FEWEST_STARTERS} people in an arm",
    )
    if estimate.overlap is None:
        why = "too few people inside the overlap"
        return (starters, *(unmade(name, None, why) for name in _OF_OVERLAP))
    return (starters, *_overlapping(estimate.overlap), *_balanced(estimate.overlap))


def _overlapping(overlap: Overlap) -> tuple[Diagnostic, ...]:
    return (
        judged(
            "overlap_share",
            overlap.overlap_share,
            SMALLEST_OVERLAP,
            is_met=overlap.overlap_share >= SMALLEST_OVERLAP,
            met="half of the starters or more have people like them in the other arm",
            broken="fewer than half of the starters have people like them in the other arm",
        ),
        judged(
            "effective_comparators",
            overlap.effective_comparators,
            float(FEWEST_STARTERS),
            is_met=overlap.effective_comparators >= FEWEST_STARTERS,
            met=f"weighted, the other arm is worth {FEWEST_STARTERS} people or more",
            broken=f"weighted, the other arm is worth fewer than {FEWEST_STARTERS} people",
        ),
        shown(
            "trimmed_share",
            overlap.trimmed_share,
            "left out because hardly anybody like them is in the other arm",
        ),
    )


def _balanced(overlap: Overlap) -> tuple[Diagnostic, ...]:
    worst = max(overlap.balance, key=lambda row: abs(row.after), default=None)
    before = max((abs(row.before) for row in overlap.balance), default=0.0)
    return (
        shown("imbalance_before", before, "the largest standardised difference before weighting"),
        judged(
            "largest_imbalance",
            overlap.largest_imbalance,
            LARGEST_IMBALANCE,
            is_met=overlap.largest_imbalance < LARGEST_IMBALANCE,
            met=f"no standardised difference reaches {LARGEST_IMBALANCE:g} after weighting",
            broken=f"after weighting the arms still differ in {_name(worst.covariate)}"
            if worst
            else "",
        ),
    )


def _name(covariate: str) -> str:
    """The covariate in words; no site is named, for an arm may have nobody there."""
    return "site" if covariate.startswith("site ") else covariate.replace("_", " ")
