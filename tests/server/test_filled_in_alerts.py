"""What the server puts into an alert about a run, filled in as the server itself does."""

from __future__ import annotations

from uuid import UUID

import pytest
from prefect.server.events.actions import RunDeployment
from prefect.server.schemas.core import FlowRun
from prefect.utilities.schema_tools.hydration import HydrationContext, hydrate

from flows.scheduled.automations import CRASHED, wanted_automations

NUMBER = UUID("01a20235-a860-7e3a-972f-bd3f9af8126e")
LOST = FlowRun(id=NUMBER, name="nightly clinics", flow_id=UUID(int=1))
MAILED = {
    wanted.name: action.parameters
    for wanted in wanted_automations(UUID(int=2), late_hours=26)
    for action in wanted.actions
    if action.type == "run-deployment"
}


@pytest.mark.parametrize("alert", MAILED)
def test_every_word_about_a_run_can_be_filled_in(alert: str) -> None:
    found = filled_in(alert)
    assert all(isinstance(value, str) and "{{" not in value for value in found.values())


def test_a_crash_is_told_by_the_name_of_its_run_and_once_for_each() -> None:
    found = filled_in(CRASHED)
    assert found["about"] == "nightly clinics"
    assert str(NUMBER) in found["once"]
    assert "nightly clinics" in found["sentence"]


def filled_in(alert: str) -> dict[str, str]:
    parameters = dict(MAILED[alert] or {})
    RunDeployment._upgrade_v1_templates(parameters)
    context = HydrationContext(
        raise_on_error=True, render_jinja=True, jinja_context={"flow_run": LOST}
    )
    return hydrate(parameters, context)
