"""What would become of a file, in words and counts: the outcome of a check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from expectations.rulebook import explain_rules
from triggerscape.delivery.refusals import MISSHAPEN
from triggerscape.severity import Severity
from triggerscape.warehouse.literals import sql_texts

if TYPE_CHECKING:
    import duckdb

    from expectations.judging_files import JudgedFile
    from expectations.review.checks import Finding
    from triggerscape.delivery.profiles.profile import SiteProfile

FIRST_ROWS = 5


@dataclass(frozen=True)
class BrokenRule:
    """A rule that rows of a file broke; ``first_rows`` are numbers of rows below the header."""

    code: str
    column: str
    rows: int
    first_rows: tuple[int, ...]
    sentence: str
    fix: str


@dataclass(frozen=True)
class CheckedFile:
    """What would become of one use of a file; ``file_rule`` says why all of it goes, if it does.

    Rows that would be accepted may say what other rows say: duplicates are told apart when all
    deliveries are seen together. ``findings`` are what the review says of the file as a whole; a
    critical one holds it back. ``outside`` lines of a foreign file say nothing of this contract.
    """

    file: str
    contract: str
    rows_in: int
    would_accept: int
    would_refuse: int
    file_rule: str
    sentence: str
    fix: str
    rules: tuple[BrokenRule, ...]
    findings: tuple[Finding, ...]
    dropped: tuple[str, ...]
    outside: int = 0


@dataclass(frozen=True)
class Checked:
    """All files of a check; ``draft_sentence`` says why the site is not loaded at all, if so."""

    site_code: str
    draft_sentence: str
    files: tuple[CheckedFile, ...]

    @property
    def is_sound(self) -> bool:
        """True when nothing would be refused."""
        return not any(file.would_refuse or file.file_rule for file in self.files)


def checked_file(
    name: str,
    contract: str,
    judged: JudgedFile,
    *,
    broken: Sequence[tuple[str, int, tuple[int, ...]]],
    findings: Sequence[Finding],
    profile: SiteProfile,
) -> CheckedFile:
    """One judged use in words: ``broken`` as ``broken_rules`` gives it, findings of this use."""
    codes = [code for code, *_ in broken] + ([judged.file_rule] if judged.file_rule else [])
    used = [(profile.site_code, contract, code) for code in codes]
    words = explain_rules(used, {profile.site_code: profile})
    held = next((one for one in findings if one.severity is Severity.CRITICAL), None)
    sound = judged.rows_in - judged.rows_repeated - judged.rows_outside
    refused = sound if held else judged.rows_refused
    return CheckedFile(
        file=name,
        contract=contract,
        rows_in=judged.rows_in,
        would_accept=sound - refused,
        would_refuse=refused,
        file_rule=judged.file_rule or (held.code if held else ""),
        sentence=judged.sentence or (held.sentence if held else ""),
        fix=words[judged.file_rule].fix if judged.file_rule else (held.fix if held else ""),
        rules=tuple(
            BrokenRule(
                code,
                judged.column_of.get(code, ""),
                rows,
                first,
                words[code].sentence,
                words[code].fix,
            )
            for code, rows, first in broken
        ),
        findings=tuple(one for one in findings if one is not held),
        dropped=judged.dropped,
        outside=judged.rows_outside,
    )


def broken_rules(
    con: duckdb.DuckDBPyConnection, judged: JudgedFile
) -> list[tuple[str, int, tuple[int, ...]]]:
    """(code, rows, first rows) of every rule that rows broke, the costliest first."""
    found = [(MISSHAPEN, len(judged.misshapen), judged.misshapen[:FIRST_ROWS])]
    if judged.refused_part:
        paths = sql_texts(str(part) for part in judged.refused_part)
        found += [
            (str(code), int(rows), tuple(first))
            for code, rows, first in con.execute(
                f"""
                SELECT code, count(*), list_slice(list(source_row ORDER BY source_row), 1, ?)
                FROM (SELECT source_row, unnest(broken) AS code FROM read_parquet([{paths}]))
                GROUP BY code
                """,
                [FIRST_ROWS],
            ).fetchall()
        ]
    return sorted((one for one in found if one[1]), key=lambda one: (-one[1], one[0]))
