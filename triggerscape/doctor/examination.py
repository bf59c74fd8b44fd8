"""The whole examination, in the order in which a person would mend what it finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.doctor.finding import Health
from triggerscape.doctor.key import key_findings
from triggerscape.doctor.machine import machine_findings
from triggerscape.doctor.mail import mail_findings
from triggerscape.doctor.orchestrator import orchestrator_findings, schedule_findings
from triggerscape.doctor.packages import package_findings, python_finding
from triggerscape.doctor.rooms import workspace_findings
from triggerscape.doctor.storage import storage_findings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from triggerscape.doctor.finding import Finding
    from triggerscape.workspace import Workspace


def examine(workspace: Workspace, environment: Mapping[str, str]) -> list[Finding]:
    """Every finding about packages, workspace, machine and Prefect; changes nothing."""
    rooms = workspace_findings(workspace)
    # Settings that cannot be read say nothing about memory.
    is_readable = all(one.health is not Health.FIX for one in rooms if one.subject == "settings")
    prefect = orchestrator_findings(environment)
    return [
        python_finding(),
        *package_findings(),
        *rooms,
        *key_findings(workspace, environment),
        *(machine_findings(workspace) if is_readable else []),
        *storage_findings(workspace),
        *(mail_findings(workspace.settings(), environment) if is_readable else []),
        *prefect,
        *(schedule_findings(environment, workspace.home) if is_well(prefect) else []),
    ]


def is_well(findings: Iterable[Finding]) -> bool:
    """True where nothing has to be mended."""
    return all(one.health is not Health.FIX for one in findings)
