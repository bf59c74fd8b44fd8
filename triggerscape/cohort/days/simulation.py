"""One site's world: people and habits, an untreated look, enrolment, then the real days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from triggerscape.cohort.days.charges import Charges, draw_charges
from triggerscape.cohort.days.courses import REGIMENS, Course, eligible, inclination
from triggerscape.cohort.days.decoys import add_signs
from triggerscape.cohort.days.diaries import enrolled_days, written_days
from triggerscape.cohort.days.engine import Chances, Days, draw_chances, run_days
from triggerscape.cohort.days.enrolment import enrolment_days, first_decisions, leaving_days
from triggerscape.cohort.days.exposures import Surroundings, factor_logit, slopes
from triggerscape.cohort.days.treatment import LiveTreatment, NoTreatment
from triggerscape.cohort.setting.calendar import MONTH, Calendar
from triggerscape.cohort.setting.cycle import make_cycles
from triggerscape.cohort.setting.draws import BoolArray, DayArray, FloatArray, IntArray, Luck
from triggerscape.cohort.setting.habits import make_habits
from triggerscape.cohort.setting.people import People, make_people
from triggerscape.cohort.setting.sites import Site
from triggerscape.cohort.truth import Truth


@dataclass(frozen=True)
class Place:
    """A site, how many people it has, and its own log odds of migraine."""

    site: Site
    people: int
    effect: float


@dataclass(frozen=True)
class World:
    """Everything that happened at one site; arrays of shape (days, people), run-in included."""

    site: Site
    luck: Luck
    calendar: Calendar
    people: People
    around: Surroundings  # what exposures are read from, before any sign of an attack
    slopes: Mapping[str, FloatArray]
    chances: Chances
    days: Days
    values: Mapping[str, IntArray]  # what a diary would record, signs of attacks included
    courses: tuple[Course, ...]
    treatment: LiveTreatment
    enrolled: DayArray  # first day of each person
    left: DayArray  # day after the last
    takes_part: BoolArray
    written: BoolArray
    charges: Charges | None  # None at a site that sends no costs


def simulate(truth: Truth, place: Place, calendar: Calendar, luck: Luck) -> World:
    """Run one site.

    The untreated look shows when each person's bad months are, hence enrolment. All chances are
    drawn beforehand, so the days before enrolment come out the same in the real run.
    """
    site = place.site
    people = make_people(truth, place.people, place.effect, luck)
    habits = make_habits(people, calendar, luck)
    cycle = make_cycles(people.cycling, calendar.length, luck)
    around = Surroundings(habits, cycle, calendar.weekend())
    own = slopes(truth, place.people, luck)
    chances = draw_chances(truth, people, factor_logit(truth, around, own), luck)
    look_until = min(calendar.last_enrolment + MONTH, calendar.length)
    untreated = run_days(chances, NoTreatment(), look_until)
    enrolled = enrolment_days(truth, untreated.migraine, calendar, luck)
    preference = truth.start_site_sd * luck.stream("preference").standard_normal(len(REGIMENS))
    treatment = LiveTreatment(
        truth,
        first_decisions(enrolled, by_app=site.by_app),
        inclination(people, habits) + preference,
        eligible(people, site),
        people.failed_preventives.copy(),
        luck.stream("treatment"),
    )
    days = run_days(chances, treatment)
    left = leaving_days(enrolled, calendar, luck, by_app=site.by_app)
    takes_part = enrolled_days(enrolled, left, calendar.length)
    kept = written_days(days, around.weekend, enrolled, luck, by_app=site.by_app)
    return World(
        site=site,
        luck=luck,
        calendar=calendar,
        people=people,
        around=around,
        slopes=own,
        chances=chances,
        days=days,
        values=add_signs(truth, habits, days, luck),
        courses=tuple(treatment.courses),
        treatment=treatment,
        enrolled=enrolled,
        left=left,
        takes_part=takes_part,
        written=takes_part & kept,
        charges=draw_charges(truth, days.migraine, luck) if site.currency else None,
    )
