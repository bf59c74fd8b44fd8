"""Can Prefect be reached, does it call home, and does it run the nights of this workspace?"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

from triggerscape.doctor.finding import Finding, fix, note, ok

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

WAIT_SECONDS = 2.0
# As flows/scheduled/deployments.py names them, which this room does not import.
POOL = "triggerscape"
_NIGHTLY = "nightly"
_RESTART = "prefect server start, of the same version as this command"


def orchestrator_findings(environment: Mapping[str, str]) -> list[Finding]:
    """Whether the server named by PREFECT_API_URL answers, and whether its telemetry is off."""
    address = environment.get("PREFECT_API_URL", "")
    if not address:
        return [note("prefect", "no server is configured: runs need none")]
    return [_answer(address), _telemetry(environment)]


def schedule_findings(environment: Mapping[str, str], home: Path) -> list[Finding]:
    """Whether the server named by PREFECT_API_URL will run this workspace's nights, and by whom."""
    address = environment.get("PREFECT_API_URL", "").rstrip("/")
    if not address:
        return []
    try:
        known = _ask(f"{address}/deployments/filter", deployments={"name": {"any_": [_NIGHTLY]}})
        found = [one for one in known if one["parameters"].get("home") == str(home)]
        if not found:
            return [_missing(home, known)]
        workers = _ask(f"{address}/work_pools/{POOL}/workers/filter")
    except (urllib.error.URLError, OSError, ValueError) as error:
        return [fix("schedule", f"the server does not tell: {type(error).__name__}", _RESTART)]
    return [_schedule(found[0]), _worker(workers)]


def _answer(address: str) -> Finding:
    if not address.startswith(("http://", "https://")):
        return fix("prefect", "PREFECT_API_URL is no http address", "unset PREFECT_API_URL")
    try:
        with urllib.request.urlopen(f"{address.rstrip('/')}/health", timeout=WAIT_SECONDS) as told:
            is_well = told.status == 200
    except (urllib.error.URLError, OSError, ValueError):
        is_well = False
    if is_well:
        return ok("prefect", f"the server at {address} answers")
    return fix(
        "prefect",
        f"no server answers at {address}",
        "prefect server start, or unset PREFECT_API_URL",
    )


def _telemetry(environment: Mapping[str, str]) -> Finding:
    wanted = {
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_V2_ENABLED": "false",
    }
    missing = [
        f"{name}={value}" for name, value in wanted.items() if environment.get(name) != value
    ]
    if missing:
        return note(
            "telemetry",
            "our own commands turn it off; a server started by hand does not",
            f"export {' '.join(missing)} before prefect server start",
        )
    return ok("telemetry", "off")


def _missing(home: Path, known: list[Any]) -> Finding:
    if not known:
        return fix("schedule", f"the server plans no runs of {home}", "triggerscape schedule")
    other = known[0]["parameters"].get("home")
    return fix(
        "schedule",
        f"the server runs the workspace {other}, not {home}",
        "triggerscape schedule, if that one is no more; else a server of its own, on another port",
    )


def _schedule(nightly: Mapping[str, Any]) -> Finding:
    if nightly["paused"]:
        return note(
            "schedule", "nightly runs are switched off at the server", "switch them on there"
        )
    active = [one["schedule"] for one in nightly["schedules"] if one["active"]]
    times = [f"{one.get('cron', 'other times')} {one.get('timezone') or 'UTC'}" for one in active]
    if not times:
        return note("schedule", "nightly runs start only when asked to", "set schedule.nightly")
    return ok("schedule", f"nightly at {', '.join(times)}")


def _worker(workers: list[Any]) -> Finding:
    up = sum(one["status"] == "ONLINE" for one in workers)
    if up:
        return ok("worker", f"{up} at work" if up > 1 else "one is up")
    return fix(
        "worker", "none is up: nothing planned is run", f"prefect worker start --pool {POOL}"
    )


def _ask(address: str, **body: object) -> list[Any]:
    asked = urllib.request.Request(
        address, json.dumps(body).encode(), {"content-type": "application/json"}
    )
    with urllib.request.urlopen(asked, timeout=WAIT_SECONDS) as told:
        answer: list[Any] = json.load(told)
    return answer
