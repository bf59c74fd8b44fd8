"""The protection rule of a release, and which columns of a contract it acts on."""

from __future__ import annotations

from dataclasses import dataclass

from triggerscape.contract.language import Role, Table
from triggerscape.disclosure.mode import Mode

# Effects compare people or days with each other. Every other measure is a mean or a rate over the
# people of a row, and too many of its decimals would give the number of those people away.
EFFECT_MEASURES = frozenset(
    "headache_day_difference severe_day_difference acute_drug_day_difference hit6_difference "
    "midas_difference responder_30_difference responder_50_difference responder_75_difference "
    "stopping_difference imbalance_before largest_imbalance negative_control_outcome "
    "negative_control_exposure change_before_start plausibility effect_in_trials e_value "
    "robustness_value smallest_detectable "
    "mmd_per_session mmd_per_hour mmd_from_group technique_spread mmd_both mmd_one_alone "
    "mmd_other_alone excess_days days_interaction_ratio "
    "mmd_window_difference "
    "rate_ratio recording_ratio mmd_difference attributable_attacks attributable_share "
    "attributable_days odds_ratio rate_ratio_typical rate_ratio_spread rate_ratio_responding "
    "cochran_q i2 stability interaction_ratio excess_attacks co_occurrence_lift onset_ratio "
    "chronification_trend reversion_trend psi calibration_in_the_large "
    "migraine_days_ratio completeness_ratio responder_50_ratio "
    "incremental_cost migraine_days_avoided cost_per_day_avoided share_dominant "
    "share_dearer_better share_cheaper_worse share_dominated probability_worth_25 "
    "probability_worth_50 probability_worth_100 probability_worth_200 "
    "deviance_explained deviance_saved deviance_lost".split()
)

# What a hidden row may still say, beside its keys: where it stands, never what was found there.
KEPT_ON_HIDDEN_ROWS = frozenset(
    "release_id as_of_date window_start window_first_day window_last_day lag_days status".split()
)


@dataclass(frozen=True)
class Rule:
    """Fewer people than ``threshold`` are hidden; counts are multiples of ``rounding_base``.

    In the exact mode counts are printed as they are, and ``rounding_base`` plays no part.
    """

    threshold: int = 11
    rounding_base: int = 5
    mode: Mode = Mode.ROUNDED

    def __post_init__(self) -> None:
        """ValueError for a rule that would protect nobody."""
        if self.threshold < 2 or self.rounding_base < 2:
            raise ValueError("threshold and rounding_base must be at least 2")

    @property
    def step(self) -> int:
        """What printed counts are multiples of: 1 in the exact mode."""
        return self.rounding_base if self.mode is Mode.ROUNDED else 1

    @property
    def fewest_shown(self) -> int:
        """The smallest number of people ever printed: the first multiple from the threshold on."""
        return -(-self.threshold // self.step) * self.step


def names_with(table: Table, *roles: Role) -> list[str]:
    """The columns of the table that have one of these roles, in order."""
    return [column.name for column in table if column.role in roles]


def person_counts(table: Table) -> list[str]:
    """The columns that count people: they decide whether a row may be shown."""
    return [c.name for c in table if c.role is Role.COUNT and c.unit == "{person}"]


def blanked_notes(table: Table) -> list[str]:
    """The notes a hidden row loses, because a verdict tells part of the value."""
    return [
        c.name
        for c in table
        if c.role is Role.NOTE and c.nullable and c.name not in KEPT_ON_HIDDEN_ROWS
    ]
