"""Random paths over random resources: our SQL against plain loops."""

from __future__ import annotations

import json
import random
from typing import Any

import duckdb
import pytest
from plain_paths import plain, text, truth

from triggerscape.delivery.fhir import compile_view
from triggerscape.delivery.fhir.path.parser import parse

NAMES = ("a", "b", "c")
SCALARS = (0, 1, 2, 10, True, False, "1", "x", "true", "10", None)
PATHS, RESOURCES = 40, 40


def drawn_value(draw: random.Random, depth: int) -> Any:
    """Plain values, objects and lists of them, some of them null or empty."""
    kind = draw.random()
    if depth == 0 or kind < 0.25:
        return draw.choice(SCALARS)
    if kind < 0.65:
        names = draw.sample(NAMES, draw.randint(0, 3))
        return {name: drawn_value(draw, depth - 1) for name in names}
    # FHIR has no list of lists.
    values = [drawn_value(draw, depth - 1) for _ in range(draw.randint(0, 3))]
    return [value for value in values if not isinstance(value, list)]


def drawn_elements(draw: random.Random, depth: int) -> str:
    """A path that gives elements."""
    if depth == 0 or draw.random() < 0.3:
        return draw.choice(NAMES)
    target = drawn_elements(draw, depth - 1)
    condition = drawn_condition(draw, depth - 1)
    step = (f".{draw.choice(NAMES)}", ".first()", f"[{draw.randint(0, 2)}]", f".where({condition})")
    return target + draw.choice((step[0], *step))


def drawn_condition(draw: random.Random, depth: int) -> str:
    """A path that gives a truth value, or nothing."""
    left = drawn_elements(draw, max(depth - 1, 0))
    if depth == 0:
        right = draw.choice(("1", "10", "'x'", "'1'", "true", draw.choice(NAMES)))
        return f"{left} {draw.choice('= != < <= > >='.split())} {right}"
    inner = [drawn_condition(draw, depth - 1) for _ in range(2)]
    return draw.choice(
        (
            f"{left}.exists()",
            f"{left}.empty()",
            f"({inner[0]}) {draw.choice(('and', 'or'))} ({inner[1]})",
            f"({inner[0]}).not()",
            inner[0],
        )
    )


def answers(path: str, resources: list[dict[str, Any]]) -> list[tuple[str | None, str | None]]:
    """The column of the path as one value, and as a collection."""
    one, many = {"name": "one", "path": path}, {"name": "many", "path": path, "collection": True}
    view = compile_view({"resource": "Basic", "select": [{"column": [one, many]}]})
    lines = [json.dumps({"resourceType": "Basic"} | resource) for resource in resources]
    with duckdb.connect() as con:
        con.execute("CREATE TABLE sent AS SELECT unnest($1) AS resource", [lines])
        source = "(SELECT row_number() OVER () AS source_row, resource FROM sent)"
        rows = con.execute(f"{view.text_sql(source)} ORDER BY source_row").fetchall()
    return [(one, many) for _, one, many in rows]


def expected(path: str, resource: dict[str, Any]) -> tuple[str | None, str | None]:
    found = plain(parse(path), resource)
    texts = [text(node) for node in found] if isinstance(found, list) else [text(found)]
    return text(found), "|".join(one for one in texts if one is not None) or None


@pytest.mark.parametrize(
    "seed",
    [11, 12, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(100, 120))],
)
def test_our_sql_gives_what_plain_loops_give(seed: int):
    draw = random.Random(seed)
    resources = [
        {name: drawn_value(draw, 3) for name in draw.sample(NAMES, 3)} for _ in range(RESOURCES)
    ]
    said = 0
    for number in range(PATHS):
        ask = drawn_elements if number % 2 else drawn_condition
        path = ask(draw, draw.randint(0, 3))
        ours = answers(path, resources)
        assert ours == [expected(path, resource) for resource in resources], path
        said += sum(one is not None for one, _ in ours)
    assert said > PATHS * RESOURCES / 10, "nearly every path drawn finds nothing"


@pytest.mark.parametrize(
    ("value", "meant"), [([True], True), ("false", False), ([True, True], None), ([5], None)]
)
def test_the_referee_reads_truth_as_landing_does(value: Any, meant: bool | None):
    assert truth(value) is meant
