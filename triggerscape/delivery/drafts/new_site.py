"""A profile drafted from a sample, written beside the others of a workspace."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from triggerscape.contract.catalogue import INPUTS
from triggerscape.contract.diary import SITE_CODE
from triggerscape.delivery.drafts.foreign_samples import foreign_draft, foreign_sample
from triggerscape.delivery.drafts.sample import read_sample
from triggerscape.delivery.drafts.writing import profile_text
from triggerscape.delivery.guessing.drafting import draft_of
from triggerscape.delivery.guessing.headers import match_headers
from triggerscape.delivery.inbox import uses_of
from triggerscape.delivery.privacy.identifier_names import is_identifying
from triggerscape.delivery.profiles.profile import SiteProfile
from triggerscape.delivery.profiles.reading import profile_from
from triggerscape.delivery.profiles.spelling import did_you_mean
from triggerscape.delivery.refusals import FILE_RULES, FileRefused
from triggerscape.errors import Exit, TriggerscapeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triggerscape.workspace import Workspace


@dataclass(frozen=True)
class NewSite:
    """A drafted profile: where it lies and what was made of the sample.

    ``contract`` is what the sample was taken for, or the kind of file of a foreign format.
    ``guessed`` and ``left_open`` are the keys that wait in ``confirm``; ``identifiers`` are columns
    for which the file itself will be refused.
    """

    site_code: str
    profile: str
    contract: str
    rows: int
    columns: int
    guessed: tuple[str, ...]
    left_open: tuple[str, ...]
    identifiers: tuple[str, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]


def draft_site(
    workspace: Workspace,
    site: str | None,
    sample: Path | None,
    contract: str | None,
    *,
    sheet: str | None = None,
) -> NewSite:
    """Draft sites/<SITE>.toml from a sample; never writes over a profile that is there.

    TriggerscapeError when the site has no name we take or has a profile, or the sample is unusable.
    """
    code, path, source = _asked(workspace, site, sample, contract)
    with TemporaryDirectory(prefix="triggerscape-sample-") as folder:
        try:
            read = read_sample(source, Path(folder), sheet=sheet)
        except FileRefused as refusal:
            raise TriggerscapeError(
                "E115",
                f"the sample cannot be used: {refusal.sentence} ({refusal.rule})",
                where=str(source),
                fix=FILE_RULES[refusal.rule].fix if refusal.rule in FILE_RULES else "",
            ) from None
    identifiers = [name for name in read.rows.columns if is_identifying(name)]
    rows = read.rows.drop(identifiers)
    foreign = None if contract else foreign_sample(source.name, read.rows)
    if foreign:
        draft = foreign_draft(foreign, rows, read.dialect)
    else:
        table = INPUTS[contract or _contract_of(source, code, rows.columns)]
        draft = draft_of(rows, table, read.dialect)
    text = profile_text(code, draft, identifiers)
    profile_from(text, path)
    _write_new(path, text)
    return NewSite(
        code,
        str(path),
        draft.contract,
        draft.rows,
        len(read.rows.columns),
        tuple(guess.key for guess in draft.guesses if not guess.is_open),
        tuple(guess.key for guess in draft.guesses if guess.is_open),
        tuple(identifiers),
        draft.missing,
        draft.unknown,
    )


def _asked(
    workspace: Workspace, site: str | None, sample: Path | None, contract: str | None
) -> tuple[str, Path, Path]:
    if site is None or sample is None:
        raise TriggerscapeError(
            "E113",
            "a draft needs the site and a sample of what it sends",
            fix="triggerscape init --site SITE --sample FILE",
            exit_code=Exit.USAGE,
        )
    if not re.fullmatch(str(SITE_CODE.pattern), site):
        raise TriggerscapeError(
            "E113",
            "a site's code is 2 to 12 capital letters and digits",
            fix="for example: --site S01",
            exit_code=Exit.USAGE,
        )
    if contract is not None and contract not in INPUTS:
        raise TriggerscapeError(
            "E113",
            f"there is no contract {contract}; {did_you_mean(contract, INPUTS)}",
            exit_code=Exit.USAGE,
        )
    path = workspace.sites / f"{site}.toml"
    if path.exists():
        raise _is_there(path)
    if not sample.is_file():
        raise TriggerscapeError("E115", "there is no such file", where=str(sample))
    return site, path, sample


def _is_there(path: Path) -> TriggerscapeError:
    return TriggerscapeError(
        "E114",
        "the site has a profile already; a draft would be lost on it",
        where=str(path),
        fix="edit it, or move it away and draft again",
    )


def _contract_of(sample: Path, site: str, headers: Sequence[str]) -> str:
    """What the file's name says it holds, else the contract that knows most of its headers."""
    uses = uses_of(sample, SiteProfile(site))
    if uses:
        return uses[0].contract
    return max(INPUTS, key=lambda name: len(match_headers(headers, INPUTS[name]).headers))


def _write_new(path: Path, text: str) -> None:
    """Write a file that must not be there yet: whoever was first keeps theirs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise _is_there(path) from None
