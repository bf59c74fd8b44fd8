"""One staged file on its way into one contract: everything needed to judge it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from triggerscape.contract.catalogue import INPUTS
from triggerscape.warehouse.fingerprints import fingerprint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from triggerscape.contract.language import Table
    from triggerscape.delivery.door.staging import StagedFile
    from triggerscape.delivery.inbox import Delivery, Use
    from triggerscape.delivery.manifest import Promise
    from triggerscape.delivery.profiles.profile import SiteProfile


@dataclass(frozen=True)
class Arrival:
    """A staged file, its delivery, the contract it feeds and the profile it is read by.

    ``beside`` are the files of its site its mapping looks into, by kind.
    """

    staged: StagedFile
    delivery: Delivery
    use: Use
    profile: SiteProfile
    beside: Mapping[str, tuple[StagedFile, ...]] = field(default_factory=dict)

    @property
    def table(self) -> Table:
        """The input contract."""
        return INPUTS[self.use.contract]

    @property
    def use_id(self) -> str:
        """The same for every version of the file: site, delivery, file name and contract."""
        return use_id(self.delivery, self.staged.name, self.use)

    @property
    def promise(self) -> Promise | None:
        """What the manifest says about the file."""
        return self.delivery.promises.get(self.staged.name)


def use_id(delivery: Delivery, file_name: str, use: Use) -> str:
    """The name under which the ledger keeps one use of one file."""
    return fingerprint(delivery.site_code, delivery.delivery_id, file_name, use.contract)
