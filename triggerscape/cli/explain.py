"""The commands that say what tables hold and where a number comes from: schema, explain."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from triggerscape.command import Home, Json, Quiet, speak
from triggerscape.errors import Exit, TriggerscapeError
from triggerscape.terminal import Terminal
from triggerscape.workspace import find_workspace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from triggerscape.contract.language import Table
    from triggerscape.explaining.from_release import FromRelease
    from triggerscape.workspace import Workspace


def schema(
    table: Annotated[str | None, Parameter(help="One table; without it all of a release.")] = None,
    *,
    format: Annotated[  # noqa: A002
        Literal["md", "json", "mermaid"], Parameter(help="Text, an object, or a diagram.")
    ] = "md",
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """What tables hold: grain, key, and the meaning and unit of every column."""

    def act(terminal: Terminal) -> int:
        from triggerscape.contract.releases.catalogue import PUBLISHED
        from triggerscape.describing.as_object import table_object
        from triggerscape.describing.find_table import find_table

        tables = [find_table(table)] if table else list(PUBLISHED)
        objects = [table_object(one) for one in tables]
        if not json:
            sys.stdout.write(_printed(table, format, objects))
        return terminal.finish({"tables": objects})

    return speak("schema", as_json=json, quiet=quiet, act=act)


def explain(
    table: Annotated[str, Parameter(help="A table of a release, or of the person-level copy.")],
    *keys: Annotated[str, Parameter(help="Which row: trigger_id=sleep_short …")],
    release: Annotated[str, Parameter(help="Which release.")] = "latest",
    home: Home = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Where a number comes from: definition, estimand, SQL, model, inputs, and the row itself."""

    def act(terminal: Terminal) -> int:
        from triggerscape.describing.find_table import find_table
        from triggerscape.explaining.definition import define
        from triggerscape.explaining.text import definition_text, release_text

        asked = find_table(table)
        definition = define(asked)
        found = _look_up(find_workspace(home), asked, _split(keys), release)
        if not json:
            sys.stdout.write(definition_text(definition))
            sys.stdout.write(release_text(found) if found else "")
        about = asdict(found) if found else None
        return terminal.finish({"definition": asdict(definition), "release": about})

    return speak("explain", as_json=json, quiet=quiet, act=act)


def _look_up(
    workspace: Workspace, table: Table, keys: dict[str, str], release: str
) -> FromRelease | None:
    """What the release says; None of a table of people, and before the first release."""
    from triggerscape.explaining.from_release import look_up
    from triggerscape.reading.places import RELEASE_FILE
    from triggerscape.reading.release import open_release

    folder = workspace.releases / release
    if table.schema != "pub":
        if keys:
            raise TriggerscapeError(
                "E158",
                f"{table.name} holds people: its rows are not shown here",
                fix="triggerscape sql --research, in the workspace",
                exit_code=Exit.USAGE,
            )
        return None
    if not keys and not (folder / RELEASE_FILE).is_file():
        return None
    with open_release(folder, quiet=True) as opened:
        return look_up(opened.connection, table, keys)


def _split(keys: Iterable[str]) -> dict[str, str]:
    found = {}
    for key in keys:
        name, sign, value = key.partition("=")
        if not sign or not name:
            raise TriggerscapeError(
                "E158",
                f"{key} does not say which column has which value",
                fix="write it as trigger_id=sleep_short",
                exit_code=Exit.USAGE,
            )
        found[name] = value
    return found


def _printed(name: str | None, form: str, objects: list[dict[str, object]]) -> str:
    from json import dumps

    from triggerscape.contract.releases.catalogue import PUBLISHED
    from triggerscape.describing.find_table import find_table
    from triggerscape.describing.markdown import schema_page, table_section
    from triggerscape.describing.mermaid import diagram, diagram_of

    if form == "json":
        return dumps(objects[0] if name else objects, indent=2, ensure_ascii=False) + "\n"
    if name is None:
        return diagram(PUBLISHED) if form == "mermaid" else schema_page()
    table = find_table(name)
    return diagram_of(table) if form == "mermaid" else table_section(table)
