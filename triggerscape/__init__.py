"""triggerscape: pooled headache diaries and clinic visits in, honest migraine tables out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from triggerscape.reading.release import open_release
    from triggerscape.reading.research import open_research

__version__ = "0.1.0"
__all__ = ["__version__", "open_release", "open_research"]

_LOADED_WHEN_ASKED = {
    "open_release": "triggerscape.reading.release",
    "open_research": "triggerscape.reading.research",
}


def __getattr__(name: str) -> Any:
    """The two ways in, loaded when asked for: a bare import stays light."""
    if name not in _LOADED_WHEN_ASKED:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LOADED_WHEN_ASKED[name]), name)
