"""Judging files without loading them: the same judgement as at the door, and nothing kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from expectations.judging import rules_of
from expectations.judging_files import Bench, JudgedFile, judge_file, refused_whole
from expectations.review.deployment import deployment_of
from expectations.review.site_review import check_site, review
from flows.checked import Checked, CheckedFile, broken_rules, checked_file
from flows.shelf import Shelf
from flows.site_files import measure_judged
from triggerscape.contract.catalogue import INPUTS
from triggerscape.delivery.arrival import Arrival, use_id
from triggerscape.delivery.door.confined import confined_reader
from triggerscape.delivery.inbox import Delivery, Use, find_deliveries, uses_of
from triggerscape.delivery.profiles.reading import read_profile
from triggerscape.delivery.profiles.spelling import did_you_mean
from triggerscape.delivery.refusals import FileRefused
from triggerscape.delivery.sent_names import sent_name
from triggerscape.errors import Exit, SettingsError, TriggerscapeError
from triggerscape.quality.file_measures import FileMeasures
from triggerscape.quality.measures_ledger import read_measures
from triggerscape.warehouse.connection import connect
from triggerscape.warehouse.ledger.reading import open_ledger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from expectations.review.checks import Finding
    from triggerscape.delivery.profiles.profile import SiteProfile
    from triggerscape.workspace import Workspace

# Person keys made here are thrown away with the folder, so the deployment's own key is not needed.
_NO_KEY = bytes(32)


@dataclass(frozen=True)
class _Judged:
    """One use of a file: what was judged, which rules its rows broke, its measures."""

    file: Path
    use: Use
    use_id: str
    judged: JudgedFile
    broken: list[tuple[str, int, tuple[int, ...]]] = field(default_factory=list)
    measures: FileMeasures | None = None


def check_files(
    workspace: Workspace,
    files: Sequence[Path],
    site: str,
    contract: str | None = None,
    *,
    say: Callable[[str], None] = lambda _: None,
) -> Checked:
    """Judge files by the profile of a site, in a folder that is removed; write nothing else.

    The review compares them with each other and with what the workspace has taken in before.
    TriggerscapeError where there is no such profile or file, or a name tells no contract.
    """
    profile = _profile_of(workspace, site)
    asked = [(file, use) for file in _there(files) for use in _uses(file, profile, contract)]
    found = []
    with TemporaryDirectory(prefix="triggerscape-check-") as made:
        folder, settings = Path(made), workspace.settings()
        shelf = _shelf(workspace, site, profile, [file for file, _ in asked], folder)
        with (
            connect(settings, folders=[folder], spill=folder / "spill", only_streams=True) as con,
            confined_reader() as reader,
        ):
            for number, (file, use) in enumerate(asked):
                say(f"check {file.name}")
                place = folder / f"{number}"
                place.mkdir(mode=0o700)
                bench = Bench(con, reader, place, _NO_KEY, buckets=1)
                delivery = _delivery_of(workspace, site, file)
                found.append(_judge(bench, shelf, delivery, file, use))
    findings = _findings(workspace, found, profile)
    return Checked(
        site, profile.draft_sentence, tuple(_told(one, findings, profile) for one in found)
    )


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


def _shelf(
    workspace: Workspace, site: str, profile: SiteProfile, files: Sequence[Path], folder: Path
) -> Shelf:
    """The files to check, and beside them what the site has sent before."""
    there = [file for one in find_deliveries(workspace.inbox, site) for file in one.files]
    return Shelf(profile, tuple(dict.fromkeys([*files, *there])), folder)


def _judge(bench: Bench, shelf: Shelf, delivery: Delivery, file: Path, use: Use) -> _Judged:
    name, profile = use_id(delivery, sent_name(file), use), shelf.profile
    try:
        arrival = Arrival(shelf.staged(file), delivery, use, profile, shelf.beside(use))
    except FileRefused as refusal:
        return _Judged(file, use, name, refused_whole(refusal))
    judged = judge_file(bench, arrival)
    measures = FileMeasures(
        name,
        profile.site_code,
        use.contract,
        sent_name(file),
        delivery.extracted_at,
        delivery.is_attested,
        {one[:3]: one.value for one in measure_judged(bench.con, arrival, judged)},
    )
    return _Judged(file, use, name, judged, broken_rules(bench.con, judged), measures)


def _findings(
    workspace: Workspace, found: Sequence[_Judged], profile: SiteProfile
) -> Mapping[str, list[Finding]]:
    """What the review says of each use, beside everything the workspace has already taken in."""
    ours = {one.use_id: one.measures for one in found if one.measures and one.measures.values}
    others = []
    if workspace.build_file.exists():
        with open_ledger(workspace) as con:
            others = [file for file in read_measures(con) if file.use_id not in ours]
    files = [*others, *ours.values()]
    own = [file for file in files if file.site_code == profile.site_code]
    shares = {
        rule.code: rule.share for table in INPUTS.values() for rule in rules_of(table, profile)
    }
    findings: dict[str, list[Finding]] = {name: [] for name in ours}
    for one in review(check_site(own, profile, deployment_of(files), shares)):
        if one.use_id in findings:
            findings[one.use_id].append(one)
    return findings


def _told(one: _Judged, findings: Mapping[str, list[Finding]], profile: SiteProfile) -> CheckedFile:
    return checked_file(
        str(one.file),
        one.use.contract,
        one.judged,
        broken=one.broken,
        findings=findings.get(one.use_id, []),
        profile=profile,
    )
