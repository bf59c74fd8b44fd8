"""What lies in the inbox: deliveries, their manifests, and which contract each file belongs to."""

from __future__ import annotations

import datetime as dt
import errno
import os
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from triggerscape.contract.catalogue import INPUTS
from triggerscape.delivery.growing import Look, difference, is_partial_name, look_at
from triggerscape.delivery.manifest import Manifest, Promise, read_manifest
from triggerscape.delivery.manifest_fields import shown
from triggerscape.delivery.privacy.names_of_files import HIDDEN, is_telling
from triggerscape.delivery.sent_names import DELETED_FOLDER, sent_name
from triggerscape.delivery.sources.source_format import read_format
from triggerscape.warehouse.ledger.deliveries import DeliveryRecord

if TYPE_CHECKING:
    from collections.abc import Mapping

    from triggerscape.delivery.profiles.profile import SiteProfile

_TEXT_SUFFIXES = (".csv", ".tsv", ".txt", ".ndjson", ".jsonl")
SUFFIXES = (
    *_TEXT_SUFFIXES,
    *(f"{suffix}.gz" for suffix in _TEXT_SUFFIXES),
    ".parquet",
    ".xlsx",
    ".xls",
    ".zip",
)
MANIFEST = "manifest.json"
# Stands for the contract where a file of a format only helps to read the others.
LOOKED_UP = "looked_up"
_MOST_NAMED = 5
_RENAME = "left out until its site renames it"


@dataclass(frozen=True)
class Delivery:
    """The files a site sent together. Without a manifest it is unattested.

    ``waiting`` says why a delivery is left for the next run: then ``files`` is empty. ``fault`` is
    what is wrong with the manifest; the files are judged all the same, as unattested.
    ``left_out`` names what lies there and is no file of data. ``place`` and ``look`` are where it
    lies and how it stood when it was listed.
    """

    site_code: str
    delivery_id: str
    files: tuple[Path, ...]
    extracted_at: dt.datetime | None = None
    is_attested: bool = False
    promises: Mapping[str, Promise] = field(default_factory=dict)
    fault: str = ""
    is_of_other_site: bool = False
    mode: str = "incremental"
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    excluded: tuple[str, ...] = ()
    waiting: str = ""
    left_out: tuple[str, ...] = ()
    place: Path | None = None
    look: dict[str, Look] = field(default_factory=dict)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What to say about the delivery as a whole; nothing when all is well."""
        said = [text for text in (self.waiting, self.fault) if text]
        if self.left_out:
            said.append(f"no files of data, so not looked into: {_named(self.left_out)}")
        place = f"site {self.site_code}, delivery {self.delivery_id}"
        return tuple(f"{place}: {text}" for text in said)

    @property
    def record(self) -> DeliveryRecord:
        """The delivery as the ledger keeps it."""
        return DeliveryRecord(
            self.site_code,
            self.delivery_id,
            self.is_attested,
            self.mode,
            self.period_start,
            self.period_end,
            self.extracted_at,
            " ".join(self.excluded),
        )


@dataclass(frozen=True)
class Use:
    """One use of a file: the contract it feeds, and the foreign mapping if there is one.

    ``table`` is the kind of file in the site's format, where it is one.
    """

    contract: str
    mapping: str | None
    table: str | None = None


def find_deliveries(
    inbox: Path, site_code: str, growing: frozenset[Path] = frozenset()
) -> list[Delivery]:
    """Every delivery of a site, by name: each folder in its inbox, each loose file by itself.

    A delivery with a file in ``growing``, a partial copy, or a file shorter than its manifest
    promises is still on its way: it comes back without files and says what it waits for.
    """
    folder = inbox / site_code
    if not folder.is_dir():
        if folder.is_symlink() or folder.exists():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
        return []
    found = []
    for entry in _entries(folder):
        path = Path(entry.path)
        look = look_at(path)
        try:
            if entry.is_dir(follow_symlinks=False):
                listed = [_in_folder(site_code, path, growing)]
            else:
                listed = _loose(site_code, entry, growing)
        except (FileNotFoundError, NotADirectoryError):  # taken away while it was listed
            name = HIDDEN if is_telling(entry.name) else shown(entry.name)
            listed = [Delivery(site_code, name, (), waiting=changed([entry.name]))]
        found += [replace(one, place=path, look=look) for one in listed]
    return found


def as_it_stands(delivery: Delivery) -> Delivery:
    """The same delivery where nothing of it has changed since it was listed; else a waiting one."""
    if delivery.place is None or not delivery.files:
        return delivery
    names = difference(delivery.look, look_at(delivery.place))
    return replace(delivery, files=(), waiting=changed(names)) if names else delivery


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return sorted(entries, key=lambda entry: entry.name)


def _is_data(entry: os.DirEntry[str]) -> bool:
    # A link is data by its name, so that staging can refuse it in words.
    is_file = entry.is_file(follow_symlinks=False) or entry.is_symlink()
    return is_file and entry.name.lower().endswith(SUFFIXES) and not entry.name.startswith(".")


def _loose(site_code: str, entry: os.DirEntry[str], growing: frozenset[Path]) -> list[Delivery]:
    path, name = Path(entry.path), entry.name.split(".")[0]
    if is_telling(entry.name):
        return [Delivery(site_code, HIDDEN, (), waiting=_RENAME)]
    if is_partial_name(entry.name, SUFFIXES) or (_is_data(entry) and path in growing):
        return [Delivery(site_code, shown(entry.name), (), waiting=_still_written([entry.name]))]
    if _is_data(entry):
        return [Delivery(site_code, name, (path,))]
    if entry.name.startswith("."):
        return []
    return [Delivery(site_code, shown(entry.name), (), left_out=(entry.name,))]


def _in_folder(site_code: str, folder: Path, growing: frozenset[Path]) -> Delivery:
    if is_telling(folder.name):
        return Delivery(site_code, HIDDEN, (), waiting=_RENAME)
    entries = _entries(folder)
    if (folder / DELETED_FOLDER).is_dir() and not (folder / DELETED_FOLDER).is_symlink():
        entries = [e for e in entries if e.name != DELETED_FOLDER] + _entries(
            folder / DELETED_FOLDER
        )
    if any(_is_data(entry) and is_telling(entry.name) for entry in entries):
        return Delivery(site_code, folder.name, (), waiting=f"{HIDDEN} is in it; {_RENAME}")
    files = tuple(Path(entry.path) for entry in entries if _is_data(entry))
    partial = [entry.name for entry in entries if is_partial_name(entry.name, SUFFIXES)]
    partial += [path.name for path in (*files, folder / MANIFEST) if path in growing]
    if partial:
        return Delivery(site_code, folder.name, (), waiting=_still_written(partial))
    left_out = tuple(
        entry.name
        for entry in entries
        if not _is_data(entry) and entry.name != MANIFEST and not entry.name.startswith(".")
    )
    if not any(entry.name == MANIFEST for entry in entries):
        return Delivery(site_code, folder.name, files, left_out=left_out)
    manifest = read_manifest(folder / MANIFEST)
    short = _shorter_than_promised(files, manifest)
    if short:
        return Delivery(site_code, folder.name, (), waiting=short, left_out=left_out)
    return _attested(site_code, folder.name, files, manifest, left_out)


def _attested(
    site_code: str,
    delivery_id: str,
    files: tuple[Path, ...],
    manifest: Manifest,
    left_out: tuple[str, ...],
) -> Delivery:
    is_of_other_site = manifest.site_code not in (None, site_code)
    faults = [manifest.fault] if manifest.faults else []
    if is_of_other_site:
        faults.append("manifest.json names another site than the folder")
    names = {sent_name(file) for file in files}
    if missing := sorted(set(manifest.promises) - names):
        faults.append(f"manifest.json promises files that are not there: {_named(missing)}")
    if not manifest.faults and (strange := sorted(names - set(manifest.promises))):
        faults.append(f"manifest.json does not name files that are there: {_named(strange)}")
    return Delivery(
        site_code,
        delivery_id,
        files,
        extracted_at=manifest.extracted_at,
        is_attested=not faults,
        promises=manifest.promises,
        fault="; ".join(faults),
        is_of_other_site=is_of_other_site,
        mode=manifest.mode,
        period_start=manifest.period_start,
        period_end=manifest.period_end,
        excluded=manifest.excluded,
        left_out=left_out,
    )


def _shorter_than_promised(files: tuple[Path, ...], manifest: Manifest) -> str:
    for file in files:
        promise = manifest.promises.get(sent_name(file))
        if promise is None or promise.size is None or file.is_symlink():
            continue
        size = file.stat().st_size
        if size < promise.size:
            return (
                f"{shown(file.name)} has {size:,} of the {promise.size:,} bytes its manifest "
                "promises; left for the next run"
            )
    return ""


def _still_written(names: list[str]) -> str:
    return f"still being written: {_named(sorted(set(names)))}; left for the next run"


def changed(names: list[str]) -> str:
    """What to say of a delivery in which files came, went or changed while it was read."""
    told = sorted({HIDDEN if is_telling(name) else name for name in names})
    return f"it changed while it was read: {_named(told)}; left for the next run"


def unreadable(name: str, error: OSError) -> str:
    """What to say of a file or folder that cannot be read; the site's own trouble, tonight."""
    told = HIDDEN if is_telling(name) else shown(name)
    why = os.strerror(error.errno or 0).lower()
    return f"{told} cannot be read ({why}); left for the next run, what was taken in before is kept"


def _named(names: list[str] | tuple[str, ...]) -> str:
    more = len(names) - _MOST_NAMED
    told = ", ".join(shown(name) for name in names[:_MOST_NAMED])
    return f"{told} and {more} more" if more > 0 else told


def uses_of(file: Path, profile: SiteProfile) -> list[Use]:
    """The contracts a file feeds: by the profile's feeds first, then its format, else by its name.

    A file its format only looks up feeds LOOKED_UP, which is no contract.
    ``diary_2026-09.csv.gz`` feeds diary, ``diary_coverage.csv`` feeds diary_coverage: the longest
    contract name that begins the file name wins.
    """
    declared = [
        Use(feed.contract, feed.mapping)
        for feed in profile.feeds
        if fnmatchcase(sent_name(file), feed.files)
    ]
    if declared:
        return declared
    source = read_format(profile.format) if profile.format else None
    if source and (table := source.table_of(sent_name(file))):
        mappings = source.mappings[table.name]
        uses = [Use(mapping.contract, mapping.name, table.name) for mapping in mappings]
        return uses or [Use(LOOKED_UP, None, table.name)]
    stem = sent_name(file).split(".")[0].lower()
    for contract in sorted(INPUTS, key=len, reverse=True):
        if stem == contract or stem.startswith((f"{contract}_", f"{contract}-")):
            return [Use(contract, None)]
    return []
