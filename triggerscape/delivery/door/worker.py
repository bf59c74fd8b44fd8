"""The process in which delivered files are opened: it may die, and nothing else with it.

Reads one JSON job a line from its input and writes one JSON answer a line. Says nothing else: what
a library prints about a file may quote a row of it.
"""

from __future__ import annotations

import json
import math
import os
import resource
import sys
from pathlib import Path
from typing import Any

from triggerscape.delivery.door.opening import Job, copy_plainly
from triggerscape.delivery.refusals import FileRefused
from triggerscape.faults.kinds import NO_MEMORY
from triggerscape.faults.recognising import fault_in


def main() -> None:
    """Answer jobs until the input ends. The first argument is the memory limit in bytes."""
    os.umask(0o077)
    limit = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a dump would hold rows
    for line in sys.stdin:
        answer = _answer(json.loads(line))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _answer(job: dict[str, Any]) -> dict[str, Any]:
    _allow_processor_seconds(job.pop("seconds"))
    try:
        copy = copy_plainly(
            Job(**{**job, "source": Path(job["source"]), "target": Path(job["target"])})
        )
    except (MemoryError, ImportError):  # a library that is there and will not load lacks memory
        return {"rule": "file.crashed", "sentence": "the file needs too much memory", "rows": 0}
    except Exception as error:
        # A reader may take a full disk for a damaged file, and would refuse it for good.
        found = fault_in(error)
        if found and found.kind is NO_MEMORY:
            return {"rule": "file.crashed", "sentence": "the file needs too much memory", "rows": 0}
        if found:
            return {"fault": found.kind.numbers[0]}
        if isinstance(error, FileRefused):
            return {"rule": error.rule, "sentence": error.sentence, "rows": error.rows}
        said = f"the file cannot be read as what it seems to be ({type(error).__name__})"
        return {"rule": "file.unreadable", "sentence": said, "rows": 0}
    shape = copy.shape
    return {
        "path": str(copy.path),
        "form": copy.form,
        "delimiter": copy.delimiter,
        "headers": shape.headers,
        "rows": shape.rows,
        "misshapen": shape.misshapen,
        "repeated": shape.repeated,
        "is_padded": shape.is_padded,
    }


def _allow_processor_seconds(seconds: int) -> None:
    """So many more from now on; the system ends the process when they are used up."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    now = math.ceil(spent.ru_utime + spent.ru_stime)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (now + seconds, hard))


if __name__ == "__main__":
    main()
