"""Every table of features.*: what the models read, by person and day, window or start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.contract.burden import BURDEN
from triggerscape.contract.changes import CHANGES
from triggerscape.contract.costs import COSTS
from triggerscape.contract.days import DAYS
from triggerscape.contract.exposures import EXPOSURES
from triggerscape.contract.factor_days import FACTOR_DAYS
from triggerscape.contract.outcomes import OUTCOMES
from triggerscape.contract.people import PEOPLE
from triggerscape.contract.starts import STARTS
from triggerscape.contract.windows import WINDOWS

if TYPE_CHECKING:
    from triggerscape.contract.language import Table

FEATURES: tuple[Table, ...] = (
    *DAYS,
    *FACTOR_DAYS,
    *CHANGES,
    *OUTCOMES,
    *WINDOWS,
    *BURDEN,
    *EXPOSURES,
    *STARTS,
    *COSTS,
    *PEOPLE,
)
