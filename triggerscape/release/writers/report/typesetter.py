"""Is there a typesetter for the report? It comes with an extra, because it is large."""

from __future__ import annotations

from importlib.util import find_spec

from triggerscape.errors import TriggerscapeError

INSTALL = "pip install 'triggerscape[pdf]', or set release.pdf = false in triggerscape.toml"


def can_set_reports() -> bool:
    """True where the typesetter of the extra ``[pdf]`` is installed."""
    return find_spec("typst") is not None


def refuse_without_typesetter() -> None:
    """Stop a run that is to write a report, before it has done anything.

    Raises:
        TriggerscapeError: E459, the typesetter is not installed.
    """
    if not can_set_reports():
        raise TriggerscapeError(
            "E459",
            "release.pdf asks for report.pdf, and there is no typesetter to set it",
            where="triggerscape.toml",
            fix=INSTALL,
        )
