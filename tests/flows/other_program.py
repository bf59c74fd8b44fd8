"""Somebody else's program with a DuckDB file open: a process of its own that answers questions."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

_SCRIPT = """
import json, sys, duckdb
con = duckdb.connect(sys.argv[1], read_only=sys.argv[2] == "read")
print("open", flush=True)
for line in sys.stdin:
    try:
        said = con.execute(json.loads(line)).fetchall()
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
    print(json.dumps(said, default=str), flush=True)
con.close()
"""


class OtherProgram:
    """Holds a file open, for reading or for writing, until the block ends."""

    def __init__(self, file: Path, *, writes: bool = False) -> None:
        purpose = "write" if writes else "read"
        self._process = subprocess.Popen(
            [sys.executable, "-c", _SCRIPT, str(file), purpose],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._line() == "open\n", f"{file} cannot be opened to {purpose}"

    @property
    def number(self) -> int:
        """The number of its process."""
        return self._process.pid

    def ask(self, sql: str) -> Any:
        """The rows of a query, or the error in words."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(sql) + "\n")
        self._process.stdin.flush()
        return json.loads(self._line())

    def kill(self) -> None:
        """End it by SIGKILL."""
        self._process.kill()
        self._process.wait()

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._process.communicate()
