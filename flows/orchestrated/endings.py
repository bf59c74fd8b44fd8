"""The words in which a run ends: what the list of runs, the page and an alert show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.errors import DisclosureRefused, TriggerscapeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.walking import RunOutcome

WITH_WARNINGS = "With warnings"


def ending(outcome: RunOutcome, needing: Sequence[str] = ()) -> tuple[str, str]:
    """Name of the final state and its message: the last step's sentence, and the first warning.

    ``needing`` are sentences of what needs a person; they come before what the steps warn of.
    """
    said = outcome.steps[-1].sentence
    looked_at = tuple(dict.fromkeys([*needing, *outcome.warnings]))
    if not looked_at:
        return "Completed", said
    first, more = looked_at[0], len(looked_at) - 1
    rest = f" (and {more} more)" if more else ""
    return WITH_WARNINGS, f"{said}. {first}{rest}"


def trouble(error: TriggerscapeError) -> str:
    """One sentence with code, place and what to type: the same as the command line says."""
    place = f", {error.where}" if error.where else ""
    fix = f". To do: {error.fix}" if error.fix else ""
    return f"[{error.code}] {error.message}{place}{fix}"


def kind_of(error: TriggerscapeError) -> str:
    """Which alert it is: refused by the disclosure gate, or failed."""
    return "disclosure-refused" if isinstance(error, DisclosureRefused) else "run-failed"
