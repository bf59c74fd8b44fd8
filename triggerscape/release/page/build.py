"""What the page of a release shows: its opening, and its figures in their order."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from triggerscape.release.info import ReleaseInfo
from triggerscape.release.page.burden.burden_figure import burden_figure
from triggerscape.release.page.opening.build import page_opening
from triggerscape.release.page.parts import Figure
from triggerscape.release.page.shell import page
from triggerscape.release.page.sites.quality_figure import quality_figure
from triggerscape.release.page.sites.site_figure import site_figure
from triggerscape.release.page.therapies.event_time_figure import event_time_figure
from triggerscape.release.page.therapies.therapy_figure import therapy_figure
from triggerscape.release.page.triggers.combination_figure import combination_figure
from triggerscape.release.page.triggers.dose_figure import dose_figure
from triggerscape.release.page.triggers.stratum_figure import stratum_figure
from triggerscape.release.page.triggers.timing_figure import timing_figure
from triggerscape.release.page.triggers.trigger_figure import trigger_figure

_FIGURES = (
    trigger_figure,
    timing_figure,
    dose_figure,
    combination_figure,
    stratum_figure,
    therapy_figure,
    event_time_figure,
    burden_figure,
    site_figure,
    quality_figure,
)


def dashboard(tables: Mapping[str, pl.DataFrame], info: ReleaseInfo, release_id: str) -> str:
    """The page of the published tables; ``tables`` are the released ones, by full name."""
    figures = page_figures(tables, info.threshold)
    return page(figures, page_opening(tables), info, release_id)


def page_figures(tables: Mapping[str, pl.DataFrame], threshold: int) -> list[Figure]:
    """The figures of the page, in its order, drawn from the released tables."""
    return [draw(tables, threshold) for draw in _FIGURES]
