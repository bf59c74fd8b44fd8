"""Therapy rows of a site: every session, and every course as far as it is known."""

from __future__ import annotations

import polars as pl

from triggerscape.cohort.days.simulation import World
from triggerscape.cohort.rows.given import Given, given_therapies
from triggerscape.cohort.rows.order import frame_of
from triggerscape.cohort.sending.keys import Keys
from triggerscape.cohort.setting.clock import to_utc, wall_time
from triggerscape.contract.catalogue import INPUTS
from triggerscape.vocabulary import therapy

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
_SESSION_MINUTES = 30
_COST = ("cost_amount", "cost_currency", "covered_amount")
_EVENING = 20 * 60 + 5  # never midnight in UTC, which readers of types take for a day


def therapy_rows(world: World, keys: Keys, since: int, until: int) -> pl.DataFrame:
    """Therapies given from day ``since`` to before ``until``, and courses that ended in between."""
    given = [
        one for one in given_therapies(world, until) if one.day >= since or one.known_on >= since
    ]
    calendar = world.calendar
    rows = []
    for one in given:
        known = therapy(one.code)
        dose, unit = _DOSES.get(one.code, (None, None))
        has_visit = one.is_session and not world.site.by_app
        rows.append(
            {
                "site_code": world.site.code,
                "therapy_key": keys.therapy(one),
                "visit_key": keys.visit(one) if has_visit else None,
                "person_key": keys.people[one.person],
                "therapy_code": one.code,
                "start_date": calendar.date_of(one.day),
                "end_date": None if one.last is None else calendar.date_of(one.last),
                "delivery": known.delivery,
                "body_region": _REGIONS.get(known.group),
                "minutes": _SESSION_MINUTES if one.is_session else None,
                "dose_value": dose,
                "dose_unit": unit,
                **_cost(world, one),
                "status": one.status,
                "recorded_at": wall_time(calendar, one.known_on, _EVENING),
            }
        )
    frame = frame_of(rows, INPUTS["therapy"])
    if world.charges is None:  # a month without any therapy has a header too
        frame = frame.drop(_COST, strict=False)
    return frame.with_columns(to_utc(frame["recorded_at"], world.site.timezone))


def _cost(world: World, one: Given) -> dict[str, object]:
    """What was charged for one row, where the site says so; nothing for what did not take place."""
    if world.charges is None:
        return {}
    charged = one.status == "completed"
    bill = world.charges.bill(one.code, one.day, one.person) if charged else None
    told = (None, None, None) if bill is None else (bill[0], world.site.currency, bill[1])
    return dict(zip(_COST, told, strict=True))
