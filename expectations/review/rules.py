"""The rules of the review: each with its words, its fix, its limit and why the limit lies there."""

from __future__ import annotations

from triggerscape.delivery.refusals import MOST_WRONG_OF_A_COLUMN, FileRule
from triggerscape.severity import Severity

# A share is judged from this many values on, and only if this many of them break the rule: a small
# file loses its bad rows one by one, and is never held back for the one or two that are bad.
FEWEST_OF_A_SHARE = 30
FEWEST_BROKEN = 5
LARGEST_HEADACHE_SHARE = 0.80
# A change of unit moves the values that are not zero by this factor or more; people do not.
UNIT_FACTOR = 5.0

_RULES = (
    FileRule(
        "review.rule_broken_often",
        "more than 5% of the rows break one rule",
        "look at one of the rows with triggerscape rejects; most often the profile must declare a "
        "unit, a scale, a date format or an alias",
        "people mistype one value in a hundred; one in twenty is a column that was misread",
        threshold=MOST_WRONG_OF_A_COLUMN,
    ),
    FileRule(
        "review.unit_suspected",
        "most values of a column look as if they were in another unit",
        "declare the unit of the column in the profile, then run again",
        "a half is far above what people report in our unit, and a wrong unit moves nearly all",
        threshold=0.5,
    ),
    FileRule(
        "review.unit_changed",
        "the values of a column change their size within the file, as after a change of unit",
        "ask the site which months are in which unit, and have it send them in one",
        "a change of unit is a factor of 10 and more; 5 leaves room for months that hold both",
        threshold=UNIT_FACTOR,
    ),
    FileRule(
        "review.unit_against_history",
        "the values of a column are of another size than in the site's earlier files",
        "ask the site whether a unit or a scale has changed, and have it send the file in the old",
        "a change of unit is a factor of 10 and more; no season and no therapy does that",
        threshold=UNIT_FACTOR,
    ),
    FileRule(
        "review.event_log",
        "every day has a headache: it looks like a log of attacks, not a daily diary",
        'if it is a log, set entry_basis = "event_log" in the profile and send diary_coverage',
        "in 30 days even people with daily headache report a free one; in a log nobody does",
        threshold=1.0,
    ),
    FileRule(
        "review.headache_share",
        "the share of headache days lies outside 2% to 80%",
        "check that the yes and no words, and negate, are the right way round in the profile",
        "programmes for migraine see 10% to 50%; a headache-free column read as headache, 50% to "
        "95%",
        Severity.WARNING,
        LARGEST_HEADACHE_SHARE,
    ),
    FileRule(
        "review.default_date",
        "many rows carry a date that systems put in when nobody gave one",
        "ask the site how it stores a missing date, and name that text in null_words",
        "any one day is 1 in 365; 1 in 20 on the first of January is a default",
        Severity.WARNING,
        0.05,
    ),
    FileRule(
        "review.no_times",
        "nearly all times of a column are midnight: the site keeps days, not times",
        "nothing, if the site keeps no times; else have it export them",
        "fewer than 1 in 100 entries or visits begin at midnight",
        Severity.WARNING,
        0.95,
    ),
    FileRule(
        "review.sentinel",
        "a number such as 99, 999 or -9 occurs so often that it may stand for no answer",
        "ask the site; if so, name it in null_words of the profile",
        "spelt-out answers end in 0 and 5; 1 in 50 on such a number is a code",
        Severity.WARNING,
        0.02,
    ),
    FileRule(
        "review.scale_reversed",
        "a scale moves with headache in the other direction than at the other sites",
        "ask the site which end is best; if it is the lower, declare reverse in the profile",
        "a twentieth of a standard deviation at the other sites, against 4 standard errors here",
        Severity.WARNING,
        0.05,
    ),
    FileRule(
        "review.backfilled",
        "many entries were made more than 3 days after the day they are about",
        "ask the site; days filled in later belong under entry_basis retrospective",
        "what is remembered after days follows the attack, not the day; 1 in 5 biases a lag",
        Severity.WARNING,
        0.2,
    ),
    FileRule(
        "review.short",
        "the file has far fewer rows a day than the site's earlier files, and no manifest",
        "ask the site whether the file is whole; a manifest.json with row counts settles it",
        "half of the usual number is beyond holidays; a cut file cannot be told otherwise",
        Severity.WARNING,
        0.5,
    ),
    FileRule(
        "review.fewer_than_promised",
        "the file has fewer rows than the profile says a file has at least",
        "ask the site whether the file is whole, or lower [expected] min_rows",
        "the site's own promise",
        Severity.WARNING,
    ),
    FileRule(
        "review.volume",
        "a month has less than a quarter of the rows of the months before it",
        "ask the site whether people left or days are missing",
        "a programme that fades out halves month by month; a quarter is days that did not come",
        Severity.WARNING,
        0.25,
    ),
    FileRule(
        "review.stale",
        "the site has not sent anything for longer than usual",
        "ask the site; what it sent before stays in use, and ends where it ends",
        "twice the promised cadence, or 45 days where none is promised: a month and its delivery",
        Severity.WARNING,
        45,
    ),
    FileRule(
        "review.drift",
        "a column differs from the site's own earlier files by more than they differ",
        "look at the month in the quality page; if the site changed a form, note when",
        "4 standard errors, and 0.3 standard deviations: rare by chance, large enough to matter",
        Severity.WARNING,
        4.0,
    ),
    FileRule(
        "therapy.unmapped",
        "more than 5% of the therapies have codes that no rule knows",
        "say what the site's codes mean in [therapy_codes] of the profile; if nobody can know, set "
        "[expected] unmapped_limit with its unmapped_reason",
        "what is not known is in no comparison; from one in twenty on, who got what is a guess",
        Severity.WARNING,
        0.05,
    ),
    FileRule(
        "review.clock_shift",
        "visits are an hour off in one half of the year: a clock that ignores summer time",
        "ask the site whether its times are local, and declare utc_offset_min if they are not",
        "clinics keep their hours all year; 3 in 4 of an hour is beyond longer evenings",
        Severity.WARNING,
        0.75,
    ),
)
REVIEW_RULES: dict[str, FileRule] = {rule.code: rule for rule in _RULES}


def limit_of(code: str) -> float:
    """The threshold of a rule; ValueError where it has none in numbers."""
    threshold = REVIEW_RULES[code].threshold
    if threshold is None:
        raise ValueError(f"{code} has no threshold")
    return threshold
