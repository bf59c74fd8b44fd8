"""What travels to the workers of a cluster: one stage of a run's buckets, as names and numbers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from triggerscape.warehouse.build.step import Built


class SentWork(ABC):
    """One stage of every bucket. It is sent whole with each bucket's number, so it stays small."""

    is_near_its_copies: ClassVar[bool]
    """True where a machine that had a bucket before has less to fetch than another."""

    @abstractmethod
    def do(self, bucket: int, side_by_side: int) -> tuple[list[Built], str]:
        """On a worker: the work of one bucket, and a text by which what it left is known."""

    @abstractmethod
    def take(self, bucket: int, done: tuple[list[Built], str]) -> list[Built]:
        """Where the run was started: see to it that what the worker left is here as well."""
