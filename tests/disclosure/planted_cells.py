"""Planted unsafe releases of a few cells each, written out."""

from __future__ import annotations

from collections.abc import Iterator

from unsafe_releases import (
    Unsafe,
    acro_margins,
    cells,
    half_protected,
    linked_counties,
    table,
    with_bounds,
)

from triggerscape.disclosure.attack.rational import Figure


def all_unsafe() -> list[Unsafe]:
    """Every planted release."""
    return [
        *half_protected(), linked_counties(), acro_margins(),
        *by_subtraction(), *between_bounds(), *with_knowledge(), *with_figures(), *one_sided(),
    ]  # fmt: skip


def by_subtraction() -> Iterator[Unsafe]:
    """One number follows from the others."""
    three = {"S1": 4, "S2": 30, "S3": 50, "all": 84}
    told = cells(three, [("all", ["S1", "S2", "S3"])], hide="S1")
    yield Unsafe("one hidden under a total", "A1", *told, cell="S1")
    nested = {"S1": 30, "S2": 40, "S3": 50, "S4": 3, "R1": 70, "R2": 53, "all": 123}
    sums = [("R1", ["S1", "S2"]), ("R2", ["S3", "S4"]), ("all", ["R1", "R2"])]
    told = cells(nested, sums, hide="S4 R2")
    yield Unsafe("its region is hidden, the grand total is not", "A1", *told, cell="S4")
    square = [[3, 8, 40], [30, 50, 60], [70, 80, 90]]
    yield Unsafe("two in a row, one in each column", "A1", *table(square, "11 12"))
    corners = [[3, 40, 8], [40, 50, 60], [9, 70, 2]]
    yield Unsafe("a column without a second", "A1", *table(corners, "11 13 33"))
    # sdcTools/UserSupport #135: 15 = 10 + 5 + x + x.
    zeros = {"a": 10, "b": 5, "c": 0, "d": 0, "whole": 15}
    told = cells(zeros, [("whole", ["a", "b", "c", "d"])], hide="c d")
    yield Unsafe("empty cells hidden as if they were small", "A13", *told, cell="c")
    told = cells(zeros | {"a": 0, "whole": 5}, [("whole", ["a", "b", "c", "d"])], hide="b c d")
    yield Unsafe("zeros that protect nothing", "A2", *told, cell="b")
    windows = {"w1": 4, "w2": 44, "w3": 52, "quarter": 100}
    told = cells(windows, [("quarter", ["w1", "w2", "w3"])], hide="w1")
    yield Unsafe("a month out of its quarter", "A1", *told, cell="w1")


def between_bounds() -> Iterator[Unsafe]:
    """No number follows, but too few are left."""
    two = {"S1": 2, "S2": 3, "S3": 50, "all": 55}
    told = cells(two, [("all", ["S1", "S2", "S3"])], hide="S1 S2")
    yield Unsafe("two hidden that are few together", "A2", *told, cell="S1")
    yield Unsafe("everybody but one site", "A11", *told, cell="all without S3")
    yield Unsafe("one in a row, two in a column", "A1", *table([[9, 1], [11, 0]], "11 12 21"))
    narrow = [[9, 1, 30], [12, 4, 30], [30, 40, 50]]
    yield Unsafe("a square under a small column", "A2", *table(narrow, "11 12 21 22"))
    ones = {f"p{at:02d}": 1 for at in range(1, 23)} | {"all": 22}
    told = cells(ones, [("all", list(ones)[:-1])], hide=" ".join(list(ones)[:-1]), mode="rounded")
    yield Unsafe("22 hidden under a printed 20", "A1", *told, mode="rounded", cell="p07")
    tight = {"S1": 11, "a": 1, "b": 1, "c": 1, "d": 1, "e": 2, "all": 17}
    told = cells(tight, [("all", list(tight)[:-1])], hide="a b c d e", mode="rounded")
    yield Unsafe("five hidden between 15 and 15", "A2", *told, mode="rounded", cell="e")
    # Everybody is in a therapy, and no more than 23 are in the two that are shown.
    union = {"T1": 20, "T2": 3, "T3": 8, "any": 30}
    limits = [("any", ["T1", "T2", "T3"]), *((t, ["any"]) for t in ("T1", "T2", "T3"))]
    told = cells(union, [], hide="T3", limits=limits)
    yield Unsafe("people in several therapies", "A2", *told, cell="T3")
    nested = {"leaf": 2, "group": 3, "any": 40}
    told = cells(nested, [], hide="leaf", limits=[("leaf", ["group"]), ("group", ["any"])])
    yield Unsafe("a leaf within a small group that is shown", "A0", *told, cell="group")
    system, counts = cells({"S1": 23, "S2": 40}, [], mode="rounded")
    fine = with_bounds(system, S1=(23, 23))
    yield Unsafe("an exact count in a rounded table", "A0", fine, counts, mode="rounded", cell="S1")
    yield Unsafe("a small number shown", "A0", *cells({"S1": 4, "S2": 40}, []), cell="S1")


def with_knowledge() -> Iterator[Unsafe]:
    """Safe from strangers, not from those who know a part."""
    two = {"S1": 14, "S2": 6, "S3": 30, "S4": 40, "S5": 9, "R1": 20, "R2": 79, "all": 99}
    sums = [("R1", ["S1", "S2"]), ("R2", ["S3", "S4", "S5"]), ("all", ["R1", "R2"])]
    told = cells(two, sums, hide="S1 S2 S5 S3", sites=True)
    yield Unsafe("a region of two sites", "A5", *told, cell="S2")
    two = {"S1": 16, "S2": 1, "R1": 17}
    told = cells(two, [("R1", ["S1", "S2"])], hide="S2", sites=True, mode="rounded")
    yield Unsafe("a rounded region of two sites", "A5", *told, mode="rounded", cell="S2")
    three = {"S1": 14, "S2": 20, "S3": 6, "R1": 40}
    told = cells(three, [("R1", ["S1", "S2", "S3"])], hide="S1 S2 S3", sites=True)
    yield Unsafe("two of three sites together", "A5", *told, cell="S3", pairs=True)
    alone = {"a": 1, "b": 10, "c": 40, "whole": 51}
    told = cells(alone, [("whole", ["a", "b", "c"])], hide="a b")
    yield Unsafe("two hidden, one of them alone", "A6", *told, cell="b")
    guessed = next(u for u in half_protected() if u.name == "three_way 101, small cells only")
    yield Unsafe("cells that can be guessed", "A7", guessed.system, guessed.counts)


def _one(people: int, *figures: Figure) -> tuple:
    system, counts = cells({"S1": people}, [], mode="rounded")
    return system, counts, "rounded", "S1", figures


def with_figures() -> Iterator[Unsafe]:
    """Means and shares beside counts."""
    for decimals, printed in ((6, 4.531915), (4, 4.5319), (3, 4.532)):
        mean = Figure(0, "mmd_mean", printed, decimals)
        yield Unsafe(f"a mean with {decimals} decimals", "A8", *_one(47, mean))
    percentage = Figure(0, "responders", 30.8, 1, per=100, most=1)
    yield Unsafe("a percentage with a decimal over 13 people", "A8", *_one(13, percentage))
    both = (Figure(0, "share_a", 0.31, 2, most=1), Figure(0, "share_b", 0.77, 2, most=1))
    yield Unsafe("two shares of the same 13 people", "A8", *_one(13, *both))
    # Handbook on Statistical Disclosure Control, section 5.7: 8, 12 and 20 printed as 9, 14 and 19,
    # no further off than 2, beside their mean ages.
    system, counts = cells({"c1": 8, "c2": 12, "all": 20}, [("all", ["c1", "c2"])])
    seen = with_bounds(system, c1=(7, 11), c2=(12, 16), all=(17, 21))
    ages = tuple(
        Figure(at, "age", mean, 4, most=100) for at, mean in enumerate((11.25, 7.9167, 9.25))
    )
    yield Unsafe("the handbook's means", "A9", seen, counts, "rounded", "c1", ages)
    parts = {"S1": 90, "S2": 10, "all": 100}
    told = cells(parts, [("all", ["S1", "S2"])], hide="S2")
    days = tuple(Figure(at, "mmd", v, 2) for at, v in enumerate((10.5, None, 10.05)))
    yield Unsafe("the mean of everybody but one part", "A9", *told, "exact", "S2", days)


def one_sided() -> Iterator[Unsafe]:
    """Everybody, nobody, or all but a few."""
    for printed, who in ((1.0, "everybody"), (0.0, "nobody")):
        share = Figure(0, "share_with", printed, 2, most=1)
        yield Unsafe(f"a share that says {who}", "A11", *_one(47, share))
    percentage = Figure(0, "responders", 100.0, 0, per=100, most=1)
    yield Unsafe("100 %", "A11", *_one(40, percentage))
    for having, who in ((0, "nobody"), (40, "everybody")):
        told = cells({"n_with": having, "n": 40}, [], limits=[("n_with", ["n"])], one_row=True)
        yield Unsafe(f"{who} of a row", "A11", *told, cell="n_with")
    for name, having in (("ticked", 113), ("women", 119)):
        told = cells({name: having, "n": 120}, [], limits=[(name, ["n"])], one_row=True)
        yield Unsafe(f"few people are not {name}", "A11", *told, cell=f"n without {name}")
    subgroups = {"young": 55, "old": 3, "oldest": 4, "all": 62}
    told = cells(subgroups, [("all", ["young", "old", "oldest"])], hide="old oldest")
    yield Unsafe("all but the young", "A11", *told, cell="all without young")
