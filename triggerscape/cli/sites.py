"""The commands on what sites send: init, check, rejects."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from triggerscape.command import Home, Json, Quiet, speak
from triggerscape.errors import Exit
from triggerscape.terminal import Terminal
from triggerscape.workspace import find_workspace


def init(
    *,
    site: Annotated[str | None, Parameter(help="Draft sites/SITE.toml as well.")] = None,
    sample: Annotated[Path | None, Parameter(help="A file of that site to draft it from.")] = None,
    contract: Annotated[
        str | None, Parameter(help="What the sample holds: diary, visit, …")
    ] = None,
    sheet: Annotated[str | None, Parameter(help="Which sheet of a workbook.")] = None,
    home: Home = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Make a workspace, or draft a site's profile from a sample. Touches nothing that is there."""

    def act(terminal: Terminal) -> int:
        workspace = find_workspace(home)
        workspace.create()
        from triggerscape.delivery.privacy.deployment_key import make_key

        make_key(workspace)
        if site is not None or sample is not None:
            from triggerscape.cli.draft_report import report_draft
            from triggerscape.delivery.drafts.new_site import draft_site

            drafted = draft_site(workspace, site, sample, contract, sheet=sheet)
            report_draft(terminal, workspace, drafted)
            return terminal.finish(asdict(drafted))
        terminal.say(f"Workspace  {workspace.home}")
        terminal.say(
            f"Next       triggerscape init --site SITE --sample FILE --home {workspace.home}"
        )
        terminal.say("           drafts sites/SITE.toml from a file the site has sent")
        return terminal.finish({"home": str(workspace.home)})

    return speak("init", as_json=json, quiet=quiet, act=act)


def check(
    *files: Path,
    site: Annotated[str, Parameter(help="By whose profile the files are read.")],
    contract: Annotated[
        str | None, Parameter(help="What they hold, where names do not tell.")
    ] = None,
    home: Home = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Judge files by a site's profile without loading them: what would be refused, and why."""

    def act(terminal: Terminal) -> int:
        from flows.checking import check_files
        from triggerscape.cli.check_report import report_checks

        workspace = find_workspace(home)
        checked = check_files(workspace, files, site, contract, say=terminal.progress)
        if not json:
            report_checks(terminal, workspace, checked)
        code = Exit.OK if checked.is_sound else Exit.CHECKS_FAILED
        return terminal.finish(asdict(checked), exit_code=code)

    return speak("check", as_json=json, quiet=quiet, act=act)


def rejects(
    *,
    site: Annotated[str | None, Parameter(help="Only this site.")] = None,
    file: Annotated[str | None, Parameter(help="Only files of this name.")] = None,
    rule: Annotated[str | None, Parameter(help="Only this rule.")] = None,
    rows: Annotated[int, Parameter(help="Row numbers to show for each file and rule.")] = 5,
    home: Home = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """What was refused and why: rules with their fix, files with their row numbers."""

    def act(terminal: Terminal) -> int:
        from expectations.rulebook import explain_rules
        from triggerscape.cli.rejects_report import report_rejects
        from triggerscape.delivery.profiles.reading import read_profiles
        from triggerscape.rejected import read_rejects

        workspace = find_workspace(home)
        found = read_rejects(workspace, site=site, file=file, rule=rule, rows=rows)
        told = explain_rules(found.used_rules, read_profiles(workspace.sites)[0])
        if not json:
            report_rejects(terminal, workspace, found, told)
        return terminal.finish(
            asdict(found) | {"rules": {code: asdict(words) for code, words in told.items()}}
        )

    return speak("rejects", as_json=json, quiet=quiet, act=act)
