"""The files of one site in one run, each staged once, and found again by what kind it is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from triggerscape.delivery.door.staging import SourceUnreadable, stage
from triggerscape.delivery.inbox import as_it_stands, changed, unreadable
from triggerscape.delivery.refusals import FileRefused
from triggerscape.delivery.sent_names import sent_name
from triggerscape.delivery.sources.source_format import read_format

if TYPE_CHECKING:
    from pathlib import Path

    from triggerscape.delivery.door.staging import StagedFile
    from triggerscape.delivery.inbox import Delivery, Use
    from triggerscape.delivery.profiles.profile import SiteProfile


@dataclass(frozen=True)
class Shelf:
    """``files`` are all a site has sent; ``vault`` is where their private copies go."""

    profile: SiteProfile
    files: tuple[Path, ...]
    vault: Path
    _staged: dict[Path, StagedFile] = field(default_factory=dict)

    def staged(self, file: Path) -> StagedFile:
        """The private copy of a file; FileRefused as ``stage`` has it."""
        found = self._staged.get(file)
        if found is None or not found.path.exists():
            found = self._staged[file] = stage(file, self.vault)
        return found

    def settled(self, delivery: Delivery) -> Delivery:
        """The delivery with every file of it copied; waiting where it changed meanwhile.

        It waits too where a file of it cannot be read: what was taken in of it before is kept.
        """
        for file in delivery.files:
            try:
                self.staged(file)
            except FileRefused as refusal:
                if refusal.rule == "file.growing":
                    return replace(delivery, files=(), waiting=changed([file.name]))
            except SourceUnreadable as error:
                return replace(delivery, files=(), waiting=unreadable(file.name, error))
        return as_it_stands(delivery)

    def beside(self, use: Use) -> dict[str, tuple[StagedFile, ...]]:
        """The files the mapping of a use looks into, by kind, each content once and in one order.

        A file that cannot be staged is not looked into: its own use tells why.
        """
        if use.table is None:
            return {}
        source = read_format(str(self.profile.format))
        asked = {
            kind
            for mapping in source.mappings[use.table]
            if mapping.name == use.mapping
            for kind in mapping.beside
        }
        found: dict[str, dict[str, StagedFile]] = {kind: {} for kind in sorted(asked)}
        for file in self.files:
            table = source.table_of(sent_name(file))
            if table is not None and table.name in found:
                try:
                    staged = self.staged(file)
                except FileRefused:
                    continue
                found[table.name][staged.sha256] = staged
        return {kind: tuple(files[sha] for sha in sorted(files)) for kind, files in found.items()}

    def forget_resources(self) -> None:
        """Remove the copies of resources: they hold far more about people than is ever read."""
        if self.profile.format is None:
            return
        source = read_format(self.profile.format)
        for file, staged in self._staged.items():
            table = source.table_of(sent_name(file))
            if table is not None and table.view is not None:
                staged.path.unlink(missing_ok=True)


def shelf_of(profile: SiteProfile, deliveries: list[Delivery], vault: Path) -> Shelf:
    """The shelf of a site, over every file of its deliveries."""
    return Shelf(profile, tuple(file for one in deliveries for file in one.files), vault)
