"""The example queries of sql/examples: a question, who asks it, and the SQL that answers it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches

from triggerscape.errors import ContractBroken, Exit, TriggerscapeError
from triggerscape.warehouse.statements import Statement, read_statements

READERS = ("leader", "analyst", "scientist")
_ASKED = re.compile(rf"^-- ({'|'.join(READERS)}): (\S.*\?)$", re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """``asked_by`` is one of READERS; ``is_research`` when it asks the person-level copy."""

    name: str
    asked_by: str
    question: str
    sql: str
    is_research: bool


def read_examples() -> tuple[Example, ...]:
    """Every example: leaders' questions first, then analysts', then scientists'; ties by name."""
    found = [_example(statement) for statement in read_statements("examples")]
    return tuple(sorted(found, key=lambda one: (READERS.index(one.asked_by), one.name)))


def find_example(name: str) -> Example:
    """The example of that name; TriggerscapeError says which one is nearest."""
    known = {example.name: example for example in read_examples()}
    if name not in known:
        near = get_close_matches(name, known, n=1, cutoff=0.4)
        raise TriggerscapeError(
            "E157",
            f"there is no example {name}{f'; did you mean {near[0]}?' if near else ''}",
            fix="triggerscape sql --examples",
            exit_code=Exit.USAGE,
        )
    return known[name]


def _example(statement: Statement) -> Example:
    asked = _ASKED.search(statement.sql)
    if asked is None:
        raise ContractBroken(
            "E707", "an example says who asks which question", where=statement.name
        )
    of_people = not all(name.startswith("pub.") for name in statement.inputs)
    name = statement.name.removeprefix("examples.")
    return Example(name, asked[1], asked[2], statement.sql, of_people)
