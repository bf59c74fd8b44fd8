"""The manifest of a delivery: what the site says it sent, checked before a word of it is believed.

    {"site_code": "S07", "contract_version": 1, "delivery_id": "2026-03", "mode": "incremental",
     "period_start": "2026-03-01", "period_end": "2026-03-31", "extracted_at": "2026-04-02T04:00Z",
     "files": [{"name": "diary.csv", "sha256": "…", "bytes": 81234, "rows": 310}], "excluded": []}

Required are site_code, extracted_at and files with name, sha256 and rows. Without a period the
delivery completes no day; without a mode it is incremental.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from triggerscape.delivery.manifest_fields import (
    FIELDS,
    FILE_FIELDS,
    REQUIRED,
    REQUIRED_OF_A_FILE,
    moment,
    shown,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

MOST_BYTES = 4 << 20
MOST_FAULTS = 8


@dataclass(frozen=True)
class Promise:
    """What a manifest says about one file."""

    sha256: str
    rows: int
    size: int | None = None


@dataclass(frozen=True)
class Manifest:
    """What a manifest says, as far as it could be read. With faults, it attests nothing."""

    site_code: str | None = None
    mode: str = "incremental"
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    extracted_at: dt.datetime | None = None
    promises: Mapping[str, Promise] = field(default_factory=dict)
    excluded: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def fault(self) -> str:
        """All faults in one sentence; empty without any."""
        if not self.faults:
            return ""
        more = len(self.faults) - MOST_FAULTS
        told = "; ".join(self.faults[:MOST_FAULTS]) + (f"; and {more} more" if more > 0 else "")
        return f"manifest.json: {told}"


def read_manifest(path: Path) -> Manifest:
    """The manifest in a file, with every fault found; nothing in the file can raise."""
    try:
        tree = json.loads(
            _read_text(path), object_pairs_hook=_no_key_twice, parse_constant=_no_such_number
        )
    except _Unreadable as error:
        return Manifest(faults=(str(error),))
    except (ValueError, RecursionError):
        return Manifest(faults=("it is not JSON in UTF-8",))
    except OSError as error:
        return Manifest(faults=(f"it cannot be read ({type(error).__name__})",))
    if not isinstance(tree, dict):
        return Manifest(faults=("it must be one object, { … }",))
    return _checked(tree)


class _Unreadable(ValueError):
    """A sentence about a manifest that is not worth parsing."""


def _read_text(path: Path) -> str:
    # Never through a link, and never waiting at a pipe that nobody writes to.
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise _Unreadable("it is not a plain file")
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise _Unreadable(f"it is larger than {MOST_BYTES >> 20} MiB")
    return data.decode("utf-8-sig")


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    tree = dict(pairs)
    if len(tree) < len(pairs):
        raise _Unreadable("it says the same key twice")
    return tree


def _no_such_number(_: str) -> float:
    raise _Unreadable("it holds a number that is none (NaN or Infinity)")


def _checked(tree: dict[str, Any]) -> Manifest:
    faults, sound = _judged(tree, FIELDS, REQUIRED, "")
    promises: dict[str, Promise] = {}
    for place, entry in enumerate(sound.get("files", ()), 1):
        if not isinstance(entry, dict):
            faults.append(f"files[{place}] must be an object")
            continue
        wrong, file = _judged(entry, FILE_FIELDS, REQUIRED_OF_A_FILE, f"files[{place}].")
        faults += wrong
        if file.get("name") in promises:
            faults.append(f"files[{place}] names {shown(file['name'])} a second time")
        elif not wrong:
            sha256 = file["sha256"].lower()
            promises[file["name"]] = Promise(sha256, file["rows"], file.get("bytes"))
    start, end = (
        dt.date.fromisoformat(sound[name]) if name in sound else None
        for name in ("period_start", "period_end")
    )
    extracted_at = moment(sound["extracted_at"]) if "extracted_at" in sound else None
    mode = sound.get("mode", "incremental")
    faults += _period_faults(mode, start, end, extracted_at)
    return Manifest(
        site_code=sound.get("site_code"),
        mode=mode,
        period_start=start,
        period_end=end,
        extracted_at=extracted_at,
        promises=promises,
        excluded=tuple(sorted(set(sound.get("excluded", ())))),
        faults=tuple(faults),
    )


def _judged(
    tree: dict[str, Any],
    fields: Mapping[str, tuple[Callable[[Any], bool], str]],
    required: tuple[str, ...],
    place: str,
) -> tuple[list[str], dict[str, Any]]:
    """The faults of an object, and those of its fields that are sound."""
    faults = [f"{place}{name} is missing" for name in required if name not in tree]
    sound = {}
    for name, value in tree.items():
        if name not in fields:
            # A key of ours misspelt has letters alone; anything else may be a value.
            key = shown(name) if re.fullmatch(r"[A-Za-z_ -]+", name) else "a key in other letters"
            faults.append(f"{place}{key} is no key of a manifest")
            continue
        is_sound, expects = fields[name]
        if is_sound(value):
            sound[name] = value
        else:
            faults.append(f"{place}{name} must be {expects}")
    return faults, sound


def _period_faults(
    mode: str, start: dt.date | None, end: dt.date | None, extracted_at: dt.datetime | None
) -> list[str]:
    if start is None or end is None:
        if start is not None or end is not None:
            return ["period_start and period_end belong together"]
        return ["a full delivery needs period_start and period_end"] if mode == "full" else []
    faults = []
    if start > end:
        faults.append("period_end lies before period_start")
    # A day of grace, because the site's day may end before ours.
    if extracted_at is not None and end > extracted_at.date() + dt.timedelta(1):
        faults.append("period_end lies after extracted_at: nobody can have sent those days yet")
    return faults
