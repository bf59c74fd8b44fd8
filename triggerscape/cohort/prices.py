"""What therapies are charged, and how they are liked: which has little to do with what they do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TherapyValue:
    """One therapy's planted price, cover and satisfaction.

    ``price`` is the mean charge of a session, or of a course that has none, in whatever currency
    the site keeps; ``covered`` the share of it that the payer of an insured person takes;
    ``satisfaction`` the mean answer from 0 to 10 after a visit without a migraine.
    """

    price: float
    covered: float
    satisfaction: float


# Assumed, in the order of magnitude of what European clinics ask. The massages and the needling are
# liked best although they do least: people rate the hour they were given.
THERAPY_VALUES: dict[str, TherapyValue] = {
    "preventive_cgrp_mab": TherapyValue(1500.0, 0.9, 7.0),
    "botulinum_toxin": TherapyValue(700.0, 0.9, 6.5),
    "preventive_beta_blocker": TherapyValue(30.0, 0.9, 6.0),
    "omt": TherapyValue(75.0, 0.4, 8.0),
    "massage": TherapyValue(55.0, 0.2, 8.5),
    "massage_craniosacral": TherapyValue(65.0, 0.0, 8.5),
    "dry_needling": TherapyValue(45.0, 0.5, 8.2),
    "laser_class_iv": TherapyValue(40.0, 0.0, 7.0),
    "pemf": TherapyValue(40.0, 0.0, 7.0),
    "supplement_magnesium": TherapyValue(30.0, 0.0, 7.0),
    "supplement_riboflavin": TherapyValue(25.0, 0.0, 7.0),
    "supplement_coq10": TherapyValue(45.0, 0.0, 7.0),
    "diet_other": TherapyValue(120.0, 0.5, 7.0),
    "physio_postural_correction": TherapyValue(50.0, 0.8, 7.5),
}
