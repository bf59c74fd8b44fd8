"""One site apart from the others: what goes wrong with its files stops none of theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.site_files import judge_site_files
from triggerscape.errors import TriggerscapeError, unforeseen
from triggerscape.faults.recognising import fault_in

if TYPE_CHECKING:
    from pathlib import Path

    from flows.run import Run
    from triggerscape.delivery.door.confined import ConfinedReader


def judge_site_apart(
    run: Run, site: str, reader: ConfinedReader, key: bytes, growing: frozenset[Path]
) -> list[str]:
    """Judge one site's files, and say what to know of them; a fault of ours there is said too.

    Files not judged before the fault came are judged by the next run; nothing of them is in use.

    Raises:
        TriggerscapeError: what concerns all sites, as an error of the machine does too.
    """
    try:
        return judge_site_files(run, site, reader, key, growing)
    except TriggerscapeError:
        raise
    except Exception as error:
        if fault_in(error) is not None:
            raise
        fault = unforeseen(error)
        return [
            f"site {site} is not taken in to its end, other sites are: {fault.message} "
            f"[{fault.code}], {fault.where}; {fault.fix}"
        ]
