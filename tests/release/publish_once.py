"""Publish the invented release as a child to be killed: ``publish_once.py RELEASES RUN_ID``."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from fixture_tables import INFO, few_tables

from triggerscape.release.folder import write_release

if __name__ == "__main__":
    tables = few_tables()
    # Tells the parent that the writing starts now.
    sys.stdout.write("writing\n")
    sys.stdout.flush()
    write_release(tables, replace(INFO, run_id=sys.argv[2]), Path(sys.argv[1]))
