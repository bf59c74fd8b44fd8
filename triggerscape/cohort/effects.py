"""The planted effects: factors, decoys and therapies, each with the study behind it."""

from __future__ import annotations

from dataclasses import dataclass
from math import log


@dataclass(frozen=True)
class FactorEffect:
    """How one exposure changes the odds of migraine ``lag`` days later.

    ``slope_sd`` spreads the log odds ratio between people; ``share`` is the part of the people in
    whom the factor acts at all.
    """

    odds_ratio: float
    lag: int = 0
    slope_sd: float = 0.0
    share: float = 1.0

    @property
    def logit(self) -> float:
        """The log odds ratio."""
        return log(self.odds_ratio)


@dataclass(frozen=True)
class Decoy:
    """Something that follows from migraine and so looks like its cause.

    ``base`` is its daily prevalence; the others are the probabilities added on the day before an
    attack onset, on the onset day and on the later days of the attack.
    """

    base: float
    day_before: float
    onset: float
    attack: float


@dataclass(frozen=True)
class TherapyEffect:
    """A therapy's own effect on the log odds of migraine, beyond the response to starting anything.

    Full effect is reached ``onset_days`` after the start and gone ``washout_days`` after the stop,
    both linearly; ``person_sd`` spreads it between people.
    """

    logit: float
    onset_days: int
    washout_days: int
    person_sd: float = 0.0


@dataclass(frozen=True)
class Technique:
    """One osteopathic technique: its share of courses and what it adds to the group's effect."""

    share: float
    logit: float


FACTOR_EFFECTS: dict[str, FactorEffect] = {
    "menses_window": FactorEffect(1.90, 0, 0.30),  # van der Arend 1.92; PAMINA up to 1.96
    "stress_level": FactorEffect(1.12, 1, 0.15),  # per 2 points; Holsteen, Houle
    "stress_letdown": FactorEffect(1.50, 0, 0.25),  # Lipton 1.5 to 1.9
    "sleep_poor": FactorEffect(1.39, 1, 0.20),  # Bertisch, low efficiency, next day
    "sleep_short": FactorEffect(1.00, 0),  # Bertisch: nothing, though widely blamed
    "short_sleep_under_stress": FactorEffect(1.00, 1),  # Houle: additive; a scenario sets 1.30
    "alcohol_any": FactorEffect(1.00, 1),  # Vives-Mestres, day before: 1.01
    "alcohol_heavy": FactorEffect(2.08, 1),  # Mostofsky, five servings or more
    "caffeine_high": FactorEffect(1.30, 0, 0.15),
    "caffeine_withdrawal": FactorEffect(1.25, 1, 0.15),  # Holsteen
    "meal_skipped": FactorEffect(1.30, 0, 0.20),
    "x_pressure_drop": FactorEffect(1.60, 0, 0.0, share=0.13),  # Hoffmann: one person in eight
    "x_humidity": FactorEffect(1.10, 0, 0.05),  # Li, warm season, per IQR
    "travel": FactorEffect(1.30, 0),
    "odour": FactorEffect(1.10, 0),
    "weekend": FactorEffect(0.90, 0),  # PAMINA, days off
    "posture_poor": FactorEffect(1.00, 1, 0.10),
    "screen_long": FactorEffect(1.00, 1, 0.05),
    "chocolate": FactorEffect(1.00, 1),
    "cheese": FactorEffect(1.00, 1),
    "water_low": FactorEffect(1.00, 1),
    "ovulation_window": FactorEffect(1.00, 0),
    "x_nc1": FactorEffect(1.00, 1),
    "x_nc2": FactorEffect(1.00, 1),
    "x_nc3": FactorEffect(1.00, 1),
}

DECOYS: dict[str, Decoy] = {
    "neck_pain_any": Decoy(0.20, 0.12, 0.50, 0.45),  # Lampl; Giffin
    "fatigue": Decoy(0.22, 0.25, 0.35, 0.30),
    "bright_light": Decoy(0.05, 0.10, 0.35, 0.35),
    "x_craving": Decoy(0.12, 0.12, 0.10, 0.05),
    "odour": Decoy(0.05, 0.03, 0.10, 0.10),  # on top of its own small effect
}

THERAPY_EFFECTS: dict[str, TherapyEffect] = {
    "preventive_cgrp_mab": TherapyEffect(-0.38, 14, 112),
    "botulinum_toxin": TherapyEffect(-0.20, 28, 84),
    "preventive_beta_blocker": TherapyEffect(-0.20, 42, 28),
    "omt": TherapyEffect(-0.12, 42, 70),
    "massage": TherapyEffect(-0.08, 21, 21),
    "massage_craniosacral": TherapyEffect(-0.05, 21, 21),
    "dry_needling": TherapyEffect(0.0, 21, 21),  # the planted null
    "laser_class_iv": TherapyEffect(-0.04, 14, 28, 0.08),
    "pemf": TherapyEffect(-0.08, 14, 28, 0.08),
    "supplement_magnesium": TherapyEffect(-0.08, 70, 56),
    "supplement_riboflavin": TherapyEffect(-0.10, 70, 56),
    "supplement_coq10": TherapyEffect(-0.03, 70, 56),
    "diet_other": TherapyEffect(-0.15, 70, 56),  # Ramsden: the diet, not the capsule
    "physio_postural_correction": TherapyEffect(0.0, 42, 28),
    "selfcare": TherapyEffect(0.0, 14, 14),
}

# Nobody has measured techniques against each other: a spread of 0.05 around the group, assumed.
OMT_TECHNIQUES: dict[str, Technique] = {
    "omt_myofascial_release": Technique(0.3, -0.05),
    "omt_cranial": Technique(0.2, 0.06),
    "omt_soft_tissue": Technique(0.2, 0.0),
    "omt_suboccipital_decompression": Technique(0.15, -0.04),
    "omt_cervical_mobilisation": Technique(0.15, 0.06),
}
