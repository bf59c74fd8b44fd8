"""The faults of a machine a run can meet, each with its code, its words and its mending."""

from __future__ import annotations

import errno
from dataclasses import dataclass


@dataclass(frozen=True)
class FaultKind:
    """One fault of the machine; ``{place}``, ``{home}`` and ``{again}`` are filled in when told."""

    code: str
    sentence: str
    fix: str
    numbers: tuple[int, ...] = ()


NO_ROOM = FaultKind(
    "E176",
    "the disk is full",
    "free or add room there (df -h {place}; df -i {place}), then {again}",
    (errno.ENOSPC,),
)
NO_QUOTA = FaultKind(
    "E177",
    "this user's share of the disk (quota) is used up",
    "have the quota raised, or free room there, then {again}",
    (errno.EDQUOT,),
)
TOO_LONG = FaultKind(
    "E178",
    "a file reached the largest size that is allowed here",
    "ulimit -f unlimited (LimitFSIZE= of the service), or another file system; then {again}",
    (errno.EFBIG,),
)
READ_ONLY = FaultKind(
    "E179",
    "a folder can be read but not written: its disk is mounted read-only",
    "mount -o remount,rw its disk (after an error of the disk: fsck first), then {again}",
    (errno.EROFS,),
)
NOT_ALLOWED = FaultKind(
    "E187",
    "permission is missing",
    "chown or chmod u+rwX what is there, for the user who runs this; then {again}",
    (errno.EACCES, errno.EPERM),
)
TOO_MANY_OPEN = FaultKind(
    "E188",
    "too many files are open",
    "ulimit -n 4096 (LimitNOFILE= of the service), then {again}",
    (errno.EMFILE, errno.ENFILE),
)
NO_ANSWER = FaultKind(
    "E189",
    "the disk does not answer as it should",
    "see dmesg; mount the share again or replace the disk, then {again}",
    (errno.EIO, errno.ESTALE, errno.ENODEV, errno.ENXIO, errno.EREMOTEIO, errno.ENOTCONN),
)
NO_MEMORY = FaultKind(
    "E194",
    "the memory does not suffice",
    "lower warehouse.memory_gb or warehouse.threads, or give the machine more, then {again}",
    (errno.ENOMEM,),
)
MISPLACED = FaultKind(
    "E195",
    "a folder of the workspace is not there, or something else is in its place",
    "mount it or put it back; triggerscape doctor --home {home} names it; then {again}",
    (errno.ENOTDIR, errno.EISDIR),
)

KINDS = (
    *(NO_ROOM, NO_QUOTA, TOO_LONG, READ_ONLY, NOT_ALLOWED),
    *(TOO_MANY_OPEN, NO_ANSWER, NO_MEMORY, MISPLACED),
)
BY_NUMBER = {number: kind for kind in KINDS for number in kind.numbers}
