"""Where things lie in a user's workspace."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from triggerscape.settings import Settings, read_settings, settings_text


@dataclass(frozen=True)
class Workspace:
    """The folders of one workspace. Person-level folders are private to their owner."""

    home: Path

    @property
    def settings_file(self) -> Path:
        """triggerscape.toml."""
        return self.home / "triggerscape.toml"

    @property
    def sites(self) -> Path:
        """Site profiles."""
        return self.home / "sites"

    @property
    def inbox(self) -> Path:
        """Deliveries as they arrive: inbox/<site>/<delivery>/<files>."""
        return self.home / "inbox"

    @property
    def vault(self) -> Path:
        """Staged bytes and refused rows; private."""
        return self.home / "vault"

    @property
    def key_file(self) -> Path:
        """The deployment's key, of which person keys are made; back it up apart from the rest."""
        return self.vault / "deployment.key"

    @property
    def lake(self) -> Path:
        """Person-level Parquet, one folder a bucket; private."""
        return self.home / "lake"

    @property
    def build_file(self) -> Path:
        """Ledger and small tables; one writer, nobody else opens it."""
        return self.home / "build.duckdb"

    @property
    def research_file(self) -> Path:
        """Person-level read-only copy for data scientists."""
        return self.home / "research.duckdb"

    @property
    def logs(self) -> Path:
        """What each run did, a file a run, for a person to read; private."""
        return self.home / "logs"

    @property
    def releases(self) -> Path:
        """Frozen releases and the pointer to the newest."""
        return self.home / "releases"

    def settings(self) -> Settings:
        """The checked settings."""
        return read_settings(self.settings_file)

    def create(self) -> None:
        """Make the folders and a settings file; never touches what is there."""
        for folder in (self.home, self.sites, self.inbox, self.releases):
            folder.mkdir(parents=True, exist_ok=True)
        for private in (self.vault, self.lake):
            private.mkdir(mode=0o700, exist_ok=True)
        if not self.settings_file.exists():
            self.settings_file.write_text(settings_text(), encoding="utf-8")


def find_workspace(home: Path | None = None) -> Workspace:
    """The workspace named by --home, else by TRIGGERSCAPE_HOME, else ./workspace."""
    chosen = home or Path(os.environ.get("TRIGGERSCAPE_HOME", "workspace"))
    return Workspace(chosen.expanduser().resolve())
