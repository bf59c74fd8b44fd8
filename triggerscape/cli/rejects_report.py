"""How rejects are told: rules with their words and fix, then files with their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.cli.check_report import row_numbers

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from expectations.rulebook import Explanation
    from triggerscape.rejected import Rejected, Rejects
    from triggerscape.terminal import Terminal
    from triggerscape.workspace import Workspace


def report_rejects(
    terminal: Terminal, workspace: Workspace, found: Rejects, told: Mapping[str, Explanation]
) -> None:
    """Every rule once, by how many rows it cost; then where; then what to type next."""
    if not told:
        terminal.say("Nothing is held back.", style="green")
        return
    cost = dict.fromkeys(told, 0)
    for one in found.everything:
        cost[one.rule] += one.rows
    for code, words in told.items():
        rows = "1 row" if cost[code] == 1 else f"{cost[code]:,} rows"
        terminal.say(f"{code}, {rows}: {words.sentence}")
        terminal.say(f"  fix  {words.fix}")
    terminal.say()
    for file in found.files:
        place = f"site {file.site_code}, {file.file_name} as {file.contract}"
        fate = "held back" if file.is_held else "refused"
        terminal.say(f"{place}: {fate} whole: {file.sentence} ({file.rule})", style="red")
    if found.rows:
        terminal.grid(
            ("site", "delivery", "file", "contract", "rule", "column", "rows", "first rows"),
            [
                (
                    *(one.site_code, one.delivery_id, one.file_name, one.contract),
                    *(one.rule, one.column, one.rows, row_numbers(one.first_rows, one.rows)),
                )
                for one in found.rows
            ],
        )
    first = found.everything[0]
    terminal.say()
    terminal.say("Row 1 is the first below the header.")
    terminal.say(f"Next  mend {workspace.sites / first.site_code}.toml, or ask the site, then")
    terminal.say(
        f"      triggerscape check {_path_of(workspace, first)} --site {first.site_code} "
        f"--home {workspace.home}"
    )


def _path_of(workspace: Workspace, one: Rejected) -> Path:
    """Where the file lies: in the folder of its delivery, or loose in the inbox of its site."""
    inbox = workspace.inbox / one.site_code
    folder = inbox / one.delivery_id
    return (folder if folder.is_dir() else inbox) / one.file_name
