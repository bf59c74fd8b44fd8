"""What comes by mail, and what becomes of it when the mail server will not have it."""

from __future__ import annotations

import dataclasses
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from mail_server import MailServer, mail_server

from flows.alerts.letter import ALERTS, Letter, mail_of
from flows.alerts.outbox import is_first, keep, waiting
from flows.alerts.runbooks import runbook
from flows.alerts.telling import tell
from flows.alerts.trial import try_mail
from triggerscape.doctor.finding import Health
from triggerscape.doctor.mail import mail_findings
from triggerscape.errors import TriggerscapeError
from triggerscape.settings import Settings
from triggerscape.workspace import Workspace

LETTER = Letter(
    "run-failed",
    "/data/clinics",
    "nightly clinics",
    "[E121] process 7 is writing this workspace",
    "2026-11-22T02:00:05+00:00",
    "http://127.0.0.1:4200/runs/flow-run/7",
)
LATER = dataclasses.replace(LETTER, sentence="again", written="2026-11-23T02:00:05+00:00")
KEPT = "which the next run tries again"


@pytest.fixture(scope="module")
def post(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    with mail_server(tmp_path_factory.mktemp("post")) as one:
        yield one


@pytest.fixture(autouse=True)
def _anew(post: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    post.received.clear()
    post.refuses.clear()
    monkeypatch.setenv("SSL_CERT_FILE", str(post.certificate))
    monkeypatch.delenv("TRIGGERSCAPE_SMTP_USER", raising=False)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "clinics")
    made.create()
    return made


def to(port: int, **other: object) -> Settings:
    return Settings(
        {
            "alerts.email_to": ["night@clinic.example", "day@clinic.example"],
            "alerts.smtp_host": "localhost",
            "alerts.smtp_port": port,
            **{f"alerts.{name}": value for name, value in other.items()},
        }
    )


def test_a_mail_says_what_happened_where_and_what_to_do(post: MailServer, workspace: Workspace):
    assert tell(workspace, to(post.port), [LETTER]) == ""
    (mail,) = post.received
    assert mail["Subject"] == "triggerscape: A run failed (nightly clinics)"
    assert mail["To"] == "night@clinic.example, day@clinic.example"
    assert mail["From"] == "night@clinic.example"
    assert mail["Date"] == "Sun, 22 Nov 2026 02:00:05 +0000"
    assert re.fullmatch(r"<[0-9a-f]{16}@clinic\.example>", mail["Message-ID"])
    text = mail.get_content().replace("\r\n", "\n")
    assert text.startswith(LETTER.sentence + "\n\n")
    for line in (
        "Run        nightly clinics",
        "Workspace  /data/clinics",
        "Written    2026-11-22 02:00 UTC",
        "Page       http://127.0.0.1:4200/runs/flow-run/7",
        "Type       triggerscape status --home /data/clinics",
        "What to do, by docs/runbooks/run-failed.md:",
    ):
        assert line in text.splitlines()
    assert text.endswith(runbook("run-failed"))


@pytest.mark.parametrize("alert", sorted(ALERTS))
def test_the_runbook_goes_with_every_alert(alert: str):
    mail = mail_of(dataclasses.replace(LETTER, alert=alert), to(25))
    assert mail.get_content().endswith(runbook(alert))
    assert "**What it means.**" in mail.get_content()


def test_nobody_is_told_where_nobody_is_named(workspace: Workspace):
    assert tell(workspace, Settings(), [LETTER]) == ""
    assert waiting(workspace) == []


def test_what_could_not_be_sent_is_kept_and_sent_by_the_next_run(
    post: MailServer, workspace: Workspace
):
    said = tell(workspace, to(9), [LETTER])
    assert said == (
        "Nobody could be told of 1 alert, which the next run tries again: [E197] the mail server "
        "does not answer (ConnectionRefusedError), localhost:9. To do: see alerts.smtp_host and "
        "alerts.smtp_port"
    )
    assert tell(workspace, to(9), [LATER]).startswith("Nobody could be told of 2 alerts, ")
    assert waiting(workspace) == [LETTER, LATER]
    newest = dataclasses.replace(LATER, sentence="and a third")
    assert tell(workspace, to(post.port), [newest]) == ""
    assert waiting(workspace) == []
    first, second, third = (mail.get_content() for mail in post.received)
    assert first.startswith(LETTER.sentence)
    assert "Written    2026-11-22 02:00 UTC; sent later, since no mail could be sent then" in first
    assert second.startswith("again")
    assert third.startswith("and a third")
    assert "sent later" not in third
    assert tell(workspace, to(post.port), []) == ""
    assert len(post.received) == 3, "what was sent is not sent again"


def test_what_a_server_raises_twice_is_told_once(workspace: Workspace):
    assert [is_first(workspace, "run-failed 7") for _ in range(4)] == [True, False, False, False]
    assert is_first(workspace, "run-failed 8")
    shutil.rmtree(workspace.vault / "alerts")
    (workspace.vault / "alerts").write_text("in the way", encoding="utf-8")
    assert is_first(workspace, "run-failed 7"), "told twice is better than never"


def test_what_is_no_letter_among_those_that_wait_stops_none(post: MailServer, workspace: Workspace):
    keep(workspace, LETTER)
    folder = workspace.vault / "alerts" / "waiting"
    for name, text in {"a": "{", "b": "[]", "c": '{"alert": "run-failed"}'}.items():
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    assert tell(workspace, to(post.port), []) == ""
    assert len(post.received) == 1


def test_a_workspace_that_cannot_be_written_is_told_of_all_the_same(
    post: MailServer, workspace: Workspace
):
    (workspace.vault / "alerts").write_text("in the way", encoding="utf-8")
    assert tell(workspace, to(post.port), [LETTER]) == ""
    assert [mail.get_content().splitlines()[0] for mail in post.received] == [LETTER.sentence]
    said = tell(workspace, to(9), [LETTER])
    assert "nor can it be kept for the next run (NotADirectoryError)" in said


REFUSALS = {
    "RCPT": (
        "550 no",
        "refuses day@clinic.example (550), night@clinic.example (550)",
        "correct alerts.email_to",
    ),
    "MAIL": ("553 no", "refuses the first receiver as sender (553)", "set alerts.email_from"),
    "MAIL FROM": ("451 later", "takes no mail now (451)", "ask who runs it, should it last"),
    "DATA": ("554 no", "refuses the mail (554)", "ask who runs it, and say this number"),
    "AUTH": ("535 no", "refuses user or password (535)", "see TRIGGERSCAPE_SMTP_USER"),
}


@pytest.mark.parametrize("verb", REFUSALS)
def test_a_refusal_is_said_in_plain_words_and_loses_nothing(
    post: MailServer, workspace: Workspace, verb: str, monkeypatch: pytest.MonkeyPatch
):
    answer, sentence, fix = REFUSALS[verb]
    monkeypatch.setenv("TRIGGERSCAPE_SMTP_USER", "night")
    monkeypatch.setenv("TRIGGERSCAPE_SMTP_PASSWORD", "a secret")
    post.refuses[verb] = answer
    said = tell(workspace, to(post.port), [LETTER])
    assert f"[E197] the mail server {sentence}, localhost:{post.port}. To do: {fix}" in said
    assert "a secret" not in said
    assert waiting(workspace) == [LETTER]
    assert post.received == []


def test_one_address_that_is_refused_does_not_keep_mail_from_the_others(
    post: MailServer, workspace: Workspace
):
    post.refuses["RCPT TO:<day@"] = "550 no"
    said = tell(workspace, to(post.port), [LETTER])
    assert said == ("Not everybody could be told: the mail server refuses day@clinic.example (550)")
    assert len(post.received) == 1
    assert waiting(workspace) == []


def test_a_letter_the_server_will_not_take_does_not_hold_up_the_next(
    post: MailServer, workspace: Workspace
):
    post.refuses["once DATA"] = "554 no"
    said = tell(workspace, to(post.port), [LETTER, LATER])
    assert said.startswith("Nobody could be told of 1 alert, ")
    assert [mail.get_content().splitlines()[0] for mail in post.received] == ["again"]
    assert waiting(workspace) == [LETTER]


def test_without_tls_nothing_is_sent_to_a_port_that_is_not_25(workspace: Workspace, tmp_path: Path):
    with mail_server(tmp_path, offers_tls=False) as bare:
        said = tell(workspace, to(bare.port), [LETTER])
        assert "the mail server offers no TLS" in said
        assert bare.received == []
        assert waiting(workspace) == [LETTER]


def test_a_certificate_nobody_vouches_for_is_not_trusted(
    post: MailServer, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("SSL_CERT_FILE")
    said = tell(workspace, to(post.port), [LETTER])
    assert "has a certificate nobody here vouches for" in said
    assert said.endswith("To do: name its authority: SSL_CERT_FILE")


def test_a_trial_sends_one_mail_or_says_why_not(post: MailServer, workspace: Workspace):
    with pytest.raises(TriggerscapeError, match="nobody is to be told"):
        try_mail(workspace)
    workspace.settings_file.write_text(
        f'[alerts]\nemail_to = ["night@clinic.example"]\nsmtp_port = {post.port}\n',
        encoding="utf-8",
    )
    assert try_mail(workspace) == ["night@clinic.example"]
    (mail,) = post.received
    assert mail["Subject"] == "triggerscape: A trial (by hand)"
    assert "Nothing is wrong and nothing is to be done" in mail.get_content()
    post.refuses["RCPT"] = "550 no"
    with pytest.raises(TriggerscapeError, match=r"refuses night@clinic.example \(550\)"):
        try_mail(workspace)


def test_the_doctor_looks_whether_mail_would_go(post: MailServer):
    def found(settings: Settings, **environment: str) -> tuple[str, str]:
        (finding,) = mail_findings(settings, environment)
        return finding.health, finding.sentence

    assert found(Settings()) == (Health.OK, "nobody is told when something needs a person")
    assert found(to(post.port))[0] == Health.OK
    health, said = found(to(9))
    assert (health, said) == (
        Health.FIX,
        "the mail server does not answer (ConnectionRefusedError), localhost:9",
    )
    post.refuses["AUTH"] = "535 no"
    assert found(to(post.port), TRIGGERSCAPE_SMTP_USER="night") == (
        Health.FIX,
        f"the mail server refuses user or password (535), localhost:{post.port}",
    )
    assert post.received == [], "it sends nothing"
