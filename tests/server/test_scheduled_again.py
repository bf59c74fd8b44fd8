"""Scheduling after a change changes that and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from prefect_server import PrefectServer

from triggerscape.workspace import Workspace

pytestmark = pytest.mark.long
LATE = "triggerscape: no run in time"


def named(things: list[dict[str, Any]], name: str) -> dict[str, Any]:
    (found,) = [one for one in things if one["name"] == name]
    return found


def test_a_time_a_site_and_what_a_person_switched_off(server: PrefectServer, clinics: Workspace):
    server.schedule(clinics.home)
    before = server.standing()
    server.switch_off(LATE)
    (clinics.sites / "S02.toml").unlink()
    with clinics.settings_file.open("a", encoding="utf-8") as settings:
        settings.write('\n[schedule]\nnightly = ""\ntime_zone = "Europe/Zurich"\n')

    said, after = server.schedule(clinics.home), server.standing()

    assert sorted(said["changed"]) == [
        "nightly/nightly",
        "publish/monthly-release",
        "train/weekly-training",
    ]
    assert said["removed"] == ["ingest/ingest-s02"]
    assert named(after["deployments"], "nightly")["schedules"] == []
    (training,) = named(after["deployments"], "weekly-training")["schedules"]
    assert training["schedule"]["timezone"] == "Europe/Zurich"
    assert named(after["automations"], LATE)["enabled"] is False
    for name in ("backfill", "ingest", "ingest-s01", "tell-a-person"):
        assert named(after["deployments"], name) == named(before["deployments"], name)
