"""Mail to a person when something needs one: counts, codes and what to type, never a row."""

from __future__ import annotations

import os
import smtplib
import ssl
from email.message import EmailMessage
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from triggerscape.settings import Settings

# Alert and its runbook: docs/runbooks/<alert>.md.
ALERTS = {
    "run-failed": "A run failed",
    "run-late": "No run has finished in time",
    "site-silent": "A site has stopped sending",
    "disclosure-refused": "A release was refused",
    "model-drift": "What models look at has moved",
}
_TLS_FROM_THE_START = 465
_TLS_IF_OFFERED = 25
WAIT_SECONDS = 30


def message(settings: Settings, alert: str, run: str, sentence: str) -> EmailMessage:
    """The mail of one alert, ready to be sent; no attachment."""
    receivers = settings["alerts.email_to"]
    mail = EmailMessage()
    mail["Subject"] = f"triggerscape: {ALERTS[alert]} ({run})"
    mail["From"] = settings["alerts.email_from"] or receivers[0]
    mail["To"] = ", ".join(receivers)
    mail.set_content(f"{sentence}\n\nWhat to do: docs/runbooks/{alert}.md\n")
    return mail


def tell(settings: Settings, alert: str, run: str, sentence: str) -> bool:
    """Send the mail of an alert; false where nobody is to be told or the server cannot be reached.

    A mail server that is down must not fail the run it would tell of.
    """
    if not settings["alerts.email_to"]:
        return False
    host, port = settings["alerts.smtp_host"], settings["alerts.smtp_port"]
    try:
        with _connected(host, port) as server:
            user = os.environ.get("TRIGGERSCAPE_SMTP_USER", "")
            if user:
                server.login(user, os.environ.get("TRIGGERSCAPE_SMTP_PASSWORD", ""))
            server.send_message(message(settings, alert, run, sentence))
    except (OSError, smtplib.SMTPException):
        return False
    return True


def _connected(host: str, port: int) -> smtplib.SMTP:
    if port == _TLS_FROM_THE_START:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port, timeout=WAIT_SECONDS, context=context)
    server = smtplib.SMTP(host, port, timeout=WAIT_SECONDS)
    server.ehlo()
    if server.has_extn("starttls"):
        server.starttls(context=ssl.create_default_context())
    elif port != _TLS_IF_OFFERED:
        server.close()
        raise smtplib.SMTPNotSupportedError("the mail server offers no TLS")
    return server
