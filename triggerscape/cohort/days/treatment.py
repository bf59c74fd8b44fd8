"""Treatment as the days go by: who starts what, how the effect builds up, and how it fades."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.special import expit

from triggerscape.cohort.days.courses import CODES, REGIMENS, Course
from triggerscape.cohort.setting.calendar import MONTH
from triggerscape.cohort.setting.draws import BoolArray, DayArray, FloatArray
from triggerscape.cohort.truth import Truth

NEVER = 1_000_000  # a day that does not come
INJECTION = CODES.index("botulinum_toxin")
INJECTION_CYCLE = 84
FADES_FOR = 14  # the last two weeks before the next injection, down to half
OMT = CODES.index("omt")
_MASSAGES = ("massage_medical", "massage_relaxation", "massage_trigger_point")
_SELFCARE = ("selfcare_neck_stretch", "selfcare_meditation", "selfcare_sleep_hygiene")


class NoTreatment:
    """Nobody is treated."""

    def effect(self, _day: int, recent: FloatArray) -> FloatArray:
        """Nothing."""
        return np.zeros(len(recent))


@dataclass(frozen=True)
class RecordedTreatment:
    """Treatment effects written down beforehand, shape (days, people)."""

    log_odds: FloatArray

    def effect(self, day: int, _recent: FloatArray) -> FloatArray:
        """The effect written down for that day."""
        written: FloatArray = self.log_odds[day]
        return written


@dataclass
class LiveTreatment:
    """Decides day by day who starts what; remembers every course it began."""

    truth: Truth
    may_start: DayArray  # first day on which a person may decide
    inclination: FloatArray  # (people, therapy) log odds on top of the common ones
    allowed: BoolArray  # (people, therapy)
    failures: DayArray  # preventives failed so far
    draws: np.random.Generator
    courses: list[Course] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Nobody has begun anything yet."""
        shape = self.allowed.shape
        self.start = np.full(shape, NEVER)
        self.stop = np.full(shape, -1)
        self.level = np.zeros(shape)
        effects = [self.truth.therapies[code] for code in CODES]
        self.rise = 1 / np.array([effect.onset_days for effect in effects])
        self.fall = 1 / np.array([effect.washout_days for effect in effects])
        spread = np.array([effect.person_sd for effect in effects])
        own = self.draws.standard_normal(shape)
        self.own_effect = np.array([effect.logit for effect in effects]) + spread * own
        self.begun = np.zeros(shape, dtype=np.int64)  # latest start that has come
        self.technique = np.zeros(shape[0])  # of the osteopathic course chosen last, and of the
        self.technique_now = np.zeros(shape[0])  # one begun last
        self.tick = self.may_start % MONTH

    def effect(self, day: int, recent: FloatArray) -> FloatArray:
        """Let people decide, move every effect one day on, and add them up."""
        deciding = np.flatnonzero((day >= self.may_start) & (day % MONTH == self.tick))
        if len(deciding):
            self._decide(day, deciding, recent[deciding])
        self.begun = np.where(self.start == day, day, self.begun)
        self.technique_now = np.where(self.begun[:, OMT] == day, self.technique, self.technique_now)
        active = (self.start <= day) & (day < self.stop)
        self.level = step_level(self.level, active, self.rise, self.fall)
        strength = self.level.copy()
        strength[:, INJECTION] *= fading(day - self.begun[:, INJECTION])
        specific = (strength * self.own_effect).sum(axis=1) + strength[:, OMT] * self.technique_now
        layered = self.truth.synergy * ((strength > 0.5).sum(axis=1) >= 2)
        total: FloatArray = specific + layered + self._contextual(day, active)
        return total

    def _contextual(self, day: int, active: BoolArray) -> FloatArray:
        """The response to having started anything: strong at first, gone with the last stop."""
        newest = np.where(active, self.start, -NEVER).max(axis=1)
        return response_to_starting(self.truth, day - newest, np.asarray(active.any(axis=1)))

    def _decide(self, day: int, who: DayArray, recent: FloatArray) -> None:
        """One decision per 28 days: more migraine, more starts; one start may draw another."""
        free = self.allowed[who] & (self.stop[who] < day - MONTH)
        free &= self._failures_suffice(who)
        odds = self.truth.start_intercept + self.truth.start_per_five_days * (recent - 8) / 5
        odds = odds[:, None] + self.inclination[who]
        uniform = self.draws.random(odds.shape)
        alone = free & (uniform < expit(odds))
        # Whoever starts something looks at one more therapy with favour.
        companion = self.draws.integers(len(CODES), size=len(who))[:, None] == np.arange(len(CODES))
        drawn = free & companion & (uniform < expit(odds + self.truth.co_start))
        begins = alone | (drawn & alone.any(axis=1)[:, None])
        wait = self.draws.integers(0, MONTH - 7, len(who))
        for row, therapy in zip(*np.nonzero(begins), strict=True):
            start = day + int(wait[row]) + int(self.draws.integers(0, 7))
            self._begin(int(who[row]), int(therapy), start)

    def _failures_suffice(self, who: DayArray) -> BoolArray:
        needs = np.array([regimen.driver == "failures" for regimen in REGIMENS.values()])
        suffices: BoolArray = ~needs | (self.failures[who] >= 2)[:, None]
        return suffices

    def _begin(self, person: int, therapy: int, start: int) -> None:
        code = CODES[therapy]
        regimen = REGIMENS[code]
        length = int(self.draws.integers(regimen.shortest, regimen.longest + 1))
        if self.draws.random() < regimen.early_stop:
            length = int(self.draws.integers(28, 85))
            self.failures[person] += 1
        leaf = self._leaf(code)
        if therapy == OMT:
            self.technique[person] = self.truth.techniques[leaf].logit
        self.start[person, therapy], self.stop[person, therapy] = start, start + length
        self.courses.append(Course(person, code, leaf, start, start + length))

    def _leaf(self, code: str) -> str:
        if code == "omt":
            shares = np.array([technique.share for technique in self.truth.techniques.values()])
            return str(self.draws.choice(list(self.truth.techniques), p=shares / shares.sum()))
        choices = {"massage": _MASSAGES, "selfcare": _SELFCARE}.get(code, (code,))
        return choices[int(self.draws.integers(len(choices)))]


def step_level(
    level: FloatArray, active: BoolArray, rise: FloatArray | float, fall: FloatArray | float
) -> FloatArray:
    """The share of the full effect one day on: up while active, down afterwards, within 0 and 1."""
    return np.clip(level + np.where(active, rise, -fall), 0.0, 1.0)


def fading(since_start: DayArray) -> FloatArray:
    """Share of an injection's strength by day since the first: half when the next is due."""
    place = since_start % INJECTION_CYCLE
    share: FloatArray = 1 - 0.5 * np.maximum(place - (INJECTION_CYCLE - FADES_FOR), 0) / FADES_FOR
    return share


def response_to_starting(truth: Truth, since_newest: DayArray, is_treated: BoolArray) -> FloatArray:
    """What having started anything adds to the log odds, by days since the newest start."""
    fresh = since_newest < truth.contextual_early_days
    level = np.where(fresh, truth.contextual_early, truth.contextual_late)
    return np.where(is_treated, level, 0.0)


def strength(
    treatment: LiveTreatment, code: str, courses: Sequence[Sequence[Course]], length: int
) -> FloatArray:
    """The share of one therapy's full effect by day, (length, entries), of given courses of it."""
    therapy = CODES.index(code)
    active = np.zeros((length, len(courses)), dtype=bool)
    since = np.full((length, len(courses)), -1)
    for entry, own in enumerate(courses):
        for course in own:
            active[course.start : course.stop, entry] = True
            since[course.start :, entry] = np.arange(max(length - course.start, 0))
    level = np.zeros(len(courses))
    share = np.empty((length, len(courses)))
    for day in range(length):
        level = step_level(level, active[day], treatment.rise[therapy], treatment.fall[therapy])
        share[day] = level
    return share * fading(since) if therapy == INJECTION else share


def own_strength(
    treatment: LiveTreatment,
    code: str,
    people: DayArray,
    courses: Sequence[Sequence[Course]],
    length: int,
) -> FloatArray:
    """What one therapy's own effect adds to the log odds, shape (length, entries).

    An entry is one of ``people``, who may come again, with the courses of the therapy that this
    person is taken to have had.
    """
    own_effect = treatment.own_effect[people, CODES.index(code)]
    added = np.tile(own_effect, (length, 1))
    if code == "omt":
        for entry, own in enumerate(courses):
            for course in own:
                technique = treatment.truth.techniques[course.code].logit
                added[course.start :, entry] = own_effect[entry] + technique
    own_part: FloatArray = strength(treatment, code, courses, length) * added
    return own_part
