"""The quality tables and the private page made of them, once every row has its account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from expectations.rulebook import explain_rules
from triggerscape.quality.page import quality_page, write_page
from triggerscape.quality.report import read_report
from triggerscape.quality.site_months import build_quality

if TYPE_CHECKING:
    from pathlib import Path

    from flows.run import Run

FOLDER = "quality"


def show_quality(run: Run) -> Path:
    """Build quality.* in the build file and write quality/index.html; gives back its path.

    Needs the accounts of this run settled; the same deliveries give the same page.
    """
    with run.open_build() as build:
        build_quality(build, run.lake)
        report = read_report(build)
    explained = explain_rules(report.codes, run.profiles)
    words = {code: (one.sentence, one.fix) for code, one in explained.items()}
    return write_page(run.workspace.home / FOLDER, quality_page(report, words))
