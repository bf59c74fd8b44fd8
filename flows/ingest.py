"""Ingest: every delivered file staged and judged, then reviewed as a whole, then taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from expectations.judging import WITHDRAWN
from flows.delivery_review import review_deliveries
from flows.run import Run, StepOutcome
from flows.site_apart import judge_site_apart
from triggerscape.delivery.door.confined import confined_reader
from triggerscape.delivery.growing import growing_files
from triggerscape.delivery.manifest_fields import shown
from triggerscape.delivery.privacy.deployment_key import deployment_key
from triggerscape.withdrawal.journal import refuse_unfinished

if TYPE_CHECKING:
    import duckdb

MOST_RULES = 3


def ingest(run: Run) -> StepOutcome:
    """Judge what is new or changed at every site; one site's trouble never stops another.

    TriggerscapeError where somebody is half withdrawn.
    """
    refuse_unfinished(run.workspace.vault)
    run = run.narrowed()
    warnings = [_left_out(run, site) for site in _strangers(run)]
    key = deployment_key(run.workspace, run.profiles.values())
    growing = growing_files(run.workspace.inbox)
    with confined_reader() as reader:
        for site in sorted(run.profiles):
            run.say(f"ingest {site}")
            warnings += judge_site_apart(run, site, reader, key, growing)
    warnings += review_deliveries(run)
    with run.open_build() as build:
        for site in sorted(run.profiles):
            warnings += _held_back(build, site) + _without_rows(build, site)
        files, rows_in, refused = build.execute(
            "SELECT count(*), coalesce(sum(rows_in), 0), "
            "coalesce(sum(CASE WHEN is_held THEN rows_in ELSE rows_refused END), 0) "
            "FROM ledger.file_use WHERE len($only) = 0 OR site_code IN $only",
            {"only": sorted(run.only)},
        ).fetchall()[0]
    return StepOutcome(
        "ingest",
        "warning" if warnings else "ok",
        int(rows_in),
        int(rows_in - refused),
        int(refused),
        f"{files} files at {len(run.profiles)} sites",
        tuple(warnings),
    )


def _strangers(run: Run) -> list[str]:
    """Sites with a folder or a profile we cannot work with, of those that are asked for."""
    folders = {folder.name for folder in run.workspace.inbox.iterdir() if folder.is_dir()}
    if run.only:
        folders &= run.only
    return sorted((folders | set(run.unready)) - set(run.profiles))


def _left_out(run: Run, site: str) -> str:
    if site in run.unready:
        return f"site {site} is left out: {run.unready[site]}"
    name = shown(site)
    return (
        f"site {name} is left out: inbox/{name} has files but there is no sites/{name}.toml; "
        f"triggerscape init --site {name} --sample FILE writes one"
    )


def _held_back(build: duckdb.DuckDBPyConnection, site: str) -> list[str]:
    """What the ledger says is held back of a site: whole files, then rows by the rules they broke.

    Said in every run until it is mended, not only when the file was new.
    """
    files = build.execute(
        "SELECT file_name, contract, sentence, file_rule FROM ledger.file_use "
        "WHERE site_code = ? AND file_rule <> '' ORDER BY ALL",
        [site],
    ).fetchall()
    said = [
        f"site {site}, file {name} as {contract} refused: {sentence} ({rule})"
        for name, contract, sentence, rule in files
    ]
    rules = build.execute(
        "SELECT rule, count(DISTINCT (use_id, source_row)) AS refused FROM ledger.quarantine "
        "JOIN ledger.file_use USING (use_id) WHERE site_code = ? "
        "GROUP BY rule ORDER BY refused DESC, rule",
        [site],
    ).fetchall()
    if any(rule == WITHDRAWN for rule, _ in rules):
        said.append(
            f"site {site} sent rows of people who withdrew; they are not used, and "
            "triggerscape withdraw --again takes them out of the inbox and the vault"
        )
    if rules:
        most = ", ".join(f"{rule} ({refused:,})" for rule, refused in rules[:MOST_RULES])
        more = f" and {len(rules) - MOST_RULES} rules more" if len(rules) > MOST_RULES else ""
        said.append(
            f"site {site}: rows held back by {most}{more}; triggerscape rejects --site {site}"
        )
    return said


def _without_rows(build: duckdb.DuckDBPyConnection, site: str) -> list[str]:
    """Files of column names alone, unless a manifest came with them and says so."""
    files = build.execute(
        "SELECT file_name FROM ledger.file_use "
        "WHERE site_code = ? AND rows_in = 0 AND file_rule = '' AND NOT is_attested ORDER BY ALL",
        [site],
    ).fetchall()
    return [f"site {site}, file {name} holds column names and no rows" for (name,) in files]
