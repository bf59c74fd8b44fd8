"""A fitted forecast as bytes that hold no code and no row: skops, under a fixed list of types."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import skops.io

from models.registry.tree_types import ATTRIBUTES, LOADERS, TRUSTED, TYPES
from triggerscape.errors import DisclosureRefused, TriggerscapeError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sklearn.ensemble import HistGradientBoostingRegressor

_SCHEMA = "schema.json"
# A zip entry has a date; this one says nothing.
_NO_DATE = (1980, 1, 1, 0, 0, 0)
_MOST_BYTES = 200_000_000


def trees_as_bytes(estimator: HistGradientBoostingRegressor) -> bytes:
    """The estimator as a skops file, the same bytes for the same trees.

    skops names parts by their places in memory; here they are numbered in the order they come.
    DisclosureRefused where the estimator holds a type or an attribute that is not on the list.
    """
    written = skops.io.dumps(estimator)
    with zipfile.ZipFile(io.BytesIO(written)) as parts:
        schema = json.loads(parts.read(_SCHEMA))
        strangers = _strangers(schema)
        if strangers:
            raise DisclosureRefused(
                "E724", f"the forecast holds what may not be kept: {', '.join(strangers)}"
            )
        names = _numbered(schema)
        arrays = {new: parts.read(old) for old, new in names.items()}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as kept:
        for name, content in sorted(arrays.items()):
            kept.writestr(zipfile.ZipInfo(name, _NO_DATE), content)
        told = json.dumps(schema, sort_keys=True)
        kept.writestr(zipfile.ZipInfo(_SCHEMA, _NO_DATE), told)
    return target.getvalue()


def trees_from_bytes(content: bytes) -> HistGradientBoostingRegressor:
    """The estimator back from its file.

    The file's own list of parts is read first, as plain JSON: nothing of a file that names a type,
    a way of loading or an attribute outside the lists is ever built. TriggerscapeError says so.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > _MOST_BYTES:
                raise _refused("larger than any forecast")
            schema = json.loads(parts.read(_SCHEMA))
    except (zipfile.BadZipFile, KeyError, ValueError):
        raise _refused("not a skops file") from None
    strangers = _strangers(schema)
    if strangers:
        raise _refused(", ".join(strangers))
    untrusted = set(skops.io.get_untrusted_types(data=content)) - {TRUSTED}
    if untrusted:
        raise _refused(", ".join(sorted(untrusted)))
    estimator: HistGradientBoostingRegressor = skops.io.loads(content, trusted=[TRUSTED])
    return estimator


def _refused(why: str) -> TriggerscapeError:
    return TriggerscapeError(
        "E725",
        f"not a forecast that may be opened: {why}",
        fix="do not open it otherwise: a file like this can run what it likes",
    )


def _nodes(schema: Any) -> Iterator[dict[str, Any]]:
    """Every part of a schema, the outer ones first, in a fixed order."""
    if isinstance(schema, dict):
        yield schema
        for name in sorted(schema):
            yield from _nodes(schema[name])
    elif isinstance(schema, list):
        for inner in schema:
            yield from _nodes(inner)


def _strangers(schema: Any) -> list[str]:
    """Types, loaders and attributes outside the lists, each once."""
    found = set()
    for node in _nodes(schema):
        if "__class__" not in node and "__loader__" not in node:
            continue
        name = f"{node.get('__module__')}.{node.get('__class__')}"
        if name not in TYPES:
            found.add(name)
        if node.get("__loader__") not in LOADERS:
            found.add(str(node.get("__loader__")))
        found |= {f"{name}.{held}" for held in _held(node) - _allowed(node)}
    return sorted(found)


def _held(node: dict[str, Any]) -> set[str]:
    """The attributes of an object; none for what is no object."""
    content = node.get("content")
    if node.get("__loader__") not in ("ObjectNode", "LossNode") or not isinstance(content, dict):
        return set()
    held = content.get("content")
    if content.get("__loader__") == "JsonNode" and held == "null":
        return set()
    return set(held) if isinstance(held, dict) else {"unreadable"}


def _allowed(node: dict[str, Any]) -> frozenset[str]:
    return ATTRIBUTES.get(str(node.get("__class__")), frozenset())


def _numbered(schema: Any) -> dict[str, str]:
    """Number every part and array in place; gives the arrays' old names and new ones.

    Numbers and words are each a part of their own: whether two equal ones lie in one place of the
    memory is chance. Everything else keeps what it shares.
    """
    numbers: dict[object, int] = {}
    names: dict[str, str] = {}
    for place, node in enumerate(_nodes(schema)):
        if isinstance(node.get("__id__"), int):
            is_plain = node.get("__loader__") in ("JsonNode", "TypeNode")
            known: object = ("plain", place) if is_plain else node["__id__"]
            node["__id__"] = numbers.setdefault(known, len(numbers) + 1)
        if isinstance(node.get("file"), str):
            node["file"] = names.setdefault(node["file"], f"{len(names):05d}.npy")
    return names
