"""Tables on which suppression tools were found unsafe, as reported to sdcTools/UserSupport.

Each is told by its report's number; the tables are facts, the checks ours: the attackers find what
the report says of the unsafe pattern, and nothing in the pattern of mode S.
"""

from __future__ import annotations

import numpy as np
import pytest
from random_blocks import block_of, flat, hidden, matrix
from simple_suppression import line_rule

from triggerscape.disclosure.attack.all_attacks import attack
from triggerscape.disclosure.attack.determined import determined
from triggerscape.disclosure.attack.intervals import reachable
from triggerscape.disclosure.cells.system import System
from triggerscape.disclosure.exact.suppress import hide_complements


def _linked(regions: dict[str, tuple[str, str, int]]) -> tuple[System, np.ndarray]:
    """Regions by county and, once more, by group: two groupings that do not nest, one total."""
    words = list(regions)
    groups = [sorted({value[at] for value in regions.values()}) for at in (0, 1)]
    cells = [*words, *groups[0], *groups[1], "all"]
    lines = []
    for at in (0, 1):
        for group in groups[at]:
            parts = [cells.index(word) for word in words if regions[word][at] == group]
            lines.append(dict.fromkeys(parts, 1) | {cells.index(group): -1})
        parts = [cells.index(group) for group in groups[at]]
        lines.append(dict.fromkeys(parts, 1) | {cells.index("all"): -1})
    people = {
        cell: sum(v[2] for word, v in regions.items() if cell in {word, v[0], v[1], "all"})
        for cell in cells
    }
    return _system(cells, [people[cell] for cell in cells], lines)


REPORT_136 = {
    "A": ("county-1", "small", 2), "B": ("county-1", "small", 2), "I": ("county-1", "small", 8),
    "J": ("county-1", "small", 8), "K": ("county-2", "small", 3), "L": ("county-2", "BIG", 3),
    "M": ("county-2", "BIG", 3), "N": ("county-2", "small", 7),
}  # fmt: skip
REPORT_133 = {
    "A": ("county-1", "BIG", 11), "B": ("county-4", "BIG", 7), "I": ("county-1", "small", 3),
    "J": ("county-10", "small", 9), "K": ("county-10", "small", 4),
}  # fmt: skip


def _system(
    names: list[str], people: list[int], lines: list[dict[int, int]]
) -> tuple[System, np.ndarray]:
    k, counts = len(names), np.array(people)
    exact = counts.astype(float)
    system = System(
        tuple(names), exact, exact, matrix(lines, k), matrix([], k),
        np.arange(k), ("",) * k, np.zeros(k, bool),
    )  # fmt: skip
    return system, counts


def _place(system: System, word: str) -> int:
    return system.names.index(word)


def _assert_safe(system: System, counts: np.ndarray, threshold: int) -> np.ndarray:
    pattern = hide_complements(
        system, counts, (counts > 0) & (counts < threshold), threshold=threshold
    )
    assert pattern.unprotected == ()
    seen = hidden(system, counts, pattern.is_hidden)
    small = np.flatnonzero((counts > 0) & (counts < threshold))
    low, high = reachable(seen, small)
    assert (low <= 1).all()
    assert (high >= threshold - 1).all()
    assert not determined(seen).any()
    found = attack(seen, counts, threshold=threshold, mode="exact").findings
    assert [finding.attack for finding in found] == []
    return pattern.is_hidden


def test_report_136_tables_protected_one_after_the_other_give_region_k_away():
    """Counties and groups share regions: each line has two hidden cells, yet K follows."""
    system, counts = _linked(REPORT_136)
    small = np.isin(counts, [2, 3])
    low_lines = line_rule(system, counts, 4)
    told = determined(hidden(system, counts, low_lines))
    assert low_lines[small].all()
    assert told[_place(system, "K")]
    safe = _assert_safe(system, counts, 4)
    assert safe[_place(system, "N")] or safe[_place(system, "county-2")]


def test_report_133_linked_tables_with_a_county_of_one_region():
    system, counts = _linked(REPORT_133)
    _assert_safe(system, counts, 5)


def _two_by_five() -> tuple[System, np.ndarray]:
    """Rows 1 and 2 by A, B, H, M, W with the counts of report 135."""
    people = np.array([[1, 1, 7, 1, 0], [1, 0, 0, 2, 8]])
    return block_of([flat("row", "R", 2), flat("column", "C", 5)], people)


def test_report_135_three_people_alone_in_their_cells():
    """Whoever is alone in a cell knows it: two of three may give the third away."""
    system, counts = _two_by_five()
    _assert_safe(system, counts, 3)


def _line(*parts: int) -> tuple[System, np.ndarray]:
    names = [*(f"part {n}" for n, _ in enumerate(parts)), "whole"]
    line = dict.fromkeys(range(len(parts)), 1) | {len(parts): -1}
    return _system(names, [*parts, sum(parts)], [line])


@pytest.mark.parametrize("zeros", [(10, 5, 0, 0), (0, 0, 0)])
def test_report_194_zeros_protect_nothing(zeros):
    """15 = 10 + 5 + x + x: both are zero, as nothing is below. Mode S hides no zero."""
    system, counts = _line(*zeros)
    is_hidden = (counts == 0) & (np.arange(counts.size) < len(zeros))
    assert determined(hidden(system, counts, is_hidden))[is_hidden].all()
    pattern = hide_complements(system, counts, np.zeros(counts.size, bool), threshold=4)
    assert not pattern.is_hidden[counts == 0].any()


def test_report_194_two_ones_that_add_up_to_two():
    """15 = 10 + 3 + x + x: as zeros are shown, both are one. A third cell must be hidden."""
    system, counts = _line(10, 3, 1, 1)
    ones = counts == 1
    seen = hidden(system, counts, ones)
    knows_zeros = System(
        seen.names, np.where(ones, 1.0, seen.low), seen.high, seen.sums, seen.limits,
        seen.row, seen.site, seen.is_hidden,
    )  # fmt: skip
    assert determined(knows_zeros)[ones].all()
    pattern = hide_complements(system, counts, ones, threshold=3)
    assert pattern.secondary.sum() == 1


def test_margins_of_shown_cells_beside_a_second_table_of_totals():
    """Totals without the hidden, 211, and with them, 217: the six hidden follow. One whole only.

    The two-site case of the margins measured with ACRO: in mode S a total counts everybody, and a
    cell of six takes another with it.
    """
    system, counts = _line(6, 111, 100)
    wrong = hidden(system, counts, counts == 6)
    assert determined(wrong)[0]
    pattern = hide_complements(system, counts, counts == 6, threshold=11)
    assert pattern.is_hidden.sum() == 2
    _assert_safe(system, counts, 11)


def test_report_160_hidden_cells_that_are_nearly_all_one_site():
    """Three hidden groups dominated by one contributor: it works out the others' people.

    Groups of 40 + 2, 30 + 1 and 25 + 1 people, the larger share of each from one site. Hiding the
    site's cells alone would leave the site with the others' counts; mode S hides from it too.
    """
    people = np.array([[40, 30, 25, 60, 70], [2, 1, 1, 50, 40], [0, 0, 0, 30, 35]])
    system, counts = block_of([flat("site", "S", 3), flat("group", "G", 5)], people)
    _assert_safe(system, counts, 11)
