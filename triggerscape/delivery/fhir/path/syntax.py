"""The tree of a FHIRPath expression."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Literal:
    """A text, a number (as written) or a truth value."""

    value: str | bool
    is_number: bool = False


@dataclass(frozen=True)
class This:
    """``$this``, and what every path that names no other start begins with."""


@dataclass(frozen=True)
class Constant:
    """``%name``."""

    name: str


@dataclass(frozen=True)
class Member:
    """``target.name``: the elements of that name in every node of the target."""

    target: Expression
    name: str


@dataclass(frozen=True)
class Call:
    """``target.function(arguments)``."""

    target: Expression
    function: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True)
class Item:
    """``target[index]``, counted from 0 over the whole of the target."""

    target: Expression
    index: Expression


@dataclass(frozen=True)
class Operation:
    """``left sign right``; the sign is and, or, =, !=, <, <=, >, >=, +, -, * or /."""

    sign: str
    left: Expression
    right: Expression


Expression = Literal | This | Constant | Member | Call | Item | Operation
