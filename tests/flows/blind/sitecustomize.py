"""Loaded by a worker before anything else: a folder that it does not see, as on another machine."""

import os
import sys

UNSEEN = os.environ["TRIGGERSCAPE_TEST_UNSEEN"]
NOTED = os.environ["TRIGGERSCAPE_TEST_LOOKED"]
EVENTS = frozenset(
    {"open", "os.listdir", "os.scandir", "os.mkdir", "os.rename", "os.remove", "duckdb.connect"}
)


def refuse(event: str, values: tuple[object, ...]) -> None:
    if event in EVENTS and str(values[0] if values else "").startswith(UNSEEN):
        with open(NOTED, "a", encoding="utf-8") as noted:  # noqa: PTH123 - before any import
            noted.write(f"{event} {values[0]}\n")
        raise FileNotFoundError(f"not on this machine: {values[0]}")


sys.addaudithook(refuse)
