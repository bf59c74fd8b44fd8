"""The formats a site's profile can name: the folders of sql/sources that declare one."""

from __future__ import annotations

from functools import cache

from triggerscape.warehouse.statements import sql_folder

DECLARATION = "format.toml"


@cache
def format_names() -> tuple[str, ...]:
    """The names of all formats there are, sorted; the folders that hold a format.toml."""
    return tuple(sorted(path.parent.name for path in sql_folder().glob(f"sources/*/{DECLARATION}")))
