"""What each block of the site calendar was last built from, so that the next run knows what is new.

A block is taken out before its file is touched and put back when all files are written: a run
killed in between leaves blocks that are built again, whatever they are made of by then.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from triggerscape.warehouse.json_file import write_json

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from triggerscape.warehouse.lake import Lake


@dataclass
class BuiltBlocks:
    """Blocks of days, each by the name of its file, ``from=YYYY-MM-DD.parquet``.

    ``spines`` has a fingerprint of everybody's spine in a block, and ``stretches`` each site's
    first and last day in that spine; ``made_of`` a fingerprint of all that a block of the calendar
    was made of, and ``files`` the sha256 of its file.
    """

    spines: dict[str, str] = field(default_factory=dict)
    stretches: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    made_of: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    def without(self, blocks: Iterable[str]) -> BuiltBlocks:
        """The same, as if these blocks of the calendar had never been built."""
        gone = set(blocks)
        made_of = {name: one for name, one in self.made_of.items() if name not in gone}
        files = {name: one for name, one in self.files.items() if name not in gone}
        return BuiltBlocks(self.spines, self.stretches, made_of, files)


def read_blocks(lake: Lake) -> BuiltBlocks:
    """What was built; nothing where there is no such file, or one nobody can read."""
    try:
        return BuiltBlocks(**json.loads(_file(lake).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return BuiltBlocks()


def write_blocks(lake: Lake, blocks: BuiltBlocks) -> None:
    """Put what is built in the place of what was; whole or not at all."""
    write_json(_file(lake), asdict(blocks))


def _file(lake: Lake) -> Path:
    return lake.root / ".built" / "sites.json"
