"""Contracts of ledger.*: what ran, which files came, and what became of each of their rows."""

from __future__ import annotations

from triggerscape.contract.deliveries import DELIVERIES
from triggerscape.contract.language import Column, Kind, Role, Table
from triggerscape.contract.quality import FILE_MEASURE, FINDING


def _text(name: str, meaning: str) -> Column:
    return Column(name, Kind.TEXT, meaning, role=Role.PROVENANCE)


def _count(name: str, meaning: str) -> Column:
    return Column(name, Kind.BIGINT, meaning, unit="{row}", low=0, role=Role.PROVENANCE)


RUN = Table(
    name="ledger.run",
    grain="one row per run",
    key=("run_number",),
    columns=(
        Column("run_number", Kind.BIGINT, "Runs are counted from 1", role=Role.PROVENANCE),
        Column("started_at", Kind.TIMESTAMP, "Start, UTC", role=Role.PROVENANCE),
        Column("finished_at", Kind.TIMESTAMP, "End, UTC; null while running", role=Role.PROVENANCE),
        _text("state", "running, completed or failed"),
        _text("message", "What happened, in one sentence"),
        _text("release_id", "The release it published, or found unchanged"),
    ),
)
FILE_USE = Table(
    name="ledger.file_use",
    grain="one row per delivered file and contract it feeds",
    key=("use_id",),
    columns=(
        _text("use_id", "Fingerprint of site, delivery, file name and contract"),
        _text("site_code", "The site"),
        _text("delivery_id", "The delivery"),
        _text("file_name", "The file"),
        _text("contract", "The contract it feeds"),
        _text("source_sha256", "Fingerprint of its bytes"),
        _text(
            "recipe", "Fingerprint of bytes, profile, contract and rules: judged again on change"
        ),
        _count("rows_in", "Rows by the second reader"),
        _count("rows_refused", "Rows that broke a rule"),
        _count("rows_repeated", "Rows that only repeat the header"),
        _count("rows_outside", "Sound lines of a foreign file that give this contract no row"),
        _text("file_rule", "The rule for which the whole file is refused or held, if it is"),
        Column(
            "is_held",
            Kind.BOOLEAN,
            "The review of all files speaks against it: its rows wait until that changes",
            role=Role.PROVENANCE,
        ),
        _text("sentence", "That rule in words"),
        Column("is_attested", Kind.BOOLEAN, "A manifest came with it", role=Role.PROVENANCE),
        _text("collected", "Contract columns the file has, with blanks between"),
        _text("dropped", "Columns of the file no contract asks for, with blanks between"),
    ),
)
ROW_ACCOUNT = Table(
    name="ledger.row_account",
    grain="one row per delivered file and contract: rows in = accepted + quarantined + duplicates",
    key=("use_id",),
    columns=(
        *(FILE_USE.column(n) for n in ("use_id", "site_code", "delivery_id", "file_name")),
        FILE_USE.column("contract"),
        _count("rows_in", "Rows by the second reader"),
        _count(
            "rows_accepted",
            "Rows in use, superseded by a newer version, taken back, or outside the contract",
        ),
        _count(
            "rows_quarantined",
            "Rows refused, in conflict with another version, or of a key spelt in two ways",
        ),
        _count("rows_duplicate", "Rows that say again what another row said"),
    ),
)
QUARANTINE = Table(
    name="ledger.quarantine",
    grain="one row per refused row and broken rule; never a value",
    key=("use_id", "source_row", "rule"),
    columns=(
        FILE_USE.column("use_id"),
        Column("source_row", Kind.BIGINT, "Row of the file, from 1", role=Role.PROVENANCE),
        _text("column_name", "The column"),
        _text("rule", "The rule that was broken"),
    ),
)
GATE = Table(
    name="ledger.gate",
    grain="one row per file of a person-level table that passed the gate",
    key=("table_name", "file_name"),
    columns=(
        _text("table_name", "The table"),
        _text("file_name", "Bucket and name of the file"),
        _text("recipe", "Fingerprint of the file when it passed; judged again when it changes"),
    ),
)
FITTED = Table(
    name="ledger.fitted",
    grain="one row, once the models were fitted: what estimates.* was made from",
    key=("recipe",),
    columns=(
        _text("recipe", "Fingerprint of all that went in; the models are fitted again on change"),
        Column("warnings", Kind.TEXT_LIST, "What the run had to say of them", role=Role.PROVENANCE),
    ),
)
LEDGER: tuple[Table, ...] = (
    *(RUN, FILE_USE, ROW_ACCOUNT, QUARANTINE, GATE, FITTED),
    *DELIVERIES,
    *(FILE_MEASURE, FINDING),
)
