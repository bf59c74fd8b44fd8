"""The key a reference names, in each of the ways FHIR writes references."""

from __future__ import annotations

from triggerscape.warehouse.literals import sql_text

# Patient/1: nearly all of them, and quick to tell
_RELATIVE = r"^TYPE/([^/|?#]+)$"
# https://host/fhir/Patient/1, Patient/1/_history/2 and Patient?identifier=system|1
_OTHER = r"^(?:.*/)?TYPE(?:/|\?identifier=(?:[^|]*\|)?)([^/|?#]+)(?:/_history/.*)?$"
# urn:uuid:… and urn:oid:…, which do not tell the type
_UNTYPED = r"^urn:(?:uuid|oid):(.+)$"


def reference_key(reference: str, wanted_type: str = "") -> str:
    """SQL of the key in a reference's text; NULL if it names another type or nothing outside.

    A logical reference (``Patient?identifier=system|value``) gives the identifier's value: bulk
    exports write them where the value is also the resource's id.

    Args:
        reference: SQL of the reference as text.
        wanted_type: A resource type, or empty for any.
    """
    keys = (
        f"nullif(regexp_extract({reference}, {sql_text(pattern)}, 1), '')"
        for pattern in (
            _RELATIVE.replace("TYPE", wanted_type or "[A-Z][A-Za-z]*"),
            _OTHER.replace("TYPE", wanted_type or "[A-Z][A-Za-z]*"),
            _UNTYPED,
        )
    )
    return f"coalesce({', '.join(keys)})"
