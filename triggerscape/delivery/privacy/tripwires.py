"""Texts that tell who somebody is: each tripwire is one form, looked for by the engine itself."""

from __future__ import annotations

from dataclasses import dataclass

from triggerscape.delivery.refusals import FileRule
from triggerscape.warehouse.literals import sql_text

_FIX = "the site removes it and sends the file again; the bytes of this one were not kept"
_REASON = "one identifier is one too many: with it a table of pseudonyms is a table of people"


@dataclass(frozen=True)
class Tripwire:
    """A form of text that tells who somebody is. ``form`` is a regular expression (RE2).

    ``needs`` are signs of which a text that has the form holds at least one: cheap to look for.
    """

    code: str
    sentence: str
    form: str
    needs: tuple[str, ...]
    threshold: str = "one text is enough"


_FIGURES = tuple("0123456789")
_MONTHS = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_STREETS = (
    "(street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|square|court|ct|way|place|"
    "close|terrace|strasse|straße|str|weg|platz|allee|gasse|rue|via|calle|straat|laan)"
)

TRIPWIRES: tuple[Tripwire, ...] = (
    Tripwire(
        "privacy.email",
        "a text holds an e-mail address",
        r"[\w.+%-]+\s?(@|\(at\)|\[at\])\s?[\w-]+(\.[\w-]+)+",
        ("@", "(at)", "[at]"),
    ),
    Tripwire(
        "privacy.url",
        "a text holds a web address",
        r"(?i)(https?|ftp)://\S|\bwww\.[\w-]+\.",
        ("://", "www.", "WWW.", "Www."),
    ),
    Tripwire(
        "privacy.ip",
        "a text holds the address of a machine",
        r"(^|[^\w.])((25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(25[0-5]|2[0-4]\d|1?\d?\d)($|[^\w.])"
        r"|([0-9a-fA-F]{1,4}:){5,7}[0-9a-fA-F]{1,4}",
        (".", ":"),
    ),
    Tripwire(
        "privacy.phone",
        "a text holds a telephone number",
        r"(^|[^\w+])(\+\d{1,3}[ .()-]{0,2}(\d[ .()-]{0,2}){6,13}\d"
        r"|\(\d{2,5}\)[ ]?\d{3,4}[ .-]?\d{3,4}|\d{3}[ .-]\d{3}[ .-]\d{4}"
        r"|0\d{1,4}[ /-]\d{3,4}[ -]?\d{3,5}|0\d{9,10}|01[016789]-?\d{3,4}-?\d{4})($|[^\w])",
        _FIGURES,
    ),
    Tripwire(
        "privacy.national_id",
        "a text holds the number of a national identity or insurance",
        r"(^|[^\w-])(\d{3}-\d{2}-\d{4}|\d{6}-[1-8]\d{6}|\d{3} \d{3} \d{4}"
        r"|[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]|\d{8}[A-HJ-NP-TV-Z]"
        r"|[12] ?\d{2} ?(0[1-9]|1[0-2]) ?\d{2} ?\d{3} ?\d{3} ?\d{2}"
        r"|[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]"
        r"|[A-Z]{2}\d{2}( ?[A-Z0-9]{4}){3,7}( ?[A-Z0-9]{1,3})?)($|[^\w-])",
        _FIGURES,
    ),
    Tripwire(
        "privacy.birth_date",
        "a text holds a date of long ago, as of a birth",
        r"(^|[^\w])((19\d{2}|200\d|201[0-5])[-/.](0?[1-9]|1[0-2])[-/.](0?[1-9]|[12]\d|3[01])"
        r"|(0?[1-9]|[12]\d|3[01])[-/.](0?[1-9]|[12]\d|3[01])[-/.](19\d{2}|200\d|201[0-5])"
        rf"|(?i:\d{{1,2}}\.? {_MONTHS} (19\d{{2}}|200\d|201[0-5]))"
        rf"|(?i:{_MONTHS} \d{{1,2}},? (19\d{{2}}|200\d|201[0-5])))($|[^\w])",
        _FIGURES,
    ),
    Tripwire(
        "privacy.record_number",
        "a text holds the number of a record",
        r"(?i)(^|[^a-z0-9])(mrn|medical record|hospital (no|number)|chart (no|number)"
        r"|patient (no|id)|case (no|number))\W{0,3}[a-z]{0,3}\d{4,}",
        _FIGURES,
    ),
    Tripwire(
        "privacy.address",
        "a text holds the address of a house",
        rf"(?i)(^|[^\w])(\d{{1,5}}[a-z]? ([\w'.-]+ ){{1,4}}{_STREETS}"
        rf"|[\w-]*{_STREETS}\.? \d{{1,4}}[a-z]?"
        r"|p\.?o\.? box \d+)($|[^\w])",
        _FIGURES,
    ),
)
_KEY_OF_FIGURES = Tripwire(
    "privacy.key_of_figures",
    "a person key of 6 to 10 figures alone looks like the number of a medical record",
    r"^\d{6,10}$",
    _FIGURES,
)
TRIPWIRE_RULES: tuple[FileRule, ...] = (
    *(FileRule(wire.code, wire.sentence, _FIX, _REASON) for wire in TRIPWIRES),
    FileRule(
        _KEY_OF_FIGURES.code,
        _KEY_OF_FIGURES.sentence,
        "if they are numbers given for the study alone: [ids] digits_are_pseudonyms = true",
        _REASON,
    ),
)


def tripwire_sql(value: str) -> str:
    """SQL for the list of codes a text trips; an empty list for a text that tells nothing."""
    return _codes(value, TRIPWIRES)


def key_tripwire_sql(value: str, *, digits_are_pseudonyms: bool) -> str:
    """The same for person keys, which may not look like the number of a medical record either."""
    return _codes(value, TRIPWIRES if digits_are_pseudonyms else (*TRIPWIRES, _KEY_OF_FIGURES))


def is_suspicious_sql(value: str) -> str:
    """SQL, true wherever a tripwire may be tripped; false for most texts, and cheap."""
    signs = sorted({sign for wire in TRIPWIRES for sign in wire.needs} - set(_FIGURES))
    looked_for = " OR ".join(f"contains({value}, {sql_text(sign)})" for sign in signs)
    return f"regexp_matches({value}, '[0-9]') OR {looked_for}"


def _codes(value: str, wires: tuple[Tripwire, ...]) -> str:
    cases = ", ".join(
        f"CASE WHEN regexp_matches({value}, {sql_text(wire.form)}) THEN {sql_text(wire.code)} END"
        for wire in wires
    )
    return f"list_filter([{cases}], lambda code: code IS NOT NULL)"
