"""How much a broken rule matters, for rows, files and tables alike."""

from __future__ import annotations

from enum import StrEnum


class Severity(StrEnum):
    """What happens when a rule is broken."""

    CRITICAL = "critical"  # what follows would be wrong: row, file or run goes no further
    WARNING = "warning"  # what follows is right but poorer: it goes on, and is said
    INFO = "info"  # nothing to do; kept so that somebody can look it up
