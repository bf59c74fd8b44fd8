"""Contracts of core.*: the newest accepted version of each key, with where it came from.

Kept on disk, and never published, are two tables a contract: accepted.* (the rows as they arrived)
and fate.* (those of them that are not in use, and why). history.* is both together, every accepted
row with what became of it, and core.* its rows in use: views, for a diary is not written twice.
"""

from __future__ import annotations

from triggerscape.contract.diary import DIARY, DIARY_COVERAGE, IS_DELETED
from triggerscape.contract.language import Column, Kind, Role, Table
from triggerscape.contract.person import PERSON, QUESTIONNAIRE
from triggerscape.contract.visit import THERAPY, VISIT

PERSON_ID = Column(
    "person_id",
    Kind.BIGINT,
    "Number of the person: 60 bits of a keyed hash of site and person key, the same in every run",
    nullable=False,
    role=Role.PERSON_KEY,
)
PERSON_FOLD = Column(
    "person_fold",
    Kind.BIGINT,
    "The same number for every spelling of a key that differs in capitals or blanks only",
    nullable=False,
    role=Role.PERSON_KEY,
)
PROVENANCE: tuple[Column, ...] = (
    Column(
        "delivery_id",
        Kind.TEXT,
        "Delivery the row came in",
        nullable=False,
        role=Role.PROVENANCE,
    ),
    Column(
        "source_sha256",
        Kind.TEXT,
        "Fingerprint of the file the row came in",
        nullable=False,
        role=Role.PROVENANCE,
    ),
    Column(
        "source_row",
        Kind.BIGINT,
        "Number of the row in that file, header not counted",
        nullable=False,
        role=Role.PROVENANCE,
    ),
)
EXTRA = Column(
    "extra",
    Kind.NUMBER_MAP,
    "Values of the x_ columns the site's profile declares; absent is not recorded",
)
DATE_IS_RELATIVE = Column(
    "date_is_relative",
    Kind.BOOLEAN,
    "True where the day counts from the person's own day 0: no season, no weekday",
    nullable=False,
)
ARRIVAL: tuple[Column, ...] = (
    PERSON_ID,
    PERSON_FOLD,
    EXTRA,
    DATE_IS_RELATIVE,
    Column(
        "extracted_at",
        Kind.TIMESTAMP,
        "When the site extracted the delivery, by its manifest",
        role=Role.PROVENANCE,
    ),
    Column("use_id", Kind.TEXT, "The use of a file the row came from", role=Role.PROVENANCE),
    *PROVENANCE,
)

# The column by which a row of a contract belongs to a day; a person belongs to none.
DAY_OF: dict[str, str] = {
    "diary": "diary_date",
    "diary_coverage": "from_date",
    "visit": "visit_date",
    "therapy": "start_date",
    "questionnaire": "completed_on",
}


def accepted_table(source: Table) -> Table:
    """accepted.<contract>: the rows that passed their rules, as they arrived."""
    columns = (*source.columns, *ARRIVAL)
    return Table(f"accepted.{source.short_name}", source.grain + " and version", (), columns)


_DISPOSITION = Column(
    "disposition",
    Kind.TEXT,
    "current; superseded by a newer version; duplicate of one; in conflict with another; "
    "deleted: taken back by the site; variant: under a less common spelling of a key",
    values=("current", "superseded", "duplicate", "conflict", "deleted", "variant"),
)


def fate_table(source: Table) -> Table:
    """fate.<contract>: the accepted rows that are not in use, by where they came from, and why."""
    day = DAY_OF.get(source.short_name)
    dated = (source.column(day),) if day else ()
    columns = (
        PERSON_ID,
        *dated,
        *(column for column in ARRIVAL if column.name in ("use_id", "source_row")),
        _DISPOSITION,
        Column(
            "takes_back",
            Kind.BOOLEAN,
            "True where the site said that the key is to be deleted; false where a full delivery "
            "left it out",
        ),
    )
    grain = "one row per accepted row that is not in use"
    key = ("person_id", *(column.name for column in dated), "use_id", "source_row")
    # Only the diary is large enough to be worth settling by the day.
    return Table(
        f"fate.{source.short_name}",
        grain,
        key,
        columns,
        day=day if day and source is DIARY else "",
    )


def history_table(source: Table) -> Table:
    """history.<contract>: every accepted row with what became of it."""
    columns = (*source.columns, *ARRIVAL, _DISPOSITION)
    return Table(f"history.{source.short_name}", source.grain + " and version", (), columns)


def core_name(contract: str) -> str:
    """The core table of a contract: core.diary_day of the diary, else the contract's own name."""
    return "core.diary_day" if contract == "diary" else f"core.{contract}"


def contract_of(name: str) -> str:
    """The contract of a core table."""
    return "diary" if name == "core.diary_day" else name.removeprefix("core.")


def _core(name: str, source: Table, *more: Column) -> Table:
    # What was taken back has no row here, so nothing is left for is_deleted to say.
    said = (column for column in source if column is not IS_DELETED)
    columns = (PERSON_ID, *said, *more, *PROVENANCE)
    return Table(name=f"core.{name}", grain=source.grain, key=source.key, columns=columns)


CORE: tuple[Table, ...] = (
    _core("person", PERSON),
    _core("diary_day", DIARY, EXTRA, DATE_IS_RELATIVE),
    _core("diary_coverage", DIARY_COVERAGE),
    _core("visit", VISIT),
    _core("therapy", THERAPY),
    _core("questionnaire", QUESTIONNAIRE),
)
