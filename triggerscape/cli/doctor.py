"""The command that looks at the machine and the workspace: doctor."""

from __future__ import annotations

import os
from dataclasses import asdict

from triggerscape.command import Home, Json, Quiet, speak
from triggerscape.errors import Exit
from triggerscape.terminal import Terminal
from triggerscape.workspace import find_workspace


def doctor(*, home: Home = None, json: Json = False, quiet: Quiet = False) -> int:
    """What is wrong with this machine or workspace, and the command that mends it."""

    def act(terminal: Terminal) -> int:
        from triggerscape.doctor.examination import examine, is_well
        from triggerscape.doctor.finding import Health

        findings = examine(find_workspace(home), os.environ)
        for one in findings:
            line = f"{one.health:<5} {one.subject:<10} {one.sentence}"
            terminal.say(line, style="bold red" if one.health is Health.FIX else None)
            if one.fix:
                terminal.say(f"{'':<17}{one.fix}")
        sick = sum(one.health is Health.FIX for one in findings)
        terminal.say("All is well." if not sick else f"{sick} to mend.")
        return terminal.finish(
            {"findings": [asdict(one) for one in findings]},
            exit_code=Exit.OK if is_well(findings) else Exit.CHECKS_FAILED,
        )

    return speak("doctor", as_json=json, quiet=quiet, act=act)
