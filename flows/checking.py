"""Judging files without loading them: the same judgement as at the door, and nothing kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from expectations.judging_files import MISSHAPEN, Bench, JudgedFile, judge_file, refused_whole
from expectations.rulebook import explain_rules
from triggerscape.contract.catalogue import INPUTS
from triggerscape.delivery.arrival import Arrival
from triggerscape.delivery.door.confined import confined_reader
from triggerscape.delivery.door.staging import stage
from triggerscape.delivery.inbox import Delivery, Use, find_deliveries, uses_of
from triggerscape.delivery.profiles.reading import read_profile
from triggerscape.delivery.profiles.spelling import did_you_mean
from triggerscape.delivery.refusals import FileRefused
from triggerscape.errors import Exit, SettingsError, TriggerscapeError
from triggerscape.warehouse.connection import connect
from triggerscape.warehouse.literals import sql_texts

if TYPE_CHECKING:
    import duckdb

    from triggerscape.delivery.profiles.profile import SiteProfile
    from triggerscape.workspace import Workspace

FIRST_ROWS = 5
# Keys made here are thrown away with the folder, so the deployment's own key is not needed.
_NO_KEY = bytes(32)


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
    """What would become of one use of a file. ``file_rule`` is empty unless all of it is refused."""

    file: str
    contract: str
    rows_in: int
    would_accept: int
    would_refuse: int
    file_rule: str
    sentence: str
    fix: str
    rules: tuple[BrokenRule, ...]
    dropped: tuple[str, ...]


@dataclass(frozen=True)
class Checked:
    """All files of a check; ``unconfirmed`` are the guesses that keep the site from being loaded."""

    site_code: str
    unconfirmed: tuple[str, ...]
    files: tuple[CheckedFile, ...]

    @property
    def is_sound(self) -> bool:
        """True when nothing would be refused."""
        return not any(file.would_refuse or file.file_rule for file in self.files)


def check_files(
    workspace: Workspace,
    files: Sequence[Path],
    site: str,
    contract: str | None = None,
    *,
    say: Callable[[str], None] = lambda _: None,
) -> Checked:
    """Judge files by the profile of a site, in a folder that is removed; the workspace is read only.

    TriggerscapeError where there is no such profile or file, or a name tells no contract.
    """
    profile = _profile_of(workspace, site)
    asked = [(file, use) for file in _there(files) for use in _uses(file, profile, contract)]
    checked = []
    with TemporaryDirectory(prefix="triggerscape-check-") as made:
        folder = Path(made)
        with (
            connect(workspace.settings(), folders=[folder], spill=folder / "spill") as con,
            confined_reader() as reader,
        ):
            for number, (file, use) in enumerate(asked):
                say(f"check {file.name}")
                place = folder / f"{number}"
                place.mkdir()
                bench = Bench(con, reader, place, _NO_KEY, buckets=1)
                checked.append(
                    _check(bench, _delivery_of(workspace, site, file), file, use, profile)
                )
    return Checked(site, profile.unconfirmed, tuple(checked))


def _profile_of(workspace: Workspace, site: str) -> SiteProfile:
    path = workspace.sites / f"{site}.toml"
    if not path.is_file():
        known = sorted(found.stem for found in workspace.sites.glob("*.toml"))
        raise SettingsError(
            "E116",
            f"site {site} has no profile{f'; {did_you_mean(site, known)}' if known else ''}",
            where=str(path),
            fix=f"triggerscape init --site {site} --sample FILE --home {workspace.home}",
        )
    return read_profile(path)


def _there(files: Sequence[Path]) -> Sequence[Path]:
    if not files:
        raise TriggerscapeError(
            "E117",
            "name a file to check",
            fix="triggerscape check FILE --site SITE",
            exit_code=Exit.USAGE,
        )
    for file in files:
        if not file.is_file():
            raise TriggerscapeError("E117", "there is no such file", where=str(file))
    return files


def _uses(file: Path, profile: SiteProfile, contract: str | None) -> list[Use]:
    if contract is not None and contract not in INPUTS:
        raise TriggerscapeError(
            "E117",
            f"there is no contract {contract}; {did_you_mean(contract, INPUTS)}",
            exit_code=Exit.USAGE,
        )
    uses = [Use(contract, None)] if contract else uses_of(file, profile)
    if not uses:
        raise TriggerscapeError(
            "E117",
            f"its name begins with no contract ({', '.join(INPUTS)})",
            where=str(file),
            fix="rename it, or say what it holds: --contract diary",
        )
    return uses


def _delivery_of(workspace: Workspace, site: str, file: Path) -> Delivery:
    """The delivery the file lies in, with its manifest; a delivery of its own anywhere else."""
    whole = file.absolute()
    for delivery in find_deliveries(workspace.inbox, site):
        if whole in delivery.files:
            return delivery
    return Delivery(site, file.name.split(".")[0], (file,))


def _check(
    bench: Bench, delivery: Delivery, file: Path, use: Use, profile: SiteProfile
) -> CheckedFile:
    try:
        arrival = Arrival(stage(file, bench.folder), delivery, use, profile)
    except FileRefused as refusal:
        judged = refused_whole(refusal)
    else:
        judged = judge_file(bench, arrival)
    return _told(bench.con, judged, file, use, profile)


def _told(
    con: duckdb.DuckDBPyConnection, judged: JudgedFile, file: Path, use: Use, profile: SiteProfile
) -> CheckedFile:
    broken = _broken_rules(con, judged)
    codes = [code for code, *_ in broken] + ([judged.file_rule] if judged.file_rule else [])
    words = explain_rules(
        ((profile.site_code, use.contract, code) for code in codes), {profile.site_code: profile}
    )
    return CheckedFile(
        file=str(file),
        contract=use.contract,
        rows_in=judged.rows_in,
        would_accept=judged.rows_in - judged.rows_refused,
        would_refuse=judged.rows_refused,
        file_rule=judged.file_rule,
        sentence=judged.sentence,
        fix=words[judged.file_rule].fix if judged.file_rule else "",
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
        dropped=judged.dropped,
    )


def _broken_rules(
    con: duckdb.DuckDBPyConnection, judged: JudgedFile
) -> list[tuple[str, int, tuple[int, ...]]]:
    """(code, rows, first rows) of every broken rule, the costliest first."""
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
