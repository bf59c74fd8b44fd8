"""What is kept back and why: whole files, and rows by the rules they broke."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from triggerscape.warehouse.fates import fates_sql
from triggerscape.warehouse.lake import Lake
from triggerscape.warehouse.ledger.reading import open_ledger

if TYPE_CHECKING:
    from triggerscape.workspace import Workspace

# Not a rule of a row: it takes two rows to break it, and only all deliveries together show them.
CONFLICT = "any.key.conflict"
_WANTED = """
    (? IS NULL OR u.site_code = ?) AND (? IS NULL OR u.file_name = ?) AND (? IS NULL OR {rule} = ?)
"""


@dataclass(frozen=True)
class Rejected:
    """One rule that something of one file broke, and how many rows it cost."""

    site_code: str
    delivery_id: str
    file_name: str
    contract: str
    rule: str
    rows: int


@dataclass(frozen=True)
class RejectedFile(Rejected):
    """A file refused or held back as a whole; ``sentence`` says what was wrong with this one.

    What is held back was judged row by row and lies ready: it goes in when the reason is mended.
    """

    sentence: str
    is_held: bool


@dataclass(frozen=True)
class RejectedRows(Rejected):
    """The rows of one file that broke one rule; ``first_rows`` are numbers of the file's rows."""

    column: str
    first_rows: tuple[int, ...]


@dataclass(frozen=True)
class Rejects:
    """Everything refused that was asked about."""

    files: tuple[RejectedFile, ...]
    rows: tuple[RejectedRows, ...]

    @property
    def everything(self) -> tuple[Rejected, ...]:
        """Files, then rows."""
        return (*self.files, *self.rows)

    @property
    def used_rules(self) -> tuple[tuple[str, str, str], ...]:
        """Every broken rule once, by how many rows it cost: (site, contract, code)."""
        cost: dict[tuple[str, str, str], int] = {}
        for one in self.everything:
            key = (one.site_code, one.contract, one.rule)
            cost[key] = cost.get(key, 0) + one.rows
        return tuple(sorted(cost, key=lambda key: (-cost[key], key)))


def read_rejects(
    workspace: Workspace,
    *,
    site: str | None = None,
    file: str | None = None,
    rule: str | None = None,
    rows: int = 5,
) -> Rejects:
    """Read what was refused, by site, file or rule, with the first ``rows`` numbers of rows each.

    Errors as ``open_ledger`` has them.
    """
    conflicts = _conflicts(Lake(workspace.lake))
    wanted: list[Any] = [site, site, file, file, rule, rule]
    with open_ledger(workspace) as con:
        files = con.execute(
            f"""
            SELECT u.site_code, u.delivery_id, u.file_name, u.contract, u.file_rule, u.rows_in,
                u.sentence, u.is_held
            FROM ledger.file_use AS u
            WHERE u.file_rule <> '' AND {_WANTED.format(rule="u.file_rule")}
            ORDER BY ALL
            """,
            wanted,
        ).fetchall()
        broken = con.execute(
            f"""
            WITH kept_back AS (
                SELECT use_id, source_row, column_name, rule FROM ledger.quarantine
                UNION ALL
                SELECT use_id, source_row, '', '{CONFLICT}' FROM ({conflicts})
            )
            SELECT u.site_code, u.delivery_id, u.file_name, u.contract, q.rule,
                count(DISTINCT q.source_row) AS refused, q.column_name,
                list_slice(list(DISTINCT q.source_row ORDER BY q.source_row), 1, ?)
            FROM kept_back AS q
            JOIN ledger.file_use AS u ON u.use_id = q.use_id
            WHERE {_WANTED.format(rule="q.rule")}
            GROUP BY ALL
            ORDER BY u.site_code, u.delivery_id, u.file_name, u.contract, refused DESC, q.rule,
                q.column_name
            """,
            [max(rows, 0), *wanted],
        ).fetchall()
    return Rejects(
        tuple(RejectedFile(*one) for one in files),
        tuple(_with_rows(one) for one in broken),
    )


def _conflicts(lake: Lake) -> str:
    """Rows that contradict another version of their key; nothing says which is newer."""
    return f"SELECT use_id, source_row FROM ({fates_sql(lake)}) WHERE disposition = 'conflict'"


def _with_rows(found: tuple[Any, ...]) -> RejectedRows:
    *place, rule, rows, column, first = found
    site, delivery, file, contract = place
    return RejectedRows(site, delivery, file, contract, rule, rows, column, tuple(first or ()))
