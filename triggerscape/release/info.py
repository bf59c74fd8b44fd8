"""What is known about a release before its tables are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from triggerscape.disclosure.rule import Rule

if TYPE_CHECKING:
    from datetime import date

# Semantic version of the published tables: major when a column goes or changes its meaning.
SCHEMA_VERSION = "1.2.0"


@dataclass(frozen=True)
class ReleaseInfo:
    """Where a release comes from and the rule it was protected with; holds no time of day."""

    as_of: date
    run_id: str
    code_version: str
    is_synthetic: bool
    threshold: int = 11
    rounding_base: int = 5
    title: str = "Migraine triggers and therapies"

    @property
    def rule(self) -> Rule:
        """The protection rule of the release."""
        return Rule(self.threshold, self.rounding_base)
