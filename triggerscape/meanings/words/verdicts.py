"""Words by which a row says what may be concluded from it: column, then word and meaning."""

from __future__ import annotations

_LITTLE = "Too few people or attacks to say anything"
_NONE = "The model could not be fitted to these data"

VERDICT_WORDS: dict[str, dict[str, str]] = {
    "verdict": {
        "trigger": "More attacks follow, beyond chance over all factors",
        "protective": "Fewer attacks follow, beyond chance over all factors",
        "early_sign_or_trigger": "It comes before attacks; whether it brings them on or belongs to "
        "them cannot be told",
        "reactive": "It moves with the attack itself: no trigger is shown",
        "no_effect_shown": "The interval covers no effect: none is shown, none is excluded",
        "association": "A comparison that is no effect, whatever its interval",
        "insufficient_data": _LITTLE,
        "not_estimable": _NONE,
        "negative_control_ok": "Can have no effect and shows none, as it must",
        "negative_control_failed": "Shows an effect it cannot have: distrust the others too",
        "supported": "Both methods find a worthwhile difference, and every deciding check is met",
        "supported_with_context": "The same against no start: the response to starting anything is "
        "in it",
        "not_settled": "No worthwhile difference by both methods, or a deciding check is not met",
        "groups_supported": "People fall into groups that odd and even days agree on",
        "no_groups_supported": "No groups: people differ by degrees, if at all",
        "some_people_respond": "The factor acts on some people and not on others",
        "people_differ": "People differ in how much it does to them",
        "no_spread_shown": "That people differ is not shown",
        "stable": "The input has not moved",
        "within_noise": "It moved as far as chance alone may move it",
        "watch": "It moved a little further than chance: look again next time",
        "act": "It moved far: look before you use the model",
        "not_comparable": "Nobody to compare with",
    },
    "reading": {
        "more_than_multiplied": "More attacks, or days, than the product of the two",
        "less_than_multiplied": "Fewer than the product of the two",
        "more_than_added": "More than the sum of the two; no departure from their product",
        "less_than_added": "Fewer than the sum of the two; no departure from their product",
        "no_interaction_shown": "Neither a departure from the sum nor from the product is shown",
        "not_estimable": _NONE,
        "fewer_days_than_others": "Fewer migraine days than the mean of its group",
        "more_days_than_others": "More migraine days than the mean of its group",
        "no_difference_shown": "No worthwhile difference from the mean of its group is shown",
        "not_compared": "Too few techniques could be estimated",
    },
    "shape": {
        "flat": "The same at every amount, within rate ratios of 0.8 and 1.25",
        "rising": "More attacks after more",
        "falling": "Fewer attacks after more",
        "u": "Most attacks after little and after much",
        "hill": "Most attacks in the middle",
        "not_settled": "No direction is shown, and it cannot be called flat",
        "not_estimable": _NONE,
    },
    "funnel_band": {
        "within": "Within the 95% limits: no more than sites differ anyway",
        "beyond 95%": "Beyond the 95% limits and within the 99.8% limits: a question to ask",
        "beyond 99.8%": "Beyond the 99.8% limits: a question to ask first",
    },
}
