"""Which word of a therapy column is part of which: leaves, their groups, all of them."""

from __future__ import annotations

from triggerscape.vocabulary import THERAPIES, THERAPY_GROUPS

GROUP_OF = {therapy.code: therapy.group for therapy in THERAPIES if therapy.code != therapy.group}
"""By leaf: its group. A leaf that is its group stands for itself."""

WITHIN_ALL = dict.fromkeys(THERAPY_GROUPS, "all")
"""By group: all."""
