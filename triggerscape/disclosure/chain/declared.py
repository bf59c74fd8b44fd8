"""The fingerprint of everything declared about how tables may leave."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Set
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from triggerscape.disclosure.egress.spec import Egress


def declared_sha256(egress: Mapping[str, Egress]) -> str:
    """A hash of all declarations, their contracts included; the same in every process."""
    told = json.dumps(_plain(egress), sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(told.encode()).hexdigest()


def _plain(value: Any) -> Any:
    """The value as JSON can hold it, sets in order."""
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, Set):
        return sorted(map(str, value))
    if isinstance(value, (tuple, list)):
        return [_plain(one) for one in value]
    return value
