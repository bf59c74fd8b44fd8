"""Build a workspace's features as a child to be killed: ``feature_build_once.py HOME``."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # where what all tests share lies

from feature_lake import build_features

from flows.run import open_run
from triggerscape.workspace import Workspace

if __name__ == "__main__":
    run = open_run(Workspace(Path(sys.argv[1])))
    # Tells the parent that the building starts now.
    sys.stdout.write("building\n")
    sys.stdout.flush()
    build_features(run)
