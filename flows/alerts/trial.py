"""Trying whether mail arrives, before anything needs a person."""

from __future__ import annotations

import datetime as dt
import os
import smtplib
from typing import TYPE_CHECKING

from flows.alerts.letter import TRIAL, Letter, mail_of
from triggerscape.errors import SettingsError
from triggerscape.mail_server import mail_server

if TYPE_CHECKING:
    from triggerscape.workspace import Workspace

SENTENCE = "A trial: mail about this workspace arrives."


def try_mail(workspace: Workspace) -> list[str]:
    """Send one mail from here, with this environment; gives back whom to.

    Raises:
        TriggerscapeError: nobody is named, or the mail server does not take it, and why.
    """
    settings = workspace.settings()
    receivers: list[str] = settings["alerts.email_to"]
    if not receivers:
        raise SettingsError(
            "E196",
            "nobody is to be told",
            where=str(workspace.settings_file),
            fix='name somebody: email_to = ["night@clinic.example"] under [alerts]',
        )
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    letter = Letter(TRIAL, str(workspace.home), "by hand", SENTENCE, now)
    with mail_server(settings, os.environ) as server:
        refused = server.send_message(mail_of(letter, settings))
        if refused:  # some of them; the server itself raises where it refuses all
            raise smtplib.SMTPRecipientsRefused(refused)
    return receivers
