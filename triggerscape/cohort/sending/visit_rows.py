"""Visit and therapy rows of a site: sessions with their visits, courses without."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from triggerscape.cohort.sending.clock import dates, offset_minutes, to_utc, wall_times
from triggerscape.cohort.sending.order import in_contract_order
from triggerscape.cohort.world.courses import REGIMENS
from triggerscape.cohort.world.draws import stream
from triggerscape.cohort.world.simulation import World
from triggerscape.contract.catalogue import INPUTS
from triggerscape.vocabulary import therapy

_ROLES = {
    "omt": "osteopath",
    "massage": "massage_therapist",
    "needling": "physiotherapist",
    "physio": "physiotherapist",
    "device": "physiotherapist",
    "injection": "neurologist",
}
_REGIONS = {"omt": "cervical", "massage": "shoulder", "needling": "cervical", "injection": "head"}
_DOSES: dict[str, tuple[float, str]] = {
    "preventive_cgrp_mab": (140.0, "mg"),
    "preventive_beta_blocker": (80.0, "mg"),
    "botulinum_toxin": (155.0, "U"),
    "laser_class_iv": (6.0, "J_cm2"),
    "pemf": (80.0, "uT"),
    "supplement_magnesium": (400.0, "mg"),
    "supplement_riboflavin": (400.0, "mg"),
    "supplement_coq10": (300.0, "mg"),
}
_STATUSES = (("completed", "no_show", "cancelled"), (0.94, 0.04, 0.02))


@dataclass(frozen=True)
class Given:
    """One therapy row to be: a session on ``day``, or a course up to ``last`` where that is known."""

    person: int
    day: int
    code: str
    is_session: bool
    last: int | None
    first_of_course: bool


def given_therapies(world: World, until: int) -> list[Given]:
    """Everything given before day ``until`` while the person took part, by person, day and code."""
    found = []
    for course in world.courses:
        if course.start >= min(until, world.left[course.person]):
            continue
        every = REGIMENS[course.therapy].session_every
        end = min(course.stop, until, int(world.left[course.person]))
        if every:
            found += [
                Given(course.person, day, course.code, True, None, day == course.start)
                for day in range(course.start, end, every)
            ]
        else:
            last = course.stop - 1 if course.stop <= end else None
            found.append(Given(course.person, course.start, course.code, False, last, True))
    return sorted(found, key=lambda given: (given.person, given.day, given.code))


def visit_rows(world: World, keys: list[str], until: int) -> pl.DataFrame:
    """One row per person and day with a session; none at sites that people reach by app alone."""
    given = [one for one in given_therapies(world, until) if one.is_session]
    visits = _visits(given) if not world.site.by_app else []
    rows = len(visits)
    draws = stream(world.seed, world.index, "visit rows")
    person = np.array([one.person for one in visits], dtype=np.int64)
    day = np.array([one.day for one in visits], dtype=np.int64)
    begins = wall_times(world.calendar, day, draws.integers(8 * 4, 17 * 4, rows) * 15)
    before = np.where(world.days.migraine[day, person], 6, 2) + draws.integers(-1, 3, rows)
    after = np.clip(before - draws.integers(0, 3, rows), 0, 10)
    posture = world.people.severity[person]
    frame = pl.DataFrame(
        {
            "site_code": np.full(rows, world.site.code),
            "visit_key": pl.Series([_visit_key(keys, one) for one in visits], dtype=pl.String),
            "person_key": pl.Series(keys, dtype=pl.String).gather(person),
            "visit_date": dates(world.calendar, day),
            "start_local": begins,
            "utc_offset_min": offset_minutes(begins, world.site.timezone),
            "duration_min": draws.integers(2, 7, rows) * 10,
            "setting": np.full(rows, "clinic"),
            "status": pl.Series([_status(world, one) for one in visits], dtype=pl.String),
            "clinician_role": pl.Series(
                [_ROLES[therapy(one.code).group] for one in visits], dtype=pl.String
            ),
            "dx_codes": pl.Series([["icd10:G43.909"]] * rows, dtype=pl.List(pl.String)),
            "pain_before": before,
            "pain_after": after,
            "cva_deg": np.clip(np.round(draws.normal(49, 5, rows) - posture, 1), 20, 80),
            "cervical_rotation_deg": np.clip(np.round(draws.normal(68, 9, rows)), 0, 120),
            "ndi_pct": np.clip(np.round(draws.normal(24, 9, rows) + 3 * posture) * 2, 0, 100),
            "recorded_at": to_utc(begins, world.site.timezone).dt.offset_by("2h"),
        }
    )
    return in_contract_order(frame, INPUTS["visit"])


def therapy_rows(world: World, keys: list[str], since: int, until: int) -> pl.DataFrame:
    """Therapies given from day ``since`` to before ``until``, and courses that ended in between."""
    given = [
        one
        for one in given_therapies(world, until)
        if since <= one.day or (one.last is not None and one.last >= since)
    ]
    rows = len(given)
    day = np.array([one.day for one in given], dtype=np.int64)
    known = np.array([one.day if one.last is None else one.last for one in given], dtype=np.int64)
    last = [None if one.last is None else world.calendar.date_of(one.last) for one in given]
    doses = [_DOSES.get(one.code, (None, None)) for one in given]
    with_visit = [one.is_session and not world.site.by_app for one in given]
    evening = wall_times(world.calendar, known, np.full(rows, 20 * 60))
    frame = pl.DataFrame(
        {
            "site_code": np.full(rows, world.site.code),
            "therapy_key": pl.Series(
                [f"{keys[one.person]}.{one.code}.{one.day}" for one in given], dtype=pl.String
            ),
            "visit_key": pl.Series(
                [
                    _visit_key(keys, one) if visited else None
                    for one, visited in zip(given, with_visit, strict=True)
                ],
                dtype=pl.String,
            ),
            "person_key": pl.Series([keys[one.person] for one in given], dtype=pl.String),
            "therapy_code": pl.Series([one.code for one in given], dtype=pl.String),
            "start_date": dates(world.calendar, day),
            "end_date": pl.Series(last, dtype=pl.Date),
            "delivery": pl.Series([therapy(one.code).delivery for one in given], dtype=pl.String),
            "body_region": pl.Series(
                [_REGIONS.get(therapy(one.code).group) for one in given], dtype=pl.String
            ),
            "minutes": pl.Series([30 if one.is_session else None for one in given], dtype=pl.Int16),
            "dose_value": pl.Series([value for value, _ in doses], dtype=pl.Float64),
            "dose_unit": pl.Series([unit for _, unit in doses], dtype=pl.String),
            "status": pl.Series([_status(world, one) for one in given], dtype=pl.String),
            "recorded_at": to_utc(evening, world.site.timezone),
        }
    )
    return in_contract_order(frame, INPUTS["therapy"])


def _visits(sessions: list[Given]) -> list[Given]:
    """One session per person and day: the first of a course where there is one, since it took place."""
    visits: dict[tuple[int, int], Given] = {}
    for one in sessions:
        known = visits.setdefault((one.person, one.day), one)
        if one.first_of_course and not known.first_of_course:
            visits[one.person, one.day] = one
    return list(visits.values())


def _visit_key(keys: list[str], one: Given) -> str:
    return f"{keys[one.person]}.{one.day}"


def _status(world: World, one: Given) -> str:
    """First sessions take place, else there would be no course; later ones may be missed.

    The status hangs on person and day alone, so that a session and its visit agree.
    """
    if one.first_of_course or not one.is_session:
        return "completed"
    luck = stream(world.seed, world.index, f"status {one.person} {one.day}").random()
    names, shares = _STATUSES
    return names[int(np.searchsorted(np.cumsum(shares), luck, side="right"))]
