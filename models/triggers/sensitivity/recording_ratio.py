"""How selective the record would have to be to undo an estimate: missing not at random."""

from __future__ import annotations

from models.results import FactorEstimate


def log_recording_ratio(estimate: FactorEstimate) -> float | None:
    """The log of how many times likelier an attack day must be recorded when exposed.

    Where attack days are recorded d times as often on exposed days as on others, and days without
    attack alike on both, the rate ratio found is d times the true one. So the interval's limit
    nearest to no effect is brought to 1 by d = that limit: above 1 for a factor that seems to bring
    attacks, below for one that seems to keep them away, 0 on the log scale where the interval
    covers no effect already. None without an estimate.
    """
    if estimate.ci_low is None or estimate.ci_high is None:
        return None
    return max(estimate.ci_low, 0.0) + min(estimate.ci_high, 0.0)
