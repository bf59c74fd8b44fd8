"""Would an alert reach anybody: is somebody named, and does the mail server answer?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.doctor.finding import Finding, fix, note, ok
from triggerscape.errors import TriggerscapeError
from triggerscape.mail_server import mail_server

if TYPE_CHECKING:
    from collections.abc import Mapping

    from triggerscape.settings import Settings

WAIT_SECONDS = 5.0


def mail_findings(settings: Settings, environment: Mapping[str, str]) -> list[Finding]:
    """One finding, from a connection that sends nothing; none is made where nobody is named."""
    if not settings["alerts.email_to"]:
        advice = "name them: alerts.email_to in triggerscape.toml"
        return [note("mail", "nobody is told when something needs a person", advice)]
    place = f"{settings['alerts.smtp_host']}:{settings['alerts.smtp_port']}"
    try:
        with mail_server(settings, environment, WAIT_SECONDS) as server:
            server.noop()
    except TriggerscapeError as error:
        return [fix("mail", f"{error.message}, {error.where}", error.fix)]
    return [ok("mail", f"{place} answers; triggerscape schedule --try-mail sends a mail")]
