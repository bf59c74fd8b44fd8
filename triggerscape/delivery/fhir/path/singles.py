"""One value out of a collection, as a text, a number or a truth value."""

from __future__ import annotations

from triggerscape.delivery.fhir.path.nodes import Collection, Kind, Nodes, Value
from triggerscape.warehouse.literals import sql_text

_NUMBERS = "('UBIGINT', 'BIGINT', 'HUGEINT', 'UHUGEINT', 'DOUBLE')"


class Singles:
    """Reads single values; what several of them mean where one was meant is set once.

    Args:
        refuse: True raises an error in the query, as the standard asks; False gives NULL, so that
            one odd resource does not stop a file.
    """

    def __init__(self, *, refuse: bool) -> None:
        self.refuse = refuse

    def text(self, value: Collection) -> str:
        """SQL of the value as text, a number as it stands in the resource."""
        if isinstance(value, Value):
            return value.sql if value.kind is Kind.TEXT else f"CAST({value.sql} AS VARCHAR)"
        if isinstance(value, Nodes):
            return f"json_extract_string({self._only(value)}, '$')"
        straight = value.written or f"json_extract_string({value.sql}, {value.path})"
        if value.is_single:
            return straight
        listed = f"json_extract_string({self._only(value.listed())}, '$')"
        # Nothing straight at the path may still mean a list on the way.
        absent = "'ARRAY'" if value.may_pass_lists() else "'NULL'"
        found = f"coalesce({value.json_type()}, {absent})"
        return f"CASE {found} WHEN 'ARRAY' THEN {listed} ELSE {straight} END"

    def number(self, value: Collection) -> str:
        """SQL of the value as DOUBLE; NULL for what is no number."""
        return (
            f"TRY_CAST({self.text(value)} AS DOUBLE)" if not _is(value, Kind.NUMBER) else value.sql
        )

    def boolean(self, value: Collection) -> str:
        """SQL of the value as BOOLEAN; anything but true and false is refused, or NULL."""
        if isinstance(value, Value) and value.kind is Kind.BOOLEAN:
            return value.sql
        text = self.text(value)
        other = _error("a condition is neither true nor false") if self.refuse else "NULL"
        return (
            f"CASE {text} WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE "
            f"ELSE CASE WHEN {text} IS NOT NULL THEN {other} END END"
        )

    def is_number(self, value: Collection) -> str:
        """SQL that is true where the value is written as a number."""
        if isinstance(value, Value):
            return "TRUE" if value.kind is Kind.NUMBER else "FALSE"
        return f"json_type({self._only(value.listed())}) IN {_NUMBERS}"

    def _only(self, nodes: Nodes) -> str:
        if nodes.at_most_one:
            return f"({nodes.sql})[1]"
        several = _error("several values where the view means one") if self.refuse else "NULL"
        only = f"CASE WHEN len(nodes) > 1 THEN {several} ELSE nodes[1] END"
        return f"list_transform([{nodes.sql}], lambda nodes: {only})[1]"


def _error(sentence: str) -> str:
    return f"error({sql_text(sentence)})"


def _is(value: Collection, kind: Kind) -> bool:
    return isinstance(value, Value) and value.kind is kind
