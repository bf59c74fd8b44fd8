"""What is told to a person: which alert, of which run and workspace, what happened, what to do."""

from __future__ import annotations

import datetime as dt
from dataclasses import astuple, dataclass
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import TYPE_CHECKING

from flows.alerts.runbooks import runbook
from triggerscape.warehouse.fingerprints import fingerprint

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
TRIAL = "trial"
SUBJECTS = ALERTS | {TRIAL: "A trial"}


@dataclass(frozen=True)
class Letter:
    """One alert in words. ``written`` is an ISO time with its zone; ``page`` shows the run, if any.

    Holds counts, codes, names of sites and what to type; never a value of a person's row.
    """

    alert: str
    workspace: str
    run: str
    sentence: str
    written: str
    page: str = ""

    @property
    def hour(self) -> str:
        """The hour in which it was written."""
        return self.written[:13]

    @property
    def digest(self) -> str:
        """The same for the same letter, another for any other."""
        return fingerprint(*astuple(self))[:16]


def mail_of(letter: Letter, settings: Settings, *, has_waited: bool = False) -> EmailMessage:
    """The mail of a letter, ready to be sent; no attachment."""
    receivers = settings["alerts.email_to"]
    sender = settings["alerts.email_from"] or receivers[0]
    written = dt.datetime.fromisoformat(letter.written)
    late = "; sent later, since no mail could be sent then" if has_waited else ""
    mail = EmailMessage()
    mail["Subject"] = f"triggerscape: {SUBJECTS[letter.alert]} ({letter.run})"
    mail["From"] = sender
    mail["To"] = ", ".join(receivers)
    mail["Date"] = format_datetime(written)
    # Of the letter, so that whoever receives it twice can tell that it is the same.
    mail["Message-ID"] = f"<{letter.digest}@{parseaddr(sender)[1].rpartition('@')[2]}>"
    mail.set_content("\n".join([*_lines(letter, written, late), "", _what_to_do(letter)]))
    return mail


def _lines(letter: Letter, written: dt.datetime, late: str) -> list[str]:
    return [
        letter.sentence,
        "",
        f"Run        {letter.run}",
        f"Workspace  {letter.workspace}",
        f"Written    {written.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC{late}",
        *([f"Page       {letter.page}"] if letter.page else []),
        f"Type       triggerscape status --home {letter.workspace}",
    ]


def _what_to_do(letter: Letter) -> str:
    if letter.alert == TRIAL:
        return "Nothing is wrong and nothing is to be done: somebody tried whether mail arrives.\n"
    return f"What to do, by docs/runbooks/{letter.alert}.md:\n\n{runbook(letter.alert)}"
