"""Evidence of protection: the moves found so far, and what they still leave open."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from triggerscape.disclosure.exact.move import Move

if TYPE_CHECKING:
    from triggerscape.disclosure.cells.system import FloatArray, IntArray
    from triggerscape.disclosure.exact.block import Block

_EXACT = 1e-6
# Insiders must be left with more than one whole number for a small cell that is not theirs.
INSIDER_WIDTH = 1.0
OUTSIDE = -1
# Nothing is gained from moves many times what is asked.
_LARGEST = 16.0


class Need(NamedTuple):
    """What must be possible: ``cell`` changes by ``amount``, and nothing that ``who`` knows."""

    cell: int
    amount: float
    who: int = OUTSIDE


class Evidence:
    """Moves, each of which shows readers an equally possible table, kept by what they prove."""

    def __init__(self, block: Block, threshold: int, *, insiders: bool) -> None:
        self.block = block
        self.loose = block.loose
        self.threshold = threshold
        self.up, self.down = wanted(block, threshold)
        insider = block.sites + block.alone.size if insiders else 0
        self.alone_in = np.full(block.counts.size, -1)
        self.alone_in[block.alone] = block.sites + np.arange(block.alone.size)
        self.is_target = (self.up > 0) | (self.down > 0)
        self.targets = np.flatnonzero(self.is_target)
        self.place = np.full(block.counts.size, -1)
        self.place[self.targets] = np.arange(self.targets.size)
        self.ups = np.zeros(block.counts.size, int)
        self.downs = np.zeros(block.counts.size, int)
        self.any = np.zeros(block.counts.size, int)
        self.inside = np.zeros((self.targets.size, insider), int)
        # Nothing needs to be kept from a site of its own cells, nor from somebody of themselves.
        # What is no cell of the table, like a rest, is kept from outsiders alone.
        mine = [block.known_to(who)[self.targets] for who in range(insider)]
        self.is_own = (
            np.array(mine, bool).reshape(insider, self.targets.size).T
            | (self.targets >= block.size)[:, None]
        )
        # A whole of three parts that are not zero holds three people at least for whoever knows
        # that zeros are shown: such cells go down to 1 for the other readers only.
        self.is_loose = np.zeros(block.counts.size, bool)
        self.moves: dict[int, Move] = {}
        self.of_row: dict[int, set[int]] = {}
        self.next_number = 0

    def add(self, move: Move) -> int:
        """Keep a move; gives its number."""
        number, self.next_number = self.next_number, self.next_number + 1
        self._enter(number, move, 1)
        return number

    def add_both_ways(self, move: Move) -> list[int]:
        """Keep a move and its reverse, each as large as the block allows; gives their numbers."""
        numbers = []
        for turned in (move, move.scaled(-1)):
            most = _largest(self.loose if move.is_loose else self.block, turned)
            if most > _EXACT:
                numbers.append(self.add(turned.scaled(most)))
        return numbers

    def forget(self, numbers: list[int]) -> None:
        """Forget moves by number."""
        for number in numbers:
            self._enter(number, self.moves[number], -1)

    def drop_row(self, row: int) -> list[tuple[int, Move]]:
        """Forget the moves that change a cell of a row; gives them back."""
        gone = [(number, self.moves[number]) for number in sorted(self.of_row.get(row, ()))]
        self.forget([number for number, _ in gone])
        return gone

    def loosen(self, cell: int) -> None:
        """From now on a cell need only go down for readers who do not know that zeros are shown."""
        self.is_loose[cell] = True
        lowered = [
            -float(move.change[move.cells == cell].sum())
            for number in self.of_row.get(int(self.block.row[cell]), ())
            if (move := self.moves[number]).is_loose
        ]
        self.downs[cell] = sum(by >= self.down[cell] - _EXACT for by in lowered)

    def take_back(self, gone: list[tuple[int, Move]]) -> None:
        """Keep moves again that were forgotten."""
        for number, move in gone:
            self._enter(number, move, 1)

    def open_needs(self, cells: IntArray | None = None) -> list[Need]:
        """What is not proven yet, outsiders first; of some cells only where they are given."""
        cells = self.targets if cells is None else cells[self.is_target[cells]]
        return self.open_outside(cells) + self.open_inside(cells)

    def open_outside(self, cells: IntArray) -> list[Need]:
        """What is not proven to outsiders of these targets: all that is up, then down."""
        needs = [
            Need(int(c), float(self.up[c])) for c in cells if self.up[c] > 0 and not self.ups[c]
        ]
        return needs + [
            Need(int(c), -float(self.down[c]))
            for c in cells
            if self.down[c] > 0 and not self.downs[c]
        ]

    def open_inside(self, cells: IntArray) -> list[Need]:
        """What is not proven to insiders of these targets."""
        places = self.place[cells]
        is_open = (self.inside[places] == 0) & ~self.is_own[places]
        return [Need(int(cells[at]), INSIDER_WIDTH, int(who)) for at, who in np.argwhere(is_open)]

    def all_needs(self) -> list[Need]:
        """Every need, proven or not."""
        return Evidence(self.block, self.threshold, insiders=self.inside.size > 0).open_needs()

    def excuse(self, need: Need) -> None:
        """Ask for a need no longer: nothing can meet it."""
        if need.who != OUTSIDE:
            self.is_own[self.place[need.cell], need.who] = True
        elif need.amount > 0:
            self.up[need.cell] = 0
        else:
            self.down[need.cell] = 0

    def is_open(self, need: Need) -> bool:
        """Whether a need is still not proven."""
        if need.who != OUTSIDE:
            return not self.inside[self.place[need.cell], need.who]
        return not (self.ups if need.amount > 0 else self.downs)[need.cell]

    def _enter(self, number: int, move: Move, step: int) -> None:
        cells, change = move.cells, move.change
        self.any[cells] += step
        lower = cells[-change >= self.down[cells] - _EXACT]
        self.downs[lower[self.is_loose[lower] == move.is_loose]] += step
        self._index(number, move, step)
        if move.is_loose:
            return
        self.ups[cells[(change >= self.up[cells] - _EXACT)]] += step
        if self.inside.size:
            wide = cells[(np.abs(change) >= INSIDER_WIDTH - _EXACT) & self.is_target[cells]]
            stays = np.ones(self.inside.shape[1], int)
            insiders = np.concatenate([self.block.site[cells], self.alone_in[cells]])
            stays[insiders[insiders >= 0]] = 0
            self.inside[self.place[wide]] += step * stays

    def _index(self, number: int, move: Move, step: int) -> None:
        for row in set(self.block.row[move.cells].tolist()):
            if step > 0:
                self.of_row.setdefault(row, set()).add(number)
            else:
                self.of_row[row].discard(number)
        if step > 0:
            self.moves[number] = move
        else:
            del self.moves[number]


def wanted(block: Block, threshold: int) -> tuple[FloatArray, FloatArray]:
    """How far up and down each cell (k + p) must be able to move; 0 where nothing is asked.

    One with fewer people than the threshold must be able to hold 1 to threshold - 1, a larger one
    that must be hidden half a threshold more and fewer. What else stands in their rows must be able
    to change at all.
    """
    counts, half = block.counts, (threshold - 1) // 2
    is_small = counts < threshold
    up = np.where(is_small, threshold - 1 - counts, half)
    down = np.where(is_small, np.maximum(counts - 1, 0), np.minimum(half, counts - 1))
    beside = (block.is_fixed[block.row] & ~block.is_unseen).astype(float)
    return np.where(block.is_primary, up, beside), np.where(block.is_primary, down, 0.0)


def _largest(block: Block, move: Move) -> float:
    up, down = move.change > 0, move.change < 0
    room_up = (block.most - block.counts)[move.cells[up]] / move.change[up]
    room_down = (block.counts - block.least)[move.cells[down]] / -move.change[down]
    return float(np.concatenate([room_up, room_down]).min(initial=_LARGEST))
