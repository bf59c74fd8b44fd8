"""Words of the tables of triggers, therapies and the course: column, then word and meaning."""

from __future__ import annotations

from triggerscape.contract.catalogue import INPUTS
from triggerscape.doses import DOSES
from triggerscape.exposure_bands import EXPOSURES
from triggerscape.meanings.analyses import ANALYSES
from triggerscape.vocabulary import TRIGGER_CODES

_EVERY_WINDOW = "Every calendar window that is over, together"

FINDING_WORDS: dict[str, dict[str, str]] = {
    "outcome_id": {
        "migraine_onset": "The first day of a migraine attack",
        "headache_onset": "The first day of a headache, at sites that never tell migraine",
        "migraine_day": "A day with migraine",
        "headache_day": "A day with headache, at sites that never tell migraine",
    },
    "analysis_id": ANALYSES,
    "dose_id": {
        **{dose.code: f"{dose.label}, in {dose.unit}" for dose in DOSES},
        "sessions_28": "Sessions in days 0 to 27 after the start",
        "minutes_28": "Time under treatment in days 0 to 27 after the start",
    },
    "band_id": {
        "all": "No band: the measure speaks of everybody",
        "below_0.67": "Rate ratios below 0.67",
        "0.67_to_0.83": "Rate ratios from 0.67 to below 0.83",
        "0.83_to_1.2": "Rate ratios from 0.83 to below 1.2: next to nothing",
        "1.2_to_1.5": "Rate ratios from 1.2 to below 1.5",
        "1.5_to_2": "Rate ratios from 1.5 to below 2",
        "2_and_above": "Rate ratios of 2 and above",
    },
    "perceived_id": {
        code: f"{code.replace('_', ' ').capitalize()}, as the diary asks about it"
        for code in TRIGGER_CODES
    },
    "phenotype_id": {
        "everybody": "Everybody: no groups are supported",
        **{
            f"group_{n}": f"Group {n} by size; its label says what sets it apart"
            for n in range(1, 10)
        },
    },
    "window_kind": {
        "calendar": "The same 28 days for everybody",
        "personal": "28 days counted from a person's first day",
    },
    **{
        exposure.column: {
            "all": f"Whatever the {exposure.code}",
            **{
                band.word: f"{exposure.code.capitalize()}: {band.meaning}"
                for band in exposure.bands
            },
        }
        for exposure in EXPOSURES
    },
    "rule_id": {
        "three_windows": "Three calendar windows in a row decide",
        "one_window": "Each calendar window by itself, to compare with that rule",
    },
    "class_id": {
        "combination": "Combination analgesics",
        "ergot": "Ergots",
        "medication": "Any of these drugs, with headache on 15 days of 28 or more",
        "mixed": "Two classes together, neither often enough by itself",
        "opioid": "Opioids",
        "simple": "Simple analgesics and anti-inflammatory drugs",
        "triptan": "Triptans",
    },
    "scope_id": {"all": "Every site together"},
    "use_id": {"all": "Any therapy"},
    "window_id": {"all": _EVERY_WINDOW},
    "contract_id": {name: table.grain for name, table in INPUTS.items()},
}
