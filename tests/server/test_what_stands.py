"""What stands on a server already is seen as standing: by what it says, not by the order of it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from prefect.events.schemas.automations import Automation, AutomationCore

from flows.scheduled.automations import wanted_automations
from flows.scheduled.standing import automation_stands

ALERT = UUID(int=7)
OTHER = UUID(int=8)
WANTED = {one.name: one for one in wanted_automations(ALERT, 26)}
LATE = "triggerscape: no run in time"
CRASHED = "triggerscape: a run crashed"


def from_server(
    wanted: AutomationCore, change: Callable[[dict[str, Any]], object] = lambda _: None
) -> Automation:
    """As the server gives it back: with ids and times of its own, and sets as lists in any order.

    Each list of names comes reversed, and so in another order than any hash seed of ours gives
    twice; a server keeps them in the order in which they came.
    """
    sent = json.loads(wanted.model_dump_json())
    for name in ("after", "expect", "for_each"):
        sent["trigger"][name] = sorted(sent["trigger"][name], reverse=True)
    sent["trigger"]["id"] = str(OTHER)
    sent |= {"id": str(OTHER), "created": "2026-11-22T02:00:00Z", "updated": "2026-11-22T02:00:00Z"}
    change(sent)
    return Automation.model_validate_json(json.dumps(sent))


@pytest.mark.parametrize("name", WANTED)
def test_an_automation_that_comes_back_from_the_server_stands(name: str):
    assert automation_stands(from_server(WANTED[name]), WANTED[name])


def test_sets_of_many_names_stand_in_whatever_order_they_come():
    """Two names agree by chance every second time; thirty do not."""
    many = WANTED[LATE].model_copy(deep=True)
    many.trigger.expect = {f"prefect.flow-run.Name{n}" for n in range(30)}
    assert automation_stands(from_server(many), many)


def test_an_alert_a_person_switched_off_stands():
    assert automation_stands(
        from_server(WANTED[LATE], lambda a: a.update(enabled=False)), WANTED[LATE]
    )


def changed(*path: str | int, to: Any) -> Callable[[dict[str, Any]], object]:
    def change(automation: dict[str, Any]) -> None:
        *way, last = path
        part: Any = automation
        for step in way:
            part = part[step]
        assert part[last] != to
        part[last] = to

    return change


DIFFERENT = {
    "its sentence": changed("description", to="another"),
    "its time": changed("trigger", "within", to=60.0),
    "a name it waits for": changed("trigger", "expect", to=["prefect.flow-run.Completed"]),
    "a name it starts after": changed("trigger", "after", to=[]),
    "whom it looks at": changed("trigger", "match", to={"prefect.resource.id": "prefect.*"}),
    "what that belongs to": changed("trigger", "match_related", to=[]),
    "its posture": changed("trigger", "posture", to="Reactive"),
    "how many": changed("trigger", "threshold", to=2),
    "the deployment it starts": changed("actions", 0, "deployment_id", to=str(OTHER)),
    "what it tells": changed("actions", 0, "parameters", "sentence", to="another"),
    "that it acts at all": changed("actions", to=[]),
}


@pytest.mark.parametrize("what", DIFFERENT)
def test_whatever_differs_is_seen(what: str):
    assert not automation_stands(from_server(WANTED[LATE], DIFFERENT[what]), WANTED[LATE])


def test_the_hours_of_the_settings_are_those_of_the_alert():
    (late,) = [one for one in wanted_automations(ALERT, 30) if one.name == LATE]
    assert late.trigger.within == dt.timedelta(hours=30)
    assert "for 30 hours" in late.actions[0].parameters["sentence"]


def test_the_flow_that_sends_mail_is_not_watched_for_crashes():
    """What fells it would fell the one that tells of it, and so on without end."""
    _, of_flow = WANTED[CRASHED].trigger.match_related
    assert "alert" not in of_flow["prefect.resource.name"]
    assert "nightly" in of_flow["prefect.resource.name"]
