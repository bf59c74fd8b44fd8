"""Contracts of the ledger's tables about deliveries: what a site sent, and what that lets us say.

``ledger.delivery`` and ``ledger.file_version`` are records. The others follow from the records and
the accepted rows, whatever the order in which they came; every bucket reads its sites' rows.
"""

from __future__ import annotations

from triggerscape.contract.core import PERSON_ID
from triggerscape.contract.language import Column, Kind, Role, Table


def _text(name: str, meaning: str) -> Column:
    return Column(name, Kind.TEXT, meaning, role=Role.PROVENANCE)


def _day(name: str, meaning: str) -> Column:
    return Column(name, Kind.DATE, meaning, role=Role.PROVENANCE)


_SITE = _text("site_code", "The site")
_DELIVERY = _text("delivery_id", "The delivery")
_CONTRACT = _text("contract", "The contract")
_EXTRACTED = Column(
    "extracted_at",
    Kind.TIMESTAMP,
    "When the site extracted the delivery, UTC, by its manifest",
    role=Role.PROVENANCE,
)

DELIVERY = Table(
    name="ledger.delivery",
    grain="one row per delivery",
    key=("site_code", "delivery_id"),
    columns=(
        _SITE,
        _DELIVERY,
        Column(
            "is_attested",
            Kind.BOOLEAN,
            "A manifest without faults came with it, and every file it promises",
            role=Role.PROVENANCE,
        ),
        _text("mode", "full: all rows of its days; incremental: new and changed rows"),
        _day("period_start", "First day it brings rows for"),
        _day("period_end", "Last day it brings rows for"),
        _EXTRACTED,
        _text("excluded", "Contracts the site says it left out, with blanks between"),
    ),
)
FILE_VERSION = Table(
    name="ledger.file_version",
    grain="one row per use of a file and content it ever had; contents stay, but of who withdrew",
    key=("use_id", "source_sha256"),
    columns=(
        _text("use_id", "Fingerprint of site, delivery, file name and contract"),
        _text("source_sha256", "Fingerprint of the bytes"),
        Column(
            "version_number",
            Kind.BIGINT,
            "Contents of this name are counted from 1, as they came",
            role=Role.PROVENANCE,
        ),
    ),
)
DELIVERED_PERIOD = Table(
    name="ledger.delivered_period",
    grain="one row per site, contract and unbroken stretch of days that deliveries came for",
    key=("site_code", "contract", "is_complete", "from_date"),
    columns=(
        _SITE,
        _CONTRACT,
        _day("from_date", "First day"),
        _day("to_date", "Last day"),
        Column(
            "is_complete",
            Kind.BOOLEAN,
            "Every file of the contract came and is in use: only here does no row mean nothing",
            role=Role.PROVENANCE,
        ),
    ),
)
FULL_DELIVERY = Table(
    name="ledger.full_delivery",
    grain="one row per full delivery and contract that came whole: what it leaves out is deleted",
    key=("site_code", "delivery_id", "contract"),
    columns=(
        _SITE,
        _DELIVERY,
        _CONTRACT,
        _day("from_date", "First day it holds all rows of"),
        _day("to_date", "Last day it holds all rows of"),
        _EXTRACTED,
    ),
)
KEY_VARIANT = Table(
    name="ledger.key_variant",
    grain="one row per person key that differs from a more common one of its site only in case",
    key=("site_code", "person_id"),
    columns=(_SITE, PERSON_ID),
)
DELIVERIES: tuple[Table, ...] = (
    DELIVERY,
    FILE_VERSION,
    DELIVERED_PERIOD,
    FULL_DELIVERY,
    KEY_VARIANT,
)
