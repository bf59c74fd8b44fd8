"""What is wrong with a view, and where in it."""

from __future__ import annotations

from triggerscape.errors import Exit, TriggerscapeError


class ViewError(TriggerscapeError):
    """A ViewDefinition that cannot be compiled; ``where`` is the path inside the view."""

    def __init__(self, message: str, *, where: str = "") -> None:
        super().__init__("E710", message, where=where, exit_code=Exit.USAGE)
