"""What a worker must share with the run that sends it work: the same code and the same files."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from flows.bucket_claim import claims
from triggerscape.errors import TriggerscapeError
from triggerscape.release.durable import replace_file
from triggerscape.warehouse.fingerprints import code_fingerprint, fingerprint

if TYPE_CHECKING:
    from triggerscape.workspace import Workspace

# A network file system may show an old list of names for a minute.
SEEN_WITHIN_SECONDS = 90


@dataclass(frozen=True)
class SharedGround:
    """The code of this process, and the run whose name lies in the workspace."""

    code: str
    run_id: str

    @classmethod
    def of(cls, workspace: Workspace, run_id: str) -> SharedGround:
        """Write a run's name into the workspace, for workers to find it."""
        replace_file(claims(workspace) / "run", run_id)
        return cls(code_here(), run_id)

    def check(self, workspace: Workspace) -> None:
        """TriggerscapeError where this process has other code, or another folder at that path.

        Also on work of an older run, which a worker may still have in its queue.
        """
        check_code(self.code)
        named = workspace.vault / "claims" / "run"
        if not named.is_file() or named.read_text(encoding="utf-8") != self.run_id:
            raise TriggerscapeError(
                "E146",
                "a worker does not see the workspace of this run",
                where=str(workspace.home),
                fix="mount the workspace at the same path on every machine of the cluster",
            )


def code_here() -> str:
    """A fingerprint of our code and of the libraries that write the lake's bytes."""
    return fingerprint(code_fingerprint(), duckdb.__version__, pa.__version__)


def check_code(code: str) -> None:
    """TriggerscapeError where this process has other code than the run that sends it work."""
    if code_here() != code:
        raise TriggerscapeError(
            "E145",
            "a worker has another version of triggerscape, of DuckDB or of Arrow",
            fix="install the same version for every worker and start the workers again",
        )


def files_seen(workspace: Workspace, bucket: int) -> str:
    """A fingerprint of the names of a bucket's files in the lake, as this machine sees them."""
    lake = workspace.lake
    found = [*lake.glob(f"*/bucket={bucket:05d}*"), *lake.glob(f"*/bucket={bucket:05d}/*")]
    return fingerprint(*sorted(path.relative_to(lake).as_posix() for path in found))


def wait_for_files(workspace: Workspace, bucket: int, names: str) -> None:
    """Wait until this machine sees the files a worker left; a table is all the files one sees.

    TriggerscapeError when it does not in time.
    """
    last = time.monotonic() + SEEN_WITHIN_SECONDS
    while files_seen(workspace, bucket) != names:
        if time.monotonic() > last:
            raise TriggerscapeError(
                "E147",
                f"files of bucket {bucket} that a worker wrote are not seen here",
                where=str(workspace.home),
                fix="mount the workspace so that a new file is seen everywhere at once (NFS: noac)",
            )
        time.sleep(1)
