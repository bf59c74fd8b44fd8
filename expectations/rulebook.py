"""What a rule's code means: its sentence, what to do about it, and why it is held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from expectations.judging import rules_of
from expectations.review.rules import REVIEW_RULES
from triggerscape.contract.catalogue import INPUTS
from triggerscape.delivery.privacy.tripwires import TRIPWIRE_RULES
from triggerscape.delivery.profiles.profile import SiteProfile
from triggerscape.delivery.refusals import DOOR_RULES, MISSHAPEN
from triggerscape.rejected import CONFLICT
from triggerscape.warehouse.ledger.row_fates import CASE_VARIANT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True)
class Explanation:
    """A rule in words, for whoever has to mend what broke it."""

    sentence: str
    fix: str
    reason: str


_ROW_SHAPE = Explanation(
    "the row has too few or too many fields, or a quote in the wrong place",
    "look at the row in a text editor; a delimiter inside a field needs quotes around the field",
    "whatever stands behind a stray delimiter would land in the wrong column",
)
_OF_SEVERAL_ROWS = {
    CASE_VARIANT: Explanation(
        "the person_key is that of other rows but for its capitals",
        'the site mends the key; if capitals mean nothing there: [ids] case = "upper"',
        "one person under two keys is two people, and two under one key are one",
    ),
    CONFLICT: Explanation(
        "the row contradicts another version of its key, and nothing says which is newer",
        "the site sends recorded_at, or a manifest.json with extracted_at: then the newer holds",
        "of two answers neither is used until somebody can tell which is right",
    ),
}
_WHOLE_FILES = {rule.code: rule for rule in (*DOOR_RULES, *TRIPWIRE_RULES, *REVIEW_RULES.values())}


def explain_rules(
    used: Iterable[tuple[str, str, str]], profiles: Mapping[str, SiteProfile]
) -> dict[str, Explanation]:
    """Words for each (site, contract, code), by code, in the order they are asked for.

    A rule is worded by the site's own profile; a code of an earlier version says only its name.
    """
    return {
        code: _explanation(code, contract, profiles.get(site, SiteProfile(site)))
        for site, contract, code in used
    }


def _explanation(code: str, contract: str, profile: SiteProfile) -> Explanation:
    if code in _WHOLE_FILES:
        rule = _WHOLE_FILES[code]
        return Explanation(rule.sentence, rule.fix, rule.reason)
    if code in _OF_SEVERAL_ROWS:
        return _OF_SEVERAL_ROWS[code]
    if code == MISSHAPEN:
        return _ROW_SHAPE
    for row_rule in rules_of(INPUTS[contract], profile):
        if row_rule.code == code:
            return Explanation(row_rule.sentence, row_rule.fix, row_rule.reason)
    return Explanation(code, "run again: the rule is of an earlier version", "")
