"""What becomes of each row of a published table from one release to the next."""

from __future__ import annotations

from triggerscape.disclosure.chain.hold.holding import NOTHING, HoldReport, hold

__all__ = ["NOTHING", "HoldReport", "hold"]
