"""Can Prefect be reached, where one is configured, and does nothing of it call home?"""

from __future__ import annotations

import urllib.error
import urllib.request
from typing import TYPE_CHECKING

from triggerscape.doctor.finding import Finding, fix, note, ok

if TYPE_CHECKING:
    from collections.abc import Mapping

WAIT_SECONDS = 2.0


def orchestrator_findings(environment: Mapping[str, str]) -> list[Finding]:
    """Whether the server named by PREFECT_API_URL answers, and whether its telemetry is off."""
    address = environment.get("PREFECT_API_URL", "")
    if not address:
        return [note("prefect", "no server is configured: runs need none")]
    return [_answer(address), _telemetry(environment)]


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
