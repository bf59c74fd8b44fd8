"""How many people stand in each arm, where one person may have several rows."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def people_by_arm(arm: npt.NDArray[np.int64], person_id: npt.NDArray[np.int64]) -> tuple[int, int]:
    """People with a row in arm 1, and people with one in arm 0; somebody may be in both."""
    return (len(np.unique(person_id[arm == 1])), len(np.unique(person_id[arm == 0])))
