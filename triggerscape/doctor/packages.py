"""Are the packages those this version was made for? Read from what is installed, not imported."""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError, requires, version
from typing import TYPE_CHECKING

from packaging.requirements import Requirement

from triggerscape.doctor.finding import Finding, fix, ok

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_INSTALL = "uv sync, or pip install --upgrade triggerscape, in this environment"
# What fails in a way nobody would trace back to a version.
_KNOWN_BREAKS = {
    "fastapi": "with a newer one no flow of Prefect starts",
    "sqlalchemy": "with a newer one a Prefect server plans no runs",
}


def python_finding(found: tuple[int, int] = (sys.version_info[0], sys.version_info[1])) -> Finding:
    """Whether this Python is one we run on."""
    said = f"Python {found[0]}.{found[1]}"
    if (3, 11) <= found < (3, 15):
        return ok("python", said)
    return fix("python", f"{said}; 3.11 to 3.14 are needed", "uv python install 3.11")


def package_findings(
    declared: Iterable[str] | None = None, installed: Callable[[str], str] = version
) -> list[Finding]:
    """One finding a package that is missing or out of bounds; one for all where none is.

    ``declared`` are requirements as a package declares them, ours by default.
    """
    names = requires("triggerscape") if declared is None else declared
    wanted = [Requirement(line) for line in names or ()]
    needed = [one for one in wanted if one.marker is None or one.marker.evaluate({"extra": ""})]
    faults = list(_faults(needed, installed))
    return faults or [ok("packages", f"{len(needed)} packages within their bounds")]


def _faults(needed: Iterable[Requirement], installed: Callable[[str], str]) -> Iterator[Finding]:
    for one in needed:
        try:
            found = installed(one.name)
        except PackageNotFoundError:
            yield fix("packages", f"{one.name} is not installed", _INSTALL)
            continue
        if not one.specifier.contains(found, prereleases=True):
            why = f"; {_KNOWN_BREAKS[one.name]}" if one.name in _KNOWN_BREAKS else ""
            yield fix(
                "packages", f"{one.name} {found}, but {one.specifier} is needed{why}", _INSTALL
            )
