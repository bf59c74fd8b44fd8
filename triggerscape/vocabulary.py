"""The controlled words: therapy codes, trigger codes and the closed lists a site may send."""

from __future__ import annotations

from dataclasses import dataclass

from triggerscape.therapy_times import CourseTimes, times_of


@dataclass(frozen=True)
class Therapy:
    """One therapy leaf: its code, the group it rolls up to, how it is given and how long it acts.

    ``times`` is None for an acute drug, which has no course.
    """

    code: str
    group: str
    delivery: str
    times: CourseTimes | None

    @property
    def is_unspecified(self) -> bool:
        """True for what is all that billing codes can tell: the group, and no technique of it."""
        return self.code.endswith("_unspecified")

    @property
    def label(self) -> str:
        """A readable name."""
        own = self.code.removeprefix(f"{self.group}_")
        name = _LABELS.get(own, own.replace("_", " "))
        name = name[0].upper() + name[1:]
        return name if self.group == "unmapped" else f"{name} ({GROUP_LABELS[self.group].lower()})"


GROUP_LABELS: dict[str, str] = {
    "omt": "Osteopathic manipulation",
    "massage": "Massage",
    "needling": "Needling",
    "physio": "Physiotherapy",
    "chiropractic": "Chiropractic",
    "device": "Device",
    "abortive": "Acute drug",
    "preventive": "Preventive drug",
    "injection": "Injection",
    "supplement": "Supplement",
    "nutrition": "Nutrition",
    "stress_mgmt": "Stress management",
    "selfcare": "Self-care",
    "ergonomic": "Ergonomics",
    "exercise": "Exercise",
    "unmapped": "Unmapped",
}

_LABELS: dict[str, str] = {
    "hvla": "high-velocity thrust",
    "pemf": "pulsed electromagnetic field",
    "laser_class_iv": "class IV laser",
    "cgrp_mab": "CGRP antibody",
    "snri": "SNRI",
    "arb_ace": "ARB or ACE inhibitor",
    "ccb": "calcium channel blocker",
    "nerve_block_spg": "sphenopalatine ganglion block",
    "coq10": "coenzyme Q10",
    "omega3": "omega-3",
    "vitamin_d": "vitamin D",
    "cbt": "cognitive behavioural therapy",
    "unspecified": "kind not told",
    "manual_unspecified": "manual, kind not told",
}

# (group, how it is given, leaves). A leaf ending in _unspecified is what billing codes can reach:
# CPT counts body regions and minutes, never techniques.
_LEAVES: tuple[tuple[str, str, str], ...] = (
    (
        "omt",
        "session",
        "omt_myofascial_release omt_cranial omt_soft_tissue omt_muscle_energy "
        "omt_suboccipital_decompression omt_cervical_mobilisation omt_hvla omt_counterstrain "
        "omt_unspecified",
    ),
    (
        "massage",
        "session",
        "massage_medical massage_relaxation massage_trigger_point massage_craniosacral "
        "massage_unspecified",
    ),
    ("needling", "session", "dry_needling acupuncture"),
    (
        "physio",
        "session",
        "physio_deep_neck_flexor physio_postural_correction physio_joint_mobilisation "
        "physio_thoracic_mobility physio_strengthening physio_manual_unspecified "
        "physio_unspecified",
    ),
    ("chiropractic", "session", "chiropractic_manipulation"),
    ("device", "session", "laser_class_iv laser_low_level pemf neuromodulation"),
    (
        "abortive",
        "as_needed",
        "abortive_triptan abortive_nsaid abortive_gepant abortive_ergot abortive_opioid "
        "abortive_antiemetic abortive_analgesic abortive_other",
    ),
    (
        "preventive",
        "course",
        "preventive_beta_blocker preventive_anticonvulsant preventive_cgrp_mab preventive_gepant "
        "preventive_tricyclic preventive_snri preventive_arb_ace preventive_ccb preventive_other",
    ),
    (
        "injection",
        "session",
        "botulinum_toxin nerve_block_occipital nerve_block_spg trigger_point_injection",
    ),
    (
        "supplement",
        "course",
        "supplement_magnesium supplement_riboflavin supplement_coq10 supplement_omega3 "
        "supplement_feverfew supplement_butterbur supplement_melatonin supplement_vitamin_d "
        "supplement_other",
    ),
    ("nutrition", "course", "nutrition_counselling diet_elimination diet_other"),
    (
        "stress_mgmt",
        "course",
        "stress_cbt stress_biofeedback stress_mindfulness stress_relaxation stress_unspecified",
    ),
    (
        "selfcare",
        "home",
        "selfcare_neck_stretch selfcare_scalp_massage selfcare_heat selfcare_cold "
        "selfcare_meditation selfcare_breathing selfcare_sleep_hygiene selfcare_hydration",
    ),
    ("ergonomic", "course", "ergonomic_workstation ergonomic_breaks ergonomic_pillow"),
    ("exercise", "home", "exercise_aerobic exercise_strength exercise_yoga exercise_unspecified"),
    ("unmapped", "session", "unmapped"),
)

THERAPIES: tuple[Therapy, ...] = tuple(
    Therapy(code, group, delivery, times_of(code, group))
    for group, delivery, codes in _LEAVES
    for code in codes.split()
)
THERAPY_CODES: tuple[str, ...] = tuple(therapy.code for therapy in THERAPIES)
THERAPY_GROUPS: tuple[str, ...] = tuple(group for group, _, _ in _LEAVES)
SELFCARE_CODES: tuple[str, ...] = tuple(t.code for t in THERAPIES if t.group == "selfcare")

# What an app or a paper diary may ask about: the union of the published diary and the apps.
TRIGGER_CODES: tuple[str, ...] = tuple(
    (
        "stress stress_letdown sleep_lack sleep_excess fatigue emotion hormonal weather "
        "bright_light noise odour fasting overeating caffeine caffeine_withdrawal alcohol cheese "
        "chocolate processed_meat msg sweetener smoking exercise screen posture neck_tension "
        "dehydration travel other"
    ).split()
)

ENTRY_BASES: tuple[str, ...] = ("daily_prompt", "event_log", "passive_sensor", "retrospective")
ENTRY_STATUSES: tuple[str, ...] = ("complete", "partial", "missed")
MIGRAINE_BASES: tuple[str, ...] = ("ichd3_rule", "self_label", "clinician", "unknown")
PAIN_SCALES: tuple[str, ...] = (
    "nrs_0_10",
    "vas_0_100",
    "cat_0_3",
    "cat_1_3",
    "nrs_1_5",
    "nrs_1_10",
)
IMPACTS: tuple[str, ...] = ("none", "mild", "moderate", "severe")
SEXES: tuple[str, ...] = ("female", "male", "other", "unknown")
DIAGNOSES: tuple[str, ...] = tuple(
    "mwoa mwa chronic_migraine probable tension cluster other unknown".split()
)
SETTINGS: tuple[str, ...] = tuple(
    "clinic telehealth home emergency inpatient community unknown".split()
)
VISIT_STATUSES: tuple[str, ...] = (
    "completed",
    "cancelled",
    "no_show",
    "planned",
    "entered_in_error",
)
CLINICIAN_ROLES: tuple[str, ...] = tuple(
    (
        "osteopath physician neurologist physiotherapist massage_therapist chiropractor "
        "acupuncturist nurse dietitian psychologist other unknown"
    ).split()
)
DELIVERIES: tuple[str, ...] = ("session", "course", "as_needed", "home")
BODY_REGIONS: tuple[str, ...] = tuple(
    "head jaw cervical thoracic shoulder lumbar whole_body unknown".split()
)
DOSE_UNITS: tuple[str, ...] = ("mg", "U", "J_cm2", "W", "uT", "Hz", "sessions", "g")
# Where a code comes from: ``omop`` is a bare concept id, ``name`` a drug written in words, and
# ``local`` a code of the site's own or of no system known here.
CODE_SYSTEMS: tuple[str, ...] = tuple(
    "cpt hcpcs snomed atc rxnorm ndc icd10pcs omop name local".split()
)
# What a rule gives a code that is known to be no therapy of ours: its record makes no row.
OUTSIDE = "outside"
INSTRUMENTS: tuple[str, ...] = tuple("hit6 midas msq21 phq9 gad7 psqi pss10 ndi".split())


def therapy(code: str) -> Therapy:
    """The therapy of that code; KeyError when there is none."""
    for known in THERAPIES:
        if known.code == code:
            return known
    raise KeyError(f"no therapy {code!r}")
