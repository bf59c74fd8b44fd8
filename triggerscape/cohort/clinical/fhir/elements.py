"""Elements that many FHIR resources share: identity, references, codings, moments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from triggerscape.cohort.clinical.codes import OWN_SPACE, SYSTEMS

if TYPE_CHECKING:
    import datetime as dt


def identified(key: str, recorded: dt.datetime, *, is_logical: bool) -> dict[str, Any]:
    """The id of a resource and when it was last written; an identifier where others search by it.

    ``recorded`` is in UTC without a zone.
    """
    found: dict[str, Any] = {"id": key, "meta": {"lastUpdated": instant(recorded)}}
    if is_logical:
        found["identifier"] = [{"system": OWN_SPACE, "value": key}]
    return found


def reference(kind: str, key: str, *, is_logical: bool) -> dict[str, str]:
    """A reference to another resource of the same export."""
    found = f"?identifier={OWN_SPACE}|{key}" if is_logical else f"/{key}"
    return {"reference": f"{kind}{found}"}


def coded(system: str, code: str) -> dict[str, Any]:
    """A concept with one coding, of a system named as in ``codes``."""
    return {"coding": [{"system": SYSTEMS[system], "code": code}]}


def instant(moment: dt.datetime) -> str:
    """A moment in UTC without a zone, as FHIR writes one."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}Z"


def with_offset(local: dt.datetime, offset_min: int) -> str:
    """A wall time with the offset that held there."""
    hours, minutes = divmod(abs(offset_min), 60)
    sign = "-" if offset_min < 0 else "+"
    return f"{local:%Y-%m-%dT%H:%M:%S}{sign}{hours:02d}:{minutes:02d}"
