"""From a site's headers to the contract's columns, still as text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from triggerscape.delivery.door.staging import FileRefused
from triggerscape.warehouse.literals import quoted, sql_text, sql_texts

if TYPE_CHECKING:
    from triggerscape.contract.language import Table
    from triggerscape.delivery.profiles.profile import SiteProfile

# A column with one of these names means a person could be told by name: the file goes no further.
IDENTIFIERS = frozenset(
    "name first_name last_name surname given_name full_name family_name maiden_name patient_name "
    "person_name firstname lastname fullname ssn mrn nhs_number email e_mail phone "
    "telephone mobile address street postcode zip zip_code birth_date birthdate dob date_of_birth "
    "latitude longitude lat lon ip ip_address insurance_number passport note notes free_text "
    "comment comments".split()
)

# The rule such a file breaks; not even its bytes are kept.
IDENTIFIED = "file.identifiers"


@dataclass(frozen=True)
class Mapped:
    """A SELECT with source_row and one text column a contract column, named as in the contract."""

    sql: str
    collected: tuple[str, ...]
    dropped: tuple[str, ...]


def refuse_identifiers(headers: tuple[str, ...]) -> None:
    """FileRefused when a header names something that identifies a person, however it is spelt."""
    found = sorted(h for h in headers if re.sub("[^a-z0-9]+", "_", h).strip("_") in IDENTIFIERS)
    if found:
        raise FileRefused(
            IDENTIFIED, f"columns that identify people: {', '.join(found)}; send without"
        )


def map_columns(table: Table, headers: tuple[str, ...], profile: SiteProfile) -> Mapped:
    """Map the temporary table ``landed`` onto a contract by the profile.

    FileRefused when a required column is neither in the file nor given by the profile.
    """
    contract = table.short_name
    given = {"site_code": profile.site_code}
    if contract == "diary":
        given["entry_basis"] = profile.entry_basis
    selected, collected, used, missing = [], [], set(), []
    for column in table:
        rule = profile.rule(contract, column.name)
        header = (rule.header or column.name).lower()
        constant = rule.constant if rule.constant is not None else given.get(column.name)
        if header in headers:
            source = _without_null_words(f"landed.{quoted(header)}", profile)
            collected.append(column.name)
            used.add(header)
        elif constant is not None:
            source = sql_text(constant)
        else:
            source = "CAST(NULL AS VARCHAR)"
            if not column.nullable and not _comes_from_day0(column.name, profile):
                missing.append(column.name)
        selected.append(f"{source} AS {quoted(column.name)}")
    if missing:
        raise FileRefused("file.columns", f"required columns are missing: {', '.join(missing)}")
    if contract == "diary":
        for extra in profile.extras:
            header = extra.header.lower()
            known = header in headers
            source = _without_null_words(f"landed.{quoted(header)}", profile) if known else "NULL"
            selected.append(f"CAST({source} AS VARCHAR) AS {quoted(extra.factor.code)}")
            used.add(header)
    sql = f"SELECT source_row, {', '.join(selected)} FROM landed"
    return Mapped(sql, tuple(collected), tuple(sorted(set(headers) - used)))


def _comes_from_day0(name: str, profile: SiteProfile) -> bool:
    return name == "diary_date" and profile.dates_are_relative


def _without_null_words(source: str, profile: SiteProfile) -> str:
    words = sql_texts(sorted({*profile.null_words, ""}))
    return f"CASE WHEN trim({source}) IN ({words}) THEN NULL ELSE trim({source}) END"
