"""The keys of a file: every spelling once, with the key that is ours, and a person's number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from expectations.row_rules import ILL_WRITTEN_KEY, form_outside_pattern
from triggerscape.contract.language import Role
from triggerscape.delivery.mapping import tidied
from triggerscape.delivery.privacy.person_keys import rekey, rekey_column, text_table
from triggerscape.delivery.privacy.tripwires import key_tripwire_sql
from triggerscape.delivery.refusals import FileRefused
from triggerscape.delivery.values.typed_values import typed_value

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import duckdb
    import pyarrow as pa

    from triggerscape.contract.language import Column, Table
    from triggerscape.delivery.mapping import Mapped
    from triggerscape.delivery.profiles.profile import SiteProfile


def number_people(
    con: duckdb.DuckDBPyConnection,
    table: Table,
    mapped: Mapped,
    profile: SiteProfile,
    key: bytes,
    *,
    keys_as_written: Sequence[str] | None = None,
    withdrawn: Collection[int] = (),
) -> None:
    """Make the temporary tables of keys: one row per spelling of a key in a file.

    ``person_number`` holds spelling, person_key, person_id, person_fold, is_withdrawn, whether the
    fold is one of ``withdrawn``, and is_ill_written, whether the spelling breaks the pattern;
    ``our_visit_key`` and ``our_therapy_key``, where the contract has such a column, hold spelling
    and rekeyed.
    FileRefused where a key looks like something that identifies a person. ``keys_as_written``
    spare a pass over the file: all its person keys, and perhaps pieces of rows nobody can split.
    """
    column, people = table.column("person_key"), None
    if keys_as_written is not None:
        people = _spellings_of(con, table, column, keys_as_written, profile)
    if people is None or _telling_keys(con, digits_are_pseudonyms=profile.digits_are_pseudonyms):
        # What looks like an identifier may be a piece of a row that nobody can split.
        people = _spellings(con, table, column, mapped.sql, profile)
    _refuse_telling_keys(con, "person", digits_are_pseudonyms=profile.digits_are_pseudonyms)
    _keep(con, "person_number", rekey(people, profile.site_code, key))
    con.execute("ALTER TABLE person_number ADD COLUMN is_withdrawn BOOLEAN DEFAULT false")
    con.execute(f"ALTER TABLE person_number ADD COLUMN {ILL_WRITTEN_KEY} BOOLEAN")
    is_ill_written = form_outside_pattern(table.column("person_key"), "spelling")
    con.execute(f"UPDATE person_number SET {ILL_WRITTEN_KEY} = {is_ill_written}")
    if withdrawn:
        con.execute(
            "UPDATE person_number SET is_withdrawn = true "
            "WHERE list_contains(?::BIGINT[], person_fold)",
            [sorted(withdrawn)],
        )
    for column in other_keys(table):
        spelt = _spellings(con, table, column, mapped.sql, profile)
        # Visits and therapies are numbered everywhere, so figures alone tell nothing of a person.
        what = column.name.removesuffix("_key")
        _refuse_telling_keys(con, what, digits_are_pseudonyms=True)
        _keep(con, our_keys(column), rekey_column(spelt, profile.site_code, column.name, key))


def other_keys(table: Table) -> list[Column]:
    """The columns that hold a site's key of a visit or a therapy."""
    return [c for c in table if c.role is Role.PERSON_KEY and c.name != "person_key"]


def our_keys(column: Column) -> str:
    """The temporary table with our keys for those of a column."""
    return f"our_{column.name}"


def _spellings(
    con: duckdb.DuckDBPyConnection,
    table: Table,
    column: Column,
    rows: str,
    profile: SiteProfile,
) -> list[str]:
    """Every spelling in a column of a SELECT, in order; also the temporary table ``spelling``."""
    value = typed_value(table, column, profile)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE spelling AS "
        f"SELECT DISTINCT {value} AS spelling FROM ({rows}) WHERE {value} IS NOT NULL"
    )
    return [
        text for (text,) in con.execute("SELECT spelling FROM spelling ORDER BY ALL").fetchall()
    ]


def _spellings_of(
    con: duckdb.DuckDBPyConnection,
    table: Table,
    column: Column,
    texts: Sequence[str],
    profile: SiteProfile,
) -> list[str]:
    """The same of texts as they stand in the file."""
    con.register("given_key", text_table({"written": list(texts)}))
    con.execute("CREATE OR REPLACE TEMP TABLE written_key AS SELECT * FROM given_key")
    con.unregister("given_key")
    written = f"SELECT {tidied('written', profile)} AS {column.name} FROM written_key"
    return _spellings(con, table, column, written, profile)


def _keep(con: duckdb.DuckDBPyConnection, name: str, keys: pa.Table) -> None:
    con.register("rekeyed", keys)
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM rekeyed")
    con.unregister("rekeyed")


def _refuse_telling_keys(
    con: duckdb.DuckDBPyConnection, whose: str, *, digits_are_pseudonyms: bool
) -> None:
    found = _telling_keys(con, digits_are_pseudonyms=digits_are_pseudonyms)
    if found:
        wire, keys = found[0]
        raise FileRefused(str(wire), f"{keys} {whose} keys look as if they told who somebody is")


def _telling_keys(
    con: duckdb.DuckDBPyConnection, *, digits_are_pseudonyms: bool
) -> list[tuple[str, int]]:
    """The wires that spellings trip, with their number, the most first."""
    wires = key_tripwire_sql("spelling", digits_are_pseudonyms=digits_are_pseudonyms)
    return con.execute(
        f"SELECT wire, count(*) FROM (SELECT unnest({wires}) AS wire FROM spelling) "
        "GROUP BY wire ORDER BY count(*) DESC, wire"
    ).fetchall()
