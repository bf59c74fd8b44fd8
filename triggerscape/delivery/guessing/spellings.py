"""Common names of the contract's columns, and units that names end in."""

from __future__ import annotations

# Contract column: names it goes by elsewhere, normalised as ``normalised`` does.
SPELLINGS: dict[str, tuple[str, ...]] = {
    "person_key": tuple(
        "person person_id participant participant_id participant_code subject subject_id "
        "subject_code user user_id userid patient patient_id patient_code pseudonym pseudo_id "
        "study_id id pat_nr teilnehmer probanden_id code_patient 등록번호".split()
    ),
    "diary_date": tuple(
        "date day entry_date full_date survey_day survey_date log_date datum tag jour date_du_jour "
        "fecha data giorno 날짜".split()
    ),
    "diary_day": ("relative_day", "study_day", "day_number", "day_of_study"),
    "entry_status": ("status", "completion", "completion_status"),
    "entered_at": ("entry_time", "submitted_at", "timestamp", "time_stamp", "created_at"),
    "recorded_at": ("updated_at", "last_modified", "modified_at", "update_date", "last_updated"),
    "headache": ("any_headache", "headache_day", "kopfschmerz", "cefalee", "mal_de_tete"),
    "migraine": ("migraine_day", "is_migraine", "migraine_attack", "migraene", "migrane"),
    "headache_minutes": ("headache_duration", "duration", "pain_duration", "지속시간"),
    "onset_local": ("onset", "onset_time", "start_time", "headache_start"),
    "pain_max": tuple(
        "pain pain_level pain_intensity intensity severity max_pain worst_pain peak_pain "
        "schmerzstaerke douleur".split()
    ),
    "photophobia": ("light_sensitivity", "light"),
    "phonophobia": ("sound_sensitivity", "sound"),
    "vomiting": ("vomit",),
    "sleep_hours": tuple(
        "sleep sleep_duration sleep_length sleep_time hours_of_sleep hours_slept schlaf "
        "schlafdauer sommeil duree_du_sommeil".split()
    ),
    "sleep_quality": ("quality_of_sleep", "schlafqualitaet"),
    "sleep_interruptions": ("awakenings", "times_awake", "wake_ups"),
    "stress": ("stress_level", "perceived_stress", "stress_score"),
    "sitting_hours": ("sitting", "sitting_time"),
    "screen_hours": ("screen", "screen_time", "hours_of_screen"),
    "posture_rating": ("posture",),
    "neck_pain": ("neck", "neck_pain_level"),
    "caffeine_mg": ("caffeine", "coffee", "koffein", "kaffee", "cafe"),
    "alcohol_units": ("alcohol", "drinks", "alcoholic_drinks", "alkohol", "alcool"),
    "water_ml": ("water", "water_intake", "fluid", "hydration", "wasser", "trinkmenge", "eau"),
    "meals_skipped": ("skipped_meals", "missed_meals"),
    "exercise_min": ("exercise", "physical_activity", "activity"),
    "menses": ("menstruation", "period", "bleeding"),
    "preventive_taken": ("preventive", "preventive_medication", "예방약_사용"),
    "visit_date": ("contact_date", "encounter_date", "visit_start_date", "appointment_date"),
    "visit_key": ("visit_id", "encounter_id", "visit_occurrence_id"),
    "therapy_key": ("therapy_id", "procedure_id", "treatment_id"),
    "therapy_code": ("therapy", "treatment", "procedure"),
    "start_date": ("start", "from_date", "date"),
    "end_date": ("end", "stop", "to_date"),
    "birth_year": ("year_of_birth", "yob"),
    "sex": ("gender", "geschlecht", "sexe"),
    "enrolled_on": ("enrolment_date", "enrollment_date", "enrolled"),
    "completed_on": ("completion_date", "date"),
    "total": ("total_score", "score", "sum_score"),
}
# Names under which a site sends the opposite of the contract's column.
OPPOSITES: dict[str, tuple[str, ...]] = {
    "headache": ("headache_free", "no_headache", "headache_free_day", "두통이없는날"),
    "migraine": ("migraine_free", "no_migraine", "migraine_free_day"),
}
# What a name may end in: the unit it tells.
UNIT_ENDINGS: dict[str, str] = {
    "min": "min",
    "mins": "min",
    "minutes": "min",
    "분": "min",
    "h": "h",
    "hr": "h",
    "hrs": "h",
    "hours": "h",
    "s": "s",
    "sec": "s",
    "seconds": "s",
    "ml": "ml",
    "l": "l",
    "liters": "l",
    "litres": "l",
    "oz": "oz",
    "cups": "cup",
    "mg": "mg",
    "vas": "vas_0_100",
    "0_100": "vas_0_100",
}
# Words of others for the words of our closed lists, in small letters.
ALIASES: dict[str, dict[str, str]] = {
    "entry_status": {
        "completed": "complete",
        "done": "complete",
        "finished": "complete",
        "submitted": "complete",
        "komplett": "complete",
        "fertig": "complete",
        "complet": "complete",
        "incomplete": "partial",
        "in progress": "partial",
        "skipped": "missed",
        "missing": "missed",
    },
    "sex": {
        "f": "female",
        "w": "female",
        "woman": "female",
        "weiblich": "female",
        "femme": "female",
        "m": "male",
        "man": "male",
        "männlich": "male",
        "homme": "male",
    },
    "status": {
        "finished": "completed",
        "done": "completed",
        "attended": "completed",
        "canceled": "cancelled",
        "no show": "no_show",
        "no-show": "no_show",
        "noshow": "no_show",
        "scheduled": "planned",
    },
}
