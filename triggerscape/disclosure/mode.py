"""The two ways of printing counts that may be shown."""

from __future__ import annotations

from enum import StrEnum


class Mode(StrEnum):
    """How counts that may be shown are printed."""

    ROUNDED = "rounded"  # to a multiple of the base, totals too: nothing else need be hidden
    EXACT = "exact"  # as counted: further rows are hidden, so that no small one follows
