"""The people of a file: every spelling of a key once, with the number and key that are ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.delivery.privacy.person_keys import rekey
from triggerscape.delivery.privacy.tripwires import key_tripwire_sql
from triggerscape.delivery.refusals import FileRefused
from triggerscape.delivery.typed_values import typed_value

if TYPE_CHECKING:
    import duckdb

    from triggerscape.contract.language import Table
    from triggerscape.delivery.mapping import Mapped
    from triggerscape.delivery.profiles.profile import SiteProfile


def number_people(
    con: duckdb.DuckDBPyConnection, table: Table, mapped: Mapped, profile: SiteProfile, key: bytes
) -> None:
    """Make the temporary table ``person_number``: one row per spelling of a person_key in a file.

    It holds spelling, person_key, person_id and person_fold.
    FileRefused where a key looks like something that identifies a person.
    """
    spelling = typed_value(table, table.column("person_key"), profile)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE spelling AS "
        f"SELECT DISTINCT {spelling} AS spelling FROM ({mapped.sql}) WHERE {spelling} IS NOT NULL"
    )
    _refuse_telling_keys(con, profile)
    keys = [key for (key,) in con.execute("SELECT spelling FROM spelling ORDER BY ALL").fetchall()]
    con.register("rekeyed", rekey(keys, profile.site_code, key))
    con.execute("CREATE OR REPLACE TEMP TABLE person_number AS SELECT * FROM rekeyed")
    con.unregister("rekeyed")


def _refuse_telling_keys(con: duckdb.DuckDBPyConnection, profile: SiteProfile) -> None:
    wires = key_tripwire_sql("spelling", digits_are_pseudonyms=profile.digits_are_pseudonyms)
    found = con.execute(
        f"SELECT wire, count(*) FROM (SELECT unnest({wires}) AS wire FROM spelling) "
        "GROUP BY wire ORDER BY count(*) DESC, wire"
    ).fetchall()
    if found:
        wire, keys = found[0]
        raise FileRefused(str(wire), f"{keys} person keys look as if they told who somebody is")
