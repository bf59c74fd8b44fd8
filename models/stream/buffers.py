"""Arrays that a thread fills again and again: fresh memory costs more than the arithmetic in it."""

from __future__ import annotations

import threading

import numpy as np
import numpy.typing as npt


class Buffers(threading.local):
    """One growing array for every thread and use."""

    def __init__(self) -> None:
        """Nothing is held until it is asked for."""
        self._held: dict[str, npt.NDArray[np.float64]] = {}

    def matrix(self, use: str, rows: int, columns: int) -> npt.NDArray[np.float64]:
        """An array (rows, columns) of any content, until this thread asks for ``use`` again."""
        size = rows * columns
        held = self._held.get(use)
        if held is None or held.size < size:
            held = self._held[use] = np.empty(size + size // 8)
        return held[:size].reshape(rows, columns)


BUFFERS = Buffers()
