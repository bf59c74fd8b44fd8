"""What is known about a release before its tables are written, and who answers for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from triggerscape.disclosure.mode import Mode
from triggerscape.disclosure.rule import Rule

if TYPE_CHECKING:
    from datetime import date

# Semantic version of the published tables: major when a column goes or changes its meaning.
SCHEMA_VERSION = "1.4.0"


@dataclass(frozen=True)
class Steward:
    """Who answers for releases and how they may be had; what nobody said stays unsaid.

    ``base_url`` is the address under which the folders of releases are served; it ends in ``/``.
    """

    publisher: str = ""
    publisher_page: str = ""
    contact_email: str = ""
    base_url: str = ""
    licence: str = ""
    access: Literal["PUBLIC", "RESTRICTED", "NON_PUBLIC"] = "NON_PUBLIC"
    legislation: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """Who publishes and where questions go, in words; empty where nobody said so."""
        said = [
            *([f"Published by {self.publisher}."] if self.publisher else []),
            *([f"Questions go to {self.contact_email}."] if self.contact_email else []),
        ]
        return " ".join(said)


@dataclass(frozen=True)
class ReleaseInfo:
    """Where a release comes from and the rule it was protected with; holds no time of day.

    ``closed_through`` is the last day of the newest window that is published, None without any;
    ``restated`` the reason for which published windows were worked out again, if they were;
    ``has_report`` whether the release is to have a report to print.
    """

    as_of: date
    run_id: str
    code_version: str
    is_synthetic: bool
    threshold: int = 11
    rounding_base: int = 5
    mode: Mode = Mode.ROUNDED
    closed_through: date | None = None
    restated: str = ""
    title: str = "Migraine triggers and therapies"
    steward: Steward = Steward()
    has_report: bool = False

    @property
    def rule(self) -> Rule:
        """The protection rule of the release."""
        return Rule(self.threshold, self.rounding_base, self.mode)
