"""The commands on the published history: list, show, verify."""

from __future__ import annotations

from dataclasses import asdict

from cyclopts import App

from triggerscape.command import Home, Json, Quiet, speak
from triggerscape.errors import Exit
from triggerscape.terminal import Terminal
from triggerscape.workspace import find_workspace

releases = App(name="releases", help="The published history.")


@releases.command(name="list")
def list_(*, home: Home = None, json: Json = False, quiet: Quiet = False) -> int:
    """Every release, oldest first."""

    def act(terminal: Terminal) -> int:
        from triggerscape.release.history import list_releases

        found = list_releases(find_workspace(home).releases)
        rows = [(r.release_id, r.as_of, r.run_id, r.is_synthetic) for r in found]
        if not json:
            terminal.grid(("release", "as of", "run", "synthetic"), rows)
        return terminal.finish({"releases": [asdict(release) for release in found]})

    return speak("releases list", as_json=json, quiet=quiet, act=act)


@releases.command
def show(
    release: str = "latest", *, home: Home = None, json: Json = False, quiet: Quiet = False
) -> int:
    """The tables of a release, with how many rows are hidden."""

    def act(terminal: Terminal) -> int:
        from triggerscape.release.history import show_release

        tables = show_release(find_workspace(home).releases / release)
        if not json:
            rows = [(table.name, table.rows, table.hidden) for table in tables]
            terminal.grid(("table", "rows", "hidden"), rows)
        return terminal.finish({"tables": [asdict(table) for table in tables]})

    return speak("releases show", as_json=json, quiet=quiet, act=act)


@releases.command
def verify(
    release: str = "latest", *, home: Home = None, json: Json = False, quiet: Quiet = False
) -> int:
    """Read a release back: checksums, contracts, protection."""

    def act(terminal: Terminal) -> int:
        from triggerscape.release.history import verify_release

        problems = verify_release(find_workspace(home).releases / release)
        for problem in problems:
            terminal.say(problem, style="red")
        terminal.say("Every file is as it was published." if not problems else "Do not use it.")
        code = Exit.CHECKS_FAILED if problems else Exit.OK
        return terminal.finish({"problems": problems}, exit_code=code)

    return speak("releases verify", as_json=json, quiet=quiet, act=act)
