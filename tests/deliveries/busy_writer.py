"""Another program at work in an inbox: whole versions of one diary, put there in every way.

Started as a process of its own: the file, how many versions, the seed of its choices. Each version
is written down by its fingerprint in the file beside it, before any byte of it is to be seen.
"""

from __future__ import annotations

import hashlib
import os
import random
import sys
import time
from pathlib import Path

from sites_at_the_door import csv_of

WAYS = ("in place", "grow", "rename", "remove first")


def version(number: int) -> bytes:
    """A whole diary of 31 days whose every row tells which version it is; long enough to tear."""
    sleep = f"{number % 97 / 10:.1f}"
    people = range(number % 7 + 40)
    return csv_of(
        *(
            f"person-{one},2025-03-{day:02d},complete,true,true,6,{sleep},2"
            for one in people
            for day in range(1, 32)
        )
    )


def put(file: Path, data: bytes, way: str, pause: float) -> None:
    """Let a file hold other bytes, in one of the ways in which programs do it."""
    half = len(data) // 2
    if way == "rename":
        aside = file.with_name(f".{file.name}.x9")
        aside.write_bytes(data[:half])
        time.sleep(pause)
        with aside.open("ab") as opened:
            opened.write(data[half:])
        os.replace(aside, file)  # noqa: PTH105
        return
    if way == "remove first":
        file.unlink(missing_ok=True)
    with file.open("r+b" if way == "in place" and file.exists() else "wb") as opened:
        opened.write(data[:half])
        opened.flush()
        time.sleep(pause)
        opened.write(data[half:])
        opened.truncate()


def main() -> None:
    file, versions, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    chance = random.Random(seed)
    with Path(sys.argv[4]).open("a", encoding="ascii") as known:
        for number in range(versions):
            data = version(seed + number)
            known.write(hashlib.sha256(data).hexdigest() + "\n")
            known.flush()
            put(file, data, chance.choice(WAYS), chance.choice((0, 0.005, 0.05, 0.4)))
            time.sleep(chance.choice((0, 0.02, 0.3, 0.8)))


if __name__ == "__main__":
    main()
