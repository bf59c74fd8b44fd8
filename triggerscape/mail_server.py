"""The mail server that alerts go through: reached over TLS, each refusal of it in plain words."""

from __future__ import annotations

import smtplib
import socket
import ssl
from contextlib import contextmanager
from typing import TYPE_CHECKING

from triggerscape.errors import TriggerscapeError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from triggerscape.settings import Settings

WAIT_SECONDS = 30.0
USER, PASSWORD = "TRIGGERSCAPE_SMTP_USER", "TRIGGERSCAPE_SMTP_PASSWORD"
_TLS_FROM_THE_START = 465
_TLS_IF_OFFERED = 25
# A number below is for now: the same may be taken later.
_FOR_GOOD = 500


@contextmanager
def mail_server(
    settings: Settings, environment: Mapping[str, str], wait_seconds: float = WAIT_SECONDS
) -> Iterator[smtplib.SMTP]:
    """A connection over which mail can be sent; logged in where the environment names a user.

    Raises:
        TriggerscapeError: E197, what the mail server did, here or to what is sent, and what to do.
    """
    host, port = settings["alerts.smtp_host"], settings["alerts.smtp_port"]
    try:
        with _connected(host, port, wait_seconds) as server:
            user = environment.get(USER, "")
            if user:
                server.login(user, environment.get(PASSWORD, ""))
            yield server
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise mail_trouble(error, settings) from None


def mail_trouble(error: Exception, settings: Settings) -> TriggerscapeError:
    """What went wrong in plain words: codes alone, since a server's own text may quote anything."""
    sentence, fix = _in_words(error, settings)
    place = f"{settings['alerts.smtp_host']}:{settings['alerts.smtp_port']}"
    return TriggerscapeError("E197", f"the mail server {sentence}", where=place, fix=fix)


def _connected(host: str, port: int, wait_seconds: float) -> smtplib.SMTP:
    if port == _TLS_FROM_THE_START:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port, timeout=wait_seconds, context=context)
    server = smtplib.SMTP(host, port, timeout=wait_seconds)
    try:
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
        elif port != _TLS_IF_OFFERED:
            raise smtplib.SMTPNotSupportedError
    except BaseException:
        server.close()
        raise
    return server


def _in_words(error: Exception, settings: Settings) -> tuple[str, str]:
    """What it did, and what to do. The more special kinds of error come first."""
    credentials = f"see {USER} and {PASSWORD} in the worker's environment"
    address = "see alerts.smtp_host and alerts.smtp_port"
    match error:
        case smtplib.SMTPResponseException() if error.smtp_code < _FOR_GOOD:
            return f"takes no mail now ({error.smtp_code})", "ask who runs it, should it last"
        case smtplib.SMTPAuthenticationError():
            return f"refuses user or password ({error.smtp_code})", credentials
        case smtplib.SMTPRecipientsRefused():
            return f"refuses {refused_receivers(error.recipients)}", "correct alerts.email_to"
        case smtplib.SMTPSenderRefused():
            sender = settings["alerts.email_from"] or "the first receiver as sender"
            return f"refuses {sender} ({error.smtp_code})", "set alerts.email_from"
        case smtplib.SMTPResponseException():
            return f"refuses the mail ({error.smtp_code})", "ask who runs it, and say this number"
        case smtplib.SMTPServerDisconnected():
            return "hung up", address
        case smtplib.SMTPNotSupportedError():
            return "offers no TLS, or not the login asked for", f"{address}; {credentials}"
        case _:
            return _of_the_line(error, address, credentials)


def _of_the_line(error: Exception, address: str, credentials: str) -> tuple[str, str]:
    """The same of what is no answer of the server: its certificate, its name, the way to it."""
    match error:
        case ssl.SSLCertVerificationError():
            return "has a certificate nobody here vouches for", "name its authority: SSL_CERT_FILE"
        case ssl.SSLError():
            return "and this machine agree on no TLS", address
        case socket.gaierror():
            return "is not known by its name", address
        case TimeoutError():
            return "did not answer in time", address
        case ValueError():
            return "is sent a sign that mail does not know", f"{address}; {credentials}"
        case _:
            return f"does not answer ({type(error).__name__})", address


def refused_receivers(refused: Mapping[str, tuple[int, bytes]]) -> str:
    """The addresses it will not send to, each with the number it gave."""
    return ", ".join(f"{one} ({code})" for one, (code, _) in sorted(refused.items()))
