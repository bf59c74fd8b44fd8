"""One site's world, start to end: people, habits, an untreated look, enrolment, then the real days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from triggerscape.cohort.truth import Truth
from triggerscape.cohort.world.calendar import MONTH, Calendar
from triggerscape.cohort.world.courses import REGIMENS, Course, eligible, inclination
from triggerscape.cohort.world.cycle import make_cycles
from triggerscape.cohort.world.decoys import add_signs
from triggerscape.cohort.world.diaries import enrolled_days, written_days
from triggerscape.cohort.world.draws import BoolArray, DayArray, FloatArray, IntArray, stream
from triggerscape.cohort.world.engine import Chances, Days, draw_chances, run_days
from triggerscape.cohort.world.enrolment import enrolment_days, leaving_days
from triggerscape.cohort.world.exposures import Surroundings, factor_logit, slopes
from triggerscape.cohort.world.habits import make_habits
from triggerscape.cohort.world.people import People, make_people
from triggerscape.cohort.world.sites import Site
from triggerscape.cohort.world.treatment import LiveTreatment, NoTreatment


@dataclass(frozen=True)
class World:
    """Everything that happened at one site; arrays of shape (days, people), run-in included."""

    site: Site
    index: int
    seed: int
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


def simulate(
    truth: Truth, site: Site, index: int, size: int, calendar: Calendar, seed: int
) -> World:
    """Run one site. The untreated look shows when each person's bad months are, hence enrolment;
    since luck is drawn beforehand, the days before enrolment come out the same in the real run.
    """
    people = make_people(truth, size, seed, index)
    habits = make_habits(people, calendar, seed, index)
    cycle = make_cycles(people.cycling, calendar.length, seed, index)
    around = Surroundings(habits, cycle, calendar.weekend())
    own = slopes(truth, size, seed, index)
    chances = draw_chances(truth, people, factor_logit(truth, around, own), seed, index)
    look_until = min(calendar.last_enrolment + MONTH, calendar.length)
    untreated = run_days(chances, NoTreatment(), look_until)
    enrolled = enrolment_days(truth, untreated.migraine, calendar, seed, index)
    treatment = LiveTreatment(
        truth,
        enrolled,
        inclination(people, habits)
        + truth.start_site_sd * stream(seed, index, "preference").standard_normal(len(REGIMENS)),
        eligible(people, site),
        people.failed_preventives.copy(),
        stream(seed, index, "treatment"),
    )
    days = run_days(chances, treatment)
    left = leaving_days(enrolled, site.by_app, calendar, seed, index)
    takes_part = enrolled_days(enrolled, left, calendar.length)
    kept = written_days(days, around.weekend, enrolled, site.by_app, seed, index)
    return World(
        site=site,
        index=index,
        seed=seed,
        calendar=calendar,
        people=people,
        around=around,
        slopes=own,
        chances=chances,
        days=days,
        values=add_signs(truth, habits, days, seed, index),
        courses=tuple(treatment.courses),
        treatment=treatment,
        enrolled=enrolled,
        left=left,
        takes_part=takes_part,
        written=takes_part & kept,
    )
