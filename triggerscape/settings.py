"""Settings of a workspace: read, checked, and written with every default."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from triggerscape.declared_settings import SETTINGS
from triggerscape.errors import SettingsError

if TYPE_CHECKING:
    from pathlib import Path


class Settings:
    """The settings of one workspace, checked. Read a key with ``settings["warehouse.buckets"]``."""

    def __init__(self, values: dict[str, Any] | None = None, *, where: str = "") -> None:
        given = values or {}
        known = {setting.key: setting for setting in SETTINGS}
        faults = [f"unknown key {key}" for key in sorted(set(given) - set(known))]
        faults += [
            f"{key} must be {known[key].expects}"
            for key, value in sorted(given.items())
            if key in known and not known[key].is_valid(value)
        ]
        if faults:
            raise SettingsError(
                "E101",
                "; ".join(faults),
                where=where,
                fix="correct the file, or delete the line to take the default",
            )
        self._values = {key: given.get(key, setting.default) for key, setting in known.items()}

    def __getitem__(self, key: str) -> Any:
        """The value of one key."""
        return self._values[key]

    def text(self) -> str:
        """Every key that can change a result, with its value, for a fingerprint."""
        return repr(sorted(self.counting().items()))

    def counting(self) -> dict[str, Any]:
        """Every key that can change a result, with its value, as it is kept beside a result."""
        keys = {setting.key for setting in SETTINGS if setting.changes_results}
        return {key: value for key, value in self._values.items() if key in keys}

    def section(self, name: str) -> dict[str, Any]:
        """All values of one section, without its name."""
        prefix = f"{name}."
        return {
            key.removeprefix(prefix): value
            for key, value in self._values.items()
            if key.startswith(prefix)
        }


def read_settings(path: Path) -> Settings:
    """The settings in a triggerscape.toml; the defaults when there is no file."""
    if not path.exists():
        return Settings()
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError("E100", f"not valid TOML: {error}", where=str(path)) from error
    flat = {
        f"{section}.{key}": value
        for section, keys in tree.items()
        for key, value in (keys.items() if isinstance(keys, dict) else [("", keys)])
    }
    return Settings(flat, where=str(path))


def settings_text() -> str:
    """A triggerscape.toml with every default and its reason, as ``init`` writes it."""
    lines = ["# Settings of this workspace. Delete a line to take its default."]
    section = ""
    for setting in SETTINGS:
        head, key = setting.key.split(".")
        if head != section:
            section = head
            lines += ["", f"[{section}]"]
        lines += [f"# {setting.reason} Expects {setting.expects}."]
        lines += [f"{key} = {_toml(setting.default)}"]
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)
