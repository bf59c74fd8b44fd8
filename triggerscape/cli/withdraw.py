"""The command withdraw: people out of the workspace, named by keys that are never repeated."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from triggerscape.command import Home, Json, Quiet, speak
from triggerscape.errors import Exit, TriggerscapeError
from triggerscape.terminal import Terminal
from triggerscape.workspace import find_workspace

if TYPE_CHECKING:
    from flows.withdrawal.erasing import Withdrawn

_MOST_BYTES = 16 << 20


def withdraw(
    *,
    site: Annotated[str | None, Parameter(help="The site that knows them.")] = None,
    person: Annotated[
        str | None,
        Parameter(help="One key. Shells remember what is typed: rather use --from or a pipe."),
    ] = None,
    from_: Annotated[
        Path | None, Parameter(name="--from", help="A file with one key a line; - reads a pipe.")
    ] = None,
    again: Annotated[
        bool,
        Parameter(negative="", help="End what was interrupted; take out who was sent again."),
    ] = False,
    drop_files: Annotated[
        bool, Parameter(negative="", help="Remove whole what cannot be written without them.")
    ] = False,
    home: Home = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Take people who withdrew consent out of every file and table, for good."""

    def act(terminal: Terminal) -> int:
        import flows.withdraw as withdrawal
        from flows.run import open_run

        keys = [] if again else _keys(person, from_)
        run = open_run(find_workspace(home), say=terminal.progress)
        if again:
            done = withdrawal.withdraw_again(run, drop_files=drop_files)
        elif site is None:
            raise _usage("which site knows them?", "triggerscape withdraw --site SITE --from FILE")
        else:
            done = withdrawal.withdraw(run, site, keys, drop_files=drop_files)
        _report(terminal, done)
        data = {name: value for name, value in asdict(done).items() if name != "warnings"}
        return terminal.finish(data, warnings=done.warnings)

    return speak("withdraw", as_json=json, quiet=quiet, act=act)


def _keys(person: str | None, file: Path | None) -> list[str]:
    """The keys asked for, one a line, each once; blank lines are none."""
    if person is not None and file is not None:
        raise _usage("--person and --from are two ways to say the same", "use one of them")
    if person is not None:
        text = person
    elif file is None or str(file) == "-":
        text = "" if sys.stdin.isatty() else sys.stdin.read(_MOST_BYTES)
    else:
        try:
            with file.open(encoding="utf-8-sig") as opened:
                text = opened.read(_MOST_BYTES)
        except (OSError, UnicodeError) as error:
            kind = type(error).__name__
            raise _usage(f"the list of keys cannot be read ({kind})", "--from FILE") from None
    keys = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    if not keys:
        raise _usage("there is no key", "triggerscape withdraw --site SITE --from FILE")
    return keys


def _usage(message: str, fix: str) -> TriggerscapeError:
    return TriggerscapeError("E472", message, fix=fix, exit_code=Exit.USAGE)


def _report(terminal: Terminal, done: Withdrawn) -> None:
    before = f", {done.people_before} had withdrawn before" if done.people_before else ""
    terminal.say(f"Withdrawn   {done.people} people{before}")
    terminal.say(
        f"Inbox       {done.files_rewritten} files rewritten, {done.files_removed} removed"
    )
    terminal.say(f"Vault       {done.copies_removed} copies of delivered files removed")
    terminal.say(f"Models      {done.models_retired} kept versions retired")
    for warning in done.warnings:
        terminal.warn(warning)
    terminal.say("Next        triggerscape run publishes without them; releases stay as they are")
