"""Count the work of a process that a run started. Python imports this by itself at start."""

from __future__ import annotations

import json
import os

from counted_work import PLAN, Work, watch

if PLAN in os.environ:
    of_run = Work(**json.loads(os.environ[PLAN]))
    of_run.step = "reader"
    watch(of_run)
