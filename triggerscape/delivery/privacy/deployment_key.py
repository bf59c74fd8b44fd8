"""The one secret of a deployment: 32 bytes from which every key of a person is made."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

from triggerscape.delivery.privacy.person_keys import key_id
from triggerscape.errors import SettingsError
from triggerscape.release.durable import sync_folder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from triggerscape.delivery.profiles.profile import SiteProfile
    from triggerscape.workspace import Workspace

VARIABLE = "TRIGGERSCAPE_KEY"
_KEY_BYTES = 32
_PUT_BACK = (
    "put the key it was built with back; to begin anew under another key, move build.duckdb, lake "
    "and research.duckdb away and run again"
)


def synthetic_key() -> bytes:
    """The key of generated people: anybody may know it, so that every demo has the same bytes."""
    return b"triggerscape: nobody lives here."


def deployment_key(workspace: Workspace, profiles: Iterable[SiteProfile]) -> bytes:
    """The key of this workspace: from TRIGGERSCAPE_KEY, else from vault/deployment.key.

    A workspace of generated sites alone uses the published key. A key is made where there is none
    yet and nothing was built. The id of the key that made the lake's people is kept beside them.
    SettingsError where the key is missing, malformed, readable by others, published although real
    people are behind it, or not the one the lake was built with.
    """
    sites = list(profiles)
    if sites and all(profile.is_synthetic for profile in sites):
        return _as_built_with(workspace, synthetic_key())
    key = _from_environment() or _from_file(workspace)
    if key is None:
        if _built_with(workspace) not in ("", key_id(synthetic_key())):
            raise _missing(workspace)
        make_key(workspace)
        key = _from_file(workspace) or b""
    if key == synthetic_key():
        raise SettingsError(
            "E172",
            "the published key of generated people cannot protect real ones",
            fix=f"unset {VARIABLE}, or set it to 32 random bytes: openssl rand -hex 32",
        )
    return _as_built_with(workspace, key) if sites else key


def was_used(workspace: Workspace) -> bool:
    """Whether anybody's rows were ever keyed here: the id of the key stands beside them."""
    return bool(_built_with(workspace))


def make_key(workspace: Workspace) -> None:
    """Write a random key to vault/deployment.key, for its owner alone; never over one there is.

    Does nothing where TRIGGERSCAPE_KEY is set: then the key is kept elsewhere.
    """
    file = _file(workspace)
    if os.environ.get(VARIABLE) or file.exists():
        return
    # Written aside first: a run that was killed here leaves no key, never an empty one.
    partial = file.with_name(f".{file.name}.partial")
    partial.unlink(missing_ok=True)
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as written:
        written.write(f"{secrets.token_hex(_KEY_BYTES)}\n")
        written.flush()
        os.fsync(written.fileno())  # people keyed by a key that a power cut takes are lost
    with suppress(FileExistsError):  # somebody else made one meanwhile
        os.link(partial, file)
    partial.unlink()
    sync_folder(file.parent)


def _file(workspace: Workspace) -> Path:
    return workspace.vault / "deployment.key"


def _note(workspace: Workspace) -> Path:
    return workspace.lake / "key.id"


def _from_environment() -> bytes | None:
    text = os.environ.get(VARIABLE, "")
    return _decoded(text, f"the variable {VARIABLE}") if text else None


def _from_file(workspace: Workspace) -> bytes | None:
    path = _file(workspace)
    if not path.exists():
        return None
    if path.stat().st_mode & 0o077:
        raise SettingsError(
            "E173",
            "others can read the deployment key",
            where=str(path),
            fix=f"chmod 600 {path}, and ask who may have read it",
        )
    return _decoded(path.read_text(encoding="utf-8", errors="replace"), str(path))


def _decoded(text: str, where: str) -> bytes:
    """32 bytes written as 64 hexadecimal digits or in base 64; the text is never told."""
    plain = text.strip()
    for decode in (bytes.fromhex, _base64):
        try:
            key = decode(plain)
        except (ValueError, binascii.Error):
            continue
        if len(key) == _KEY_BYTES and len(set(key)) > 1:
            return key
    raise SettingsError(
        "E171",
        "the deployment key is not 32 random bytes in hexadecimal or base 64",
        where=where,
        fix="restore it; a new one, where nothing is built yet: openssl rand -hex 32",
    ) from None


def _base64(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _built_with(workspace: Workspace) -> str:
    note = _note(workspace)
    return note.read_text(encoding="ascii").strip() if note.exists() else ""


def _as_built_with(workspace: Workspace, key: bytes) -> bytes:
    """The key, if the lake's people were made with it or there are none yet."""
    built_with = _built_with(workspace)
    if not built_with:
        _note(workspace).write_text(f"{key_id(key)}\n", encoding="ascii")
        return key
    if built_with == key_id(key):
        return key
    if built_with == key_id(synthetic_key()):
        raise SettingsError(
            "E175",
            "the workspace holds generated people; real ones want a workspace of their own",
            where=str(workspace.home),
            fix="triggerscape init --home another-folder",
        )
    raise SettingsError(
        "E174",
        f"the workspace was built with deployment key {built_with}, not with {key_id(key)}",
        where=str(workspace.home),
        fix=_PUT_BACK,
    )


def _missing(workspace: Workspace) -> SettingsError:
    return SettingsError(
        "E174",
        f"deployment key {_built_with(workspace)}, with which it was built, is not here",
        where=str(_file(workspace)),
        fix=_PUT_BACK,
    )
