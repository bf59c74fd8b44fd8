"""How a drafted profile is told: what was found, what waits, what to type next."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from triggerscape.delivery.drafts.new_site import NewSite
    from triggerscape.terminal import Terminal
    from triggerscape.workspace import Workspace


def report_draft(terminal: Terminal, workspace: Workspace, site: NewSite) -> None:
    """A few lines on the draft; what identifies people comes first, what to do next last."""
    if site.identifiers:
        terminal.say(f"Refused    columns that identify people: {', '.join(site.identifiers)}")
        terminal.say("           a file that has them is refused whole: ask for one without")
    terminal.say(
        f"Sample     {site.rows:,} rows, {site.columns} columns, taken for a {site.contract}"
        " (else: --contract)"
    )
    terminal.say(f"Profile    {site.profile}")
    terminal.say(
        f"Waits      for somebody to look at {len(site.guessed)} guesses; nothing is loaded before"
    )
    for key in site.left_open:
        terminal.say(f"           and to answer: {key}")
    if site.missing:
        terminal.say(f"Missing    required, and not in the sample: {', '.join(site.missing)}")
    if site.unknown:
        terminal.say(f"Left out   no column of the contract: {', '.join(site.unknown)}")
    terminal.say("Next       look at every line of the profile, then")
    terminal.say(
        f"           triggerscape check FILE --site {site.site_code} --home {workspace.home}"
    )
