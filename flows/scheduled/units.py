"""Files that keep a server and a worker up: their environment, and a systemd unit for each."""

from __future__ import annotations

import shlex
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

from flows.prefect_runner import QUIET
from flows.scheduled.deployments import POOL

if TYPE_CHECKING:
    from triggerscape.workspace import Workspace

ENVIRONMENT = "triggerscape.env"
SERVER = "triggerscape-server.service"
WORKER = "triggerscape-worker.service"
PORT = 4200
# It may come to hold the password of a mail server.
_OWNER_ONLY = 0o600


def unit_files(workspace: Workspace, folder: Path) -> dict[str, str]:
    """Name and text of every file, paths of this workspace and of these programs filled in.

    The server keeps its database in ``folder`` too.
    """
    prefect = Path(sysconfig.get_path("scripts")) / "prefect"
    return {
        ENVIRONMENT: _environment(workspace.home, folder),
        SERVER: _unit("Prefect server", folder, f"{_quoted(prefect)} server start"),
        WORKER: _unit(
            "Prefect worker",
            folder,
            f"{_quoted(prefect)} worker start --pool {POOL}",
            needs=SERVER,
        ),
    }


def write_units(workspace: Workspace, folder: Path) -> tuple[list[Path], list[Path]]:
    """Write them; gives back those written, and those that were there and say something else.

    What somebody has changed by hand stays as it is.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written, kept = [], []
    for name, text in unit_files(workspace, folder).items():
        path = folder / name
        if not path.exists():
            path.touch(mode=_OWNER_ONLY)
            path.write_text(text, encoding="utf-8")
            written.append(path)
        elif path.read_text(encoding="utf-8") != text:
            kept.append(path)
    return written, kept


def _environment(home: Path, folder: Path) -> str:
    wanted = {
        **QUIET,
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
        "TRIGGERSCAPE_HOME": str(home),
        "PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_SERVER_API_HOST": "127.0.0.1",
        "PREFECT_SERVER_API_PORT": str(PORT),
        "PREFECT_API_URL": f"http://127.0.0.1:{PORT}/api",
    }
    lines = [f"{name}={shlex.quote(value)}" for name, value in sorted(wanted.items())]
    return "\n".join(
        [
            "# One environment for server, worker and commands. A shell reads it by",
            "# . ./triggerscape.env; systemd does too, and skips the two lines with set.",
            "set -a",
            *lines,
            "set +a",
            "",
        ]
    )


def _unit(what: str, folder: Path, command: str, *, needs: str = "") -> str:
    after = [f"Wants={needs}", f"After={needs}"] if needs else []
    return "\n".join(
        [
            "[Unit]",
            f"Description={what} of triggerscape",
            *after,
            "",
            "[Service]",
            # This line takes the rest of itself as it is; only a percent sign means something.
            f"EnvironmentFile={_escaped(folder / ENVIRONMENT)}",
            f"ExecStart={command}",
            "Restart=always",
            "RestartSec=10",
            "",
            "[Install]",
            "WantedBy=default.target",
            "",
        ]
    )


def _escaped(path: Path) -> str:
    return str(path).replace("%", "%%")


def _quoted(path: Path) -> str:
    """A path as a word of a command line of systemd."""
    return '"' + _escaped(path).replace("\\", "\\\\").replace('"', '\\"') + '"'
