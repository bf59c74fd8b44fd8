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
    """Read a release back and attack it again: checksums, contracts, protection, ledger."""

    def act(terminal: Terminal) -> int:
        from triggerscape.release.examined.again import attack_again, broken_since
        from triggerscape.release.history import verify_release

        workspace = find_workspace(home)
        path = workspace.releases / release
        terminal.progress("read every file")
        problems = verify_release(path)
        attacks: dict[str, int] = {}
        if not problems:
            terminal.progress("attack it again, with all releases before it")
            problems = broken_since(workspace.releases, workspace.vault)
            report = attack_again(path, workspace.releases, workspace.vault)
            problems += report.sentences()
            attacks = dict(report.tried)
        for problem in problems:
            terminal.say(problem, style="red")
        if problems:
            terminal.say("Do not use it.")
        else:
            terminal.say("Every file is as it was published.")
            terminal.say(f"{sum(attacks.values()):,} attacks tried again, none succeeds.")
        code = Exit.CHECKS_FAILED if problems else Exit.OK
        return terminal.finish({"problems": problems, "attacks": attacks}, exit_code=code)

    return speak("releases verify", as_json=json, quiet=quiet, act=act)
