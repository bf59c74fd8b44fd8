"""The real diary as a user would bring it: profile into sites/, file into inbox/, run."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

from flows.plain_runner import run_plainly
from flows.run import open_run
from triggerscape.warehouse.statements import sql_folder
from triggerscape.workspace import Workspace


def bring_real_diary(file: Path, home: Path) -> Workspace:
    workspace = Workspace(home)
    workspace.create()
    shutil.copy(sql_folder() / "sources" / "kostecki_dillon" / "KD.toml", workspace.sites)
    (workspace.inbox / "KD").mkdir()
    shutil.copy(file, workspace.inbox / "KD" / file.name)
    run_plainly(open_run(workspace, as_of=dt.date(1999, 12, 31)))
    return workspace
