"""A mail server on loopback that demands TLS by its own certificate, and keeps what comes.

What it shall refuse is said by the beginning of a line it is sent: ``refuses["RCPT"] = "550 no"``,
or ``refuses["once RCPT"]`` where the next such line is to please it.
"""

from __future__ import annotations

import datetime as dt
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ONCE = "once "


@dataclass(frozen=True)
class MailServer:
    """Where it listens, the certificate to trust, the mail come so far, and what it refuses."""

    port: int
    certificate: Path
    received: list[EmailMessage]
    refuses: dict[str, str]


@contextmanager
def mail_server(folder: Path, *, offers_tls: bool = True) -> Iterator[MailServer]:
    """A running server; what it is sent without TLS it refuses, even where it offers none."""
    certificate, key = _certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    received: list[EmailMessage] = []
    refused: dict[str, str] = {}

    class Talk(_Talk):
        tls = context
        mail = received
        refuses = refused
        offers = "STARTTLS" if offers_tls else "8BITMIME"

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield MailServer(server.server_address[1], certificate, received, refused)
        server.shutdown()


class _Talk(socketserver.BaseRequestHandler):
    """As much of SMTP as a sender needs."""

    tls: ssl.SSLContext
    mail: list[EmailMessage]
    refuses: dict[str, str]
    offers: str

    def handle(self) -> None:
        self._say("220 mail")
        lines, is_safe = self.request.makefile("rb"), False
        while line := lines.readline():
            word = line.split()[0].upper() if line.split() else b""
            if word == b"EHLO":
                self._say(f"250-mail\r\n250 {'AUTH PLAIN' if is_safe else self.offers}")
            elif word == b"STARTTLS":
                self._say("220 go on")
                self.request = self.tls.wrap_socket(self.request, server_side=True)
                lines, is_safe = self.request.makefile("rb"), True
            elif word == b"QUIT":
                self._say("221 bye")
                return
            elif not is_safe:
                self._say("530 TLS first")
            elif answer := self._refusal(line):
                self._say(answer)
            elif word == b"AUTH":
                self._say("235 well")
            elif word == b"DATA":
                self._say("354 go on")
                text = b"".join(iter(lines.readline, b".\r\n"))
                self.mail.append(message_from_bytes(text, policy=policy.default))
                self._say("250 taken")
            else:
                self._say("250 well")

    def _refusal(self, line: bytes) -> str:
        text = line.decode().upper()
        for start, answer in list(self.refuses.items()):
            if text.startswith(start.removeprefix(ONCE).upper()):
                if start.startswith(ONCE):
                    del self.refuses[start]
                return answer
        return ""

    def _say(self, words: str) -> None:
        self.request.sendall(words.encode() + b"\r\n")


def _certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of localhost signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "mail.crt", folder / "mail.key"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths
