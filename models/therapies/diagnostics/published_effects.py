"""What trials found of each therapy against placebo or sham, in migraine days per 28."""

from __future__ import annotations

IMPLAUSIBLE = 4.0
"""Days beyond which confounding is likelier than a specific effect: no trial here reaches it."""

LARGEST_IN_TRIALS: dict[str, float] = {
    "preventive_cgrp_mab": 2.1,  # 1.4 to 2.1: Di Tanna 2019, EVOLVE, REGAIN
    "botulinum_toxin": 2.3,  # PREEMPT 2: 9.0 against 6.7 headache days
    "omt": 1.2,  # Rist 2019: g 0.35 of manual therapy against mixed controls, at 3.5 days
    "chiropractic": 1.2,
    "chiropractic_manipulation": 1.2,
    "supplement_magnesium": 1.7,  # meta-analysis of 2024, 22 trials; smaller where stricter
    "supplement_coq10": 1.7,
    "supplement_riboflavin": 1.3,
    "supplement_vitamin_d": 1.7,
    "nutrition": 4.0,  # Ramsden 2021, more omega-3 and less omega-6
    "dry_needling": 0.5,  # 2021: 0.03 standard deviations, 0.48 at most; taken as half a day
}
