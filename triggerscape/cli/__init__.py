"""The command line. Rooms are reached inside functions, so that help and status start at once."""

from __future__ import annotations

import sys

from cyclopts import App

from triggerscape import __version__
from triggerscape.cli.asking import log, sql, status
from triggerscape.cli.doctor import doctor
from triggerscape.cli.explain import explain, schema
from triggerscape.cli.pipeline import cohort, demo, run
from triggerscape.cli.schedule import schedule
from triggerscape.cli.sites import check, init, rejects
from triggerscape.cli.withdraw import withdraw
from triggerscape.release.commands import releases

app = App(
    name="triggerscape",
    version=__version__,
    help="Pooled headache diaries and clinic visits in, honest migraine tables out.",
)
for command in (init, doctor, check, run, status, log, rejects, sql, schema, explain, cohort, demo):
    app.command(command)
app.command(schedule)
app.command(withdraw)
app.command(releases)


def main() -> None:
    """Run the command line."""
    sys.exit(app(result_action="return_value"))
