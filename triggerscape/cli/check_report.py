"""How checked files are told: a block a file, its rules with their fix, what to type next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.checked import Checked, CheckedFile
    from triggerscape.terminal import Terminal
    from triggerscape.workspace import Workspace


def report_checks(terminal: Terminal, workspace: Workspace, checked: Checked) -> None:
    """What would become of every file; never a value, only numbers of rows."""
    for file in checked.files:
        _report_file(terminal, file)
    if checked.draft_sentence:
        terminal.warn(f"{checked.draft_sentence}; nothing is loaded before")
    profile = workspace.sites / f"{checked.site_code}.toml"
    if checked.is_sound:
        terminal.say("Nothing would be refused.", style="green")
        inbox = workspace.inbox / checked.site_code
        if not all(Path(file.file).absolute().is_relative_to(inbox) for file in checked.files):
            terminal.say(f"Next     put the files into {inbox}, then")
            terminal.say(f"         triggerscape run --home {workspace.home}")
        else:
            terminal.say(f"Next     triggerscape run --home {workspace.home}")
    else:
        terminal.say("Row 1 is the first below the header.")
        terminal.say(f"Next     mend {profile}, or ask the site for a new file, then check again")


def _report_file(terminal: Terminal, file: CheckedFile) -> None:
    terminal.say(f"File     {file.file} as {file.contract}")
    if file.file_rule:
        terminal.say(f"         refused whole: {file.sentence} ({file.file_rule})", style="red")
        terminal.say(f"         fix  {file.fix}")
    terminal.say(
        f"         {file.rows_in:,} rows in, {file.would_accept:,} would be accepted, "
        f"{file.would_refuse:,} refused"
    )
    if file.outside:
        terminal.say(f"         {file.outside:,} lines say nothing of a {file.contract}")
    for finding in file.findings:
        about = f"{finding.column}: " if finding.column else ""
        terminal.warn(f"{about}{finding.sentence} ({finding.code})")
        terminal.say(f"         fix  {finding.fix}")
    if file.dropped:
        terminal.say(f"         columns no contract asks for: {', '.join(file.dropped)}")
    if file.rules:
        terminal.grid(
            ("rule", "rows", "first rows"),
            [
                (rule.code, rule.rows, row_numbers(rule.first_rows, rule.rows))
                for rule in file.rules
            ],
        )
        for rule in file.rules:
            terminal.say(f"{rule.code}: {rule.sentence}")
            terminal.say(f"  fix  {rule.fix}")
    terminal.say()


def row_numbers(first: Sequence[int], rows: int) -> str:
    """The first numbers of rows, with a mark where there are more."""
    shown = ", ".join(map(str, first))
    return f"{shown}, …" if rows > len(first) and first else shown
