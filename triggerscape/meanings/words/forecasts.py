"""Words of the tables about models: what they are asked, compared with and look at."""

from __future__ import annotations

from triggerscape.contract.months import PERSON_MONTH
from triggerscape.contract.trials import PERSON_AT_ZERO
from triggerscape.meanings.words.subgroups import FIFTHS
from triggerscape.vocabulary import GROUP_LABELS

_RATE = "Attack days per 28 known days, "
_LOOKED_AT = {
    **{column.name: column.meaning for column in (*PERSON_AT_ZERO, *PERSON_MONTH)},
    "attack_rate_1": f"{_RATE}window just over",
    "attack_rate_2": f"{_RATE}one window back",
    "attack_rate_3": f"{_RATE}two windows back",
    "attack_rate_6": f"{_RATE}last six windows",
    "attack_rate_so_far": f"{_RATE}all windows so far",
    "is_chronic": "Chronic migraine: in the forecast by the last three windows, of starters by the "
    "site's diagnosis; null when unknown",
    "is_episodic": "Episodic migraine by the last three windows; null when unknown",
    "is_female": "Sex is female; null when unknown",
    "is_diagnosed_chronic": "Diagnosis is chronic migraine; null when unknown",
    **{f"on_{group}": f"In effect: {label}" for group, label in GROUP_LABELS.items()},
}
_FAMILIES = {
    "attack days so far": "Family: attack, headache, severe and drug days of earlier windows",
    "how the diary is kept": "Family: days with an entry, and with a known attack day",
    "habits": "Family: sleep, stress, caffeine, alcohol, screens, sitting, posture, neck, menses",
    "questionnaires": "Family: last totals of HIT-6 and MIDAS, and their age",
    "therapies in effect": "Family: therapies on record as in effect at the end of the window",
    "season": "Family: the month of the year",
    "traits": "Family: age, sex and diagnosis",
}

FORECAST_WORDS: dict[str, dict[str, str]] = {
    "model_id": {
        "triggers": "Effects of factors on attacks",
        "therapies": "Effects of therapies, against each other or no start",
        "course": "Changes of state, and medication overuse",
        "sites": "Sites beside what is expected of people like theirs",
        "strata": "Attacks by posture, sleep and stress",
        "attack_days_next_28": "Forecast of a person's attack days in the next 28",
        "counts": "Nothing is fitted: rows are counted",
    },
    "validation": {
        "held-out people": "People that the forecast never learnt from",
        "forward in time": "Months later than all it learnt from",
        "left-out sites": "Sites that it never learnt from",
        "rows at random": "Months of people it learnt from: flatters, shown to tell how much",
    },
    "baseline": {
        "none": "No comparison: a figure of the forecast's own",
        "last month": "The person's last window again",
        "own mean so far": "The person's mean over all windows so far",
        "Poisson regression": "A regression on the same features",
    },
    "influence_kind": {
        "one feature shuffled": "One feature exchanged between people at random",
        "family shuffled": "All features of a family exchanged between people together",
        "set for everybody": "One feature set to the same value for everybody",
    },
    "forecast_bin": {"all": "Every forecast", **dict(FIFTHS)},
    "feature_id": {"all": "The group as a whole, or every feature", **_LOOKED_AT, **_FAMILIES},
    "input_id": {
        "all": "The model as a whole",
        "forecast_days": "The forecast itself: attack days of the next 28",
        **_LOOKED_AT,
    },
}
