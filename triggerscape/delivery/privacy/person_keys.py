"""Keys of our own in place of a site's: a table that leaks does not join to any site's file."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

_HASH_BYTES = hashlib.sha256().digest_size
_NUMBER_BITS = 60
_KEY_LENGTH = 26  # characters of base 32: 130 bits, so that two people never meet


def derived_key(key: bytes, purpose: str, length: int = _HASH_BYTES, *, salt: bytes = b"") -> bytes:
    """HKDF-SHA256 (RFC 5869): a key of ``length`` bytes for one purpose, from the one we keep.

    Whoever learns one derived key learns nothing about the others. ``length`` is at most 8160.
    """
    return expanded(
        hmac.digest(salt or bytes(_HASH_BYTES), key, "sha256"), purpose.encode(), length
    )


def expanded(pseudorandom: bytes, info: bytes, length: int) -> bytes:
    """The second step of HKDF-SHA256: ``length`` bytes bound to ``info``."""
    block, blocks = b"", b""
    while len(blocks) < length:
        number = len(blocks) // _HASH_BYTES + 1
        block = hmac.digest(pseudorandom, block + info + bytes([number]), "sha256")
        blocks += block
    return blocks[:length]


def key_id(key: bytes) -> str:
    """Which deployment key it is, in 8 hexadecimal digits that tell nothing of the key itself."""
    return derived_key(key, "id", 4).hex()


def rekey(spellings: Iterable[str], site_code: str, key: bytes) -> pa.Table:
    """Our keys for a site's: spelling, person_key, person_id, person_fold, a row each, in order.

    person_key is base32(HMAC-SHA256(k, site, 0x1f, spelling)), 26 characters of it; person_id is
    the number in its first 60 bits. person_fold is a number of 60 bits that spellings share which
    differ only in capitals or in blanks at their ends. Both subkeys come from the deployment key.
    """
    person, fold = derived_key(key, "person"), derived_key(key, "person fold")
    local = list(spellings)
    digests = _digests(local, site_code, person)
    folded = _digests([text.strip(" ").lower() for text in local], site_code, fold)
    return text_table(
        {
            "spelling": local,
            "person_key": _letters(digests),
            "person_id": _numbers(digests),
            "person_fold": _numbers(folded),
        }
    )


def rekey_column(spellings: Iterable[str], site_code: str, column: str, key: bytes) -> pa.Table:
    """Our keys for those of a column that names no person: spelling and rekeyed, a row each.

    Every column has a subkey of its own, so that one value in two columns gives two keys; the
    visit_key of a visit and that of its therapies are the same column.
    """
    local = list(spellings)
    digests = _digests(local, site_code, derived_key(key, column))
    return text_table({"spelling": local, "rekeyed": _letters(digests)})


def text_table(columns: Mapping[str, Sequence[str] | NDArray[np.int64]]) -> pa.Table:
    """Lists of texts and arrays of whole numbers as an Arrow table, without importing pandas."""
    return pa.Table.from_arrays(
        [_texts(v) if isinstance(v, list) else _whole(np.asarray(v)) for v in columns.values()],
        names=list(columns),
    )


# From buffers: pa.array would import pandas, a second before the first row.
def _texts(texts: Sequence[str]) -> pa.Array:
    encoded = [text.encode() for text in texts]
    ends = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))]
    return pa.Array.from_buffers(pa.large_string(), len(encoded), buffers)


def _whole(numbers: NDArray[np.int64]) -> pa.Array:
    return pa.Array.from_buffers(pa.int64(), len(numbers), [None, pa.py_buffer(numbers)])


def _digests(texts: Sequence[str], site_code: str, subkey: bytes) -> list[bytes]:
    # No site code holds the separator, so no two pairs of site and key read the same.
    site = f"{site_code}\x1f".encode()
    return [hmac.digest(subkey, site + text.encode(), "sha256") for text in texts]


def _letters(digests: Sequence[bytes]) -> list[str]:
    """The first 130 bits of each digest in base 32; encoded at once: 20 bytes are 32 signs."""
    text = base64.b32encode(b"".join(digest[:20] for digest in digests)).decode()
    return [text[start : start + _KEY_LENGTH] for start in range(0, len(text), 32)]


def _numbers(digests: Sequence[bytes]) -> NDArray[np.int64]:
    """The first 60 bits of each digest."""
    heads = np.frombuffer(b"".join(digest[:8] for digest in digests), dtype=">u8")
    return (heads >> np.uint64(64 - _NUMBER_BITS)).astype(np.int64)
