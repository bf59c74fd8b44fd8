"""What a select runs over: the nodes of forEach and forEachOrNull, and those of repeat."""

from __future__ import annotations

from dataclasses import replace

from triggerscape.delivery.fhir.errors import ViewError
from triggerscape.delivery.fhir.path.evaluation import evaluate
from triggerscape.delivery.fhir.path.nodes import Nodes, Place, Value
from triggerscape.delivery.fhir.path.parser import parse
from triggerscape.delivery.fhir.path.scope import Scope


def nodes_of(path: str, scope: Scope) -> Nodes:
    """The nodes a path gives; ViewError if it gives a plain value."""
    found = evaluate(parse(path), scope)
    if isinstance(found, Value):
        raise ViewError("a loop runs over elements, not over a plain value")
    return found.listed()


def or_one_empty(nodes: Nodes) -> Nodes:
    """The nodes, or one node that has no elements: what forEachOrNull runs over."""
    return replace(nodes, sql=f"coalesce(nullif({nodes.sql}, []::JSON[]), ['{{}}'::JSON])")


def repeated(paths: tuple[str, ...], scope: Scope) -> Nodes:
    """All nodes reached by following the paths again and again, each before what is below it.

    Every round puts the children of each node not yet opened right behind it. There can be no more
    rounds than the resource has opening braces; the rounds after the last open node change nothing.
    """
    acc, node = scope.resource.variable("found"), scope.resource.variable("node")
    child = scope.resource.variable("child")

    firsts = [nodes_of(path, scope) for path in paths]
    # Below the first round the nodes are of one type only if every path leads to it.
    types = {nodes.type for nodes in firsts}
    node_type = types.pop() if len(types) == 1 else ""

    def children(of: Scope) -> str:
        lists = ", ".join(nodes_of(path, of).sql for path in paths)
        opened = f"{{'node': {child}, 'is_open': TRUE}}"
        return f"list_transform(flatten([{lists}]), lambda {child}: {opened})"

    below = Place(f"{node}.node", type=node_type, is_single=True)
    opening = (
        f"CASE WHEN {node}.is_open THEN list_concat([{{'node': {node}.node, 'is_open': FALSE}}], "
        f"{children(scope.at(below))}) ELSE [{node}] END"
    )
    round_ = f"flatten(list_transform({acc}, lambda {node}: {opening}))"
    any_open = f"len(list_filter({acc}, lambda {node}: {node}.is_open)) > 0"
    text = "CAST(resource AS VARCHAR)"
    rounds = f"range(len({text}) - len(replace({text}, '{{', '')))"
    every = (
        f"list_reduce({rounds}, lambda {acc}, turn: CASE WHEN {any_open} THEN {round_} "
        f"ELSE {acc} END, {children(scope)})"
    )
    return Nodes(f"list_transform({every}, lambda {node}: {node}.node)", node_type)
