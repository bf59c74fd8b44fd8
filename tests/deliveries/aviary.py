"""A workspace to which sites sent canaries, what a run of it said, and what it left behind."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
from canaries import NEEDLES
from canary_formats import FORMATS
from canary_places import PROFILE, SITES_OWN, Table
from sites_at_the_door import add_site, new_workspace, send
from traces import Trace, traces

FOR_PRIVACY = ("privacy.", "file.identifiers")
_WITHOUT = ("inbox", "sites")


@dataclass(frozen=True)
class Aviary:
    """A workspace, with the folder for temporary files and for what was said beside it."""

    base: Path

    @property
    def home(self) -> Path:
        """The workspace."""
        return self.base / "workspace"

    def run(self, *command: str, **variables: str) -> int:
        """Run a command as a person would; gives back its exit code.

        All that it prints or logs, and every temporary file, stays under ``base``.
        """
        temporary, said = self.base / "tmp", self.base / "said"
        temporary.mkdir(exist_ok=True)
        said.mkdir(exist_ok=True)
        with (said / "stdout").open("ab") as out, (said / "stderr").open("ab") as err:
            done = subprocess.run(
                [sys.executable, *command],
                env={**os.environ, "TMPDIR": str(temporary), "COLUMNS": "250", **variables},
                stdout=out,
                stderr=err,
                timeout=900,
                check=False,
            )
        return done.returncode

    def ingest(self) -> int:
        """Ingest and validate from the command line."""
        return self.run(
            *("-m", "triggerscape", "run", "--to", "validate"), *("--home", str(self.home))
        )

    def said(self) -> str:
        """All that was printed, on both streams."""
        return "".join(
            (self.base / "said" / name).read_text(encoding="utf-8") for name in ("stdout", "stderr")
        )

    def escaped(self) -> list[Trace]:
        """Canaries and keys of sites anywhere but in what the sites sent.

        The staged bytes are a site's own file, kept read-only for the next run; which of them may
        be there is another question: ``staged``.
        """
        sent = [self.home / name for name in _WITHOUT]
        return traces(
            self.base, (*NEEDLES, SITES_OWN), leaving=[*sent, self.home / "vault" / "staged"]
        )

    def staged(self) -> set[str]:
        """The fingerprints of the bytes that are kept."""
        return {path.name for path in (self.home / "vault" / "staged").iterdir()}

    def uses(self) -> dict[tuple[str, str], tuple[str, str]]:
        """Of each file, by site and delivery: the rule it was refused for, its fingerprint."""
        with duckdb.connect(str(self.home / "build.duckdb"), read_only=True) as con:
            rows = con.execute(
                "SELECT site_code, delivery_id, file_rule, source_sha256 FROM ledger.file_use"
            ).fetchall()
        return {(site, delivery): (rule, sha256) for site, delivery, rule, sha256 in rows}


def new_aviary(base: Path) -> Aviary:
    """An empty workspace with one site a format."""
    aviary = Aviary(base)
    new_workspace(aviary.home)
    for form in FORMATS:
        file = '[file]\nencoding = "utf-16"\n' if form == "UTF16" else ""
        add_site(aviary.home, form, f"{file}{PROFILE}")
    return aviary


def deliver(aviary: Aviary, form: str, delivery: str, contract: str, table: Table) -> None:
    """Put one table into the inbox of the site that sends this format."""
    suffix, written = FORMATS[form]
    send(aviary.home, form, {f"{delivery}/{contract}{suffix}": written(*table)})


def is_for_privacy(rule: str) -> bool:
    """True for a rule whose files leave not even their bytes behind."""
    return rule.startswith(FOR_PRIVACY)


def told(found: Sequence[Trace]) -> str:
    """What escaped, for a failing test."""
    return "\n".join(f"{trace.needle!r} in {trace.file}" for trace in found[:40])
