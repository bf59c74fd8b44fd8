"""Whether a server calls its makers: asked of the server itself, since it may run anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flows.prefect_runner import QUIET

if TYPE_CHECKING:
    from collections.abc import Mapping

    from prefect.client.orchestration import SyncPrefectClient

# Where a server's settings say it, and the variable that turns it off.
_SAID_IN = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": ("server", "analytics_enabled"),
    "PREFECT_SERVER_UI_V2_ENABLED": ("server", "ui", "v2_enabled"),
}


def calls_home(client: SyncPrefectClient) -> tuple[str, ...]:
    """What has to stand in the environment of the server that answers; nothing where all is off."""
    return left_on(client.request("GET", "/admin/settings").json())


def left_on(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """The variables missing from the environment of a server with these settings."""
    return tuple(f"{name}={QUIET[name]}" for name, way in _SAID_IN.items() if _at(settings, way))


def _at(settings: Mapping[str, Any], way: tuple[str, ...]) -> bool:
    found: Any = settings
    for name in way:
        # A server that does not say is taken to do it.
        found = found.get(name, True) if isinstance(found, dict) else True
    return bool(found)
