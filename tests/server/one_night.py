"""What was done on a server in one night, for the tests that look at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mail_server import MailServer
from prefect_server import PrefectServer

from triggerscape.workspace import Workspace


@dataclass(frozen=True)
class Night:
    """What was done on a server: scheduled twice, then a worker ran what was asked for."""

    server: PrefectServer
    mail: MailServer
    workspace: Workspace
    scheduled: tuple[dict[str, Any], dict[str, Any]]
    standing: tuple[dict[str, Any], dict[str, Any]]
    ended: dict[str, dict[str, Any]]
    worker_log: str
