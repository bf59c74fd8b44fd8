"""Contracts of the published tables that are worked out from other published tables."""

from __future__ import annotations

from triggerscape.contract.language import Table
from triggerscape.contract.releases.kpi import WIDE_KPI
from triggerscape.contract.releases.signals import BURDEN_SIGNAL
from triggerscape.contract.releases.wide_therapies import WIDE_THERAPY_SUMMARY
from triggerscape.contract.releases.wide_triggers import WIDE_TRIGGER_SUMMARY
from triggerscape.contract.releases.wide_windows import WIDE_SITE_WINDOW
from triggerscape.contract.releases.windows import DIM_WINDOW

DERIVED: tuple[Table, ...] = (
    DIM_WINDOW,
    BURDEN_SIGNAL,
    WIDE_KPI,
    WIDE_SITE_WINDOW,
    WIDE_TRIGGER_SUMMARY,
    WIDE_THERAPY_SUMMARY,
)
