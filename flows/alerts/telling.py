"""Telling a person: what waits is sent first, and what cannot be sent waits for the next run."""

from __future__ import annotations

import os
import smtplib
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

from flows.alerts.letter import mail_of
from flows.alerts.outbox import forget, keep, only_sender, waiting
from flows.orchestrated.endings import trouble
from triggerscape.errors import TriggerscapeError
from triggerscape.mail_server import mail_server, mail_trouble, refused_receivers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.alerts.letter import Letter
    from triggerscape.settings import Settings
    from triggerscape.workspace import Workspace


def tell(workspace: Workspace, settings: Settings, letters: Sequence[Letter]) -> str:
    """Send these and whatever waits; gives back why somebody could not be told, else nothing.

    A mail server that is down must not fail the run it would tell of, nor must a full disk keep
    from being told of it: without a place to keep letters they are sent all the same.
    """
    if not settings["alerts.email_to"]:
        return ""
    with ExitStack() as stack:
        old: list[Letter] = []
        with suppress(OSError):
            stack.enter_context(only_sender(workspace))
            old = waiting(workspace)
        every = list(dict.fromkeys([*old, *letters]))
        unsent, why = send(settings, every, has_waited=frozenset(old)) if every else ([], "")
        fate = _put_away(workspace, every, unsent)
    if not unsent:
        return f"Not everybody could be told: {why}" if why else ""
    many = f"{len(unsent)} alerts" if len(unsent) > 1 else "1 alert"
    return f"Nobody could be told of {many}, {fate}: {why}"


def send(
    settings: Settings, letters: Sequence[Letter], *, has_waited: frozenset[Letter] = frozenset()
) -> tuple[list[Letter], str]:
    """The letters that could not be sent, and what the mail server refused last, else nothing."""
    unsent, why = list(letters), ""
    try:
        with mail_server(settings, os.environ) as server:
            for letter in letters:
                mail = mail_of(letter, settings, has_waited=letter in has_waited)
                try:
                    refused = server.send_message(mail)
                except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as error:
                    # Of this letter: the next may please it.
                    why = trouble(mail_trouble(error, settings))
                    continue
                unsent.remove(letter)
                if refused:
                    why = f"the mail server refuses {refused_receivers(refused)}"
    except TriggerscapeError as error:
        why = trouble(error)
    return unsent, why


def _put_away(workspace: Workspace, letters: Sequence[Letter], unsent: Sequence[Letter]) -> str:
    """Keep what was not sent and forget what was; says what became of the former."""
    try:
        for letter in letters:
            if letter in unsent:
                keep(workspace, letter)
            else:
                forget(workspace, letter)
    except OSError as error:
        return f"nor can it be kept for the next run ({type(error).__name__})"
    return "which the next run tries again"
