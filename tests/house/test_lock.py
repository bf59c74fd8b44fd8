"""requirements.lock pins every package the project needs, by hash, and names no address."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from source_tree import ROOT, files, name_of

LOCK = ROOT / "requirements.lock"
EXPORT = "uv export --locked --offline --no-emit-project --no-header --no-annotate".split()
PIN = re.compile(r"^(?P<pin>[A-Za-z0-9._-]+==\S+)(?: ; (?P<marker>[^\\]+))? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


def pins() -> list[Requirement]:
    """Every pinned package of the lock, with its marker."""
    found = (PIN.match(line) for line in LOCK.read_text(encoding="utf-8").splitlines())
    return [Requirement(one[0].removesuffix("\\").strip()) for one in found if one]


def declared() -> list[Requirement]:
    """What pyproject.toml asks for: dependencies, and those of development."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    return [Requirement(one) for one in asked]


def test_every_line_is_a_pin_or_its_hash():
    strays = [
        line
        for line in LOCK.read_text(encoding="utf-8").splitlines()
        if not PIN.match(line) and not HASH.match(line)
    ]
    assert strays == []
    assert len(pins()) > len(declared())


@pytest.mark.parametrize("asked", declared(), ids=lambda asked: asked.name)
def test_what_the_project_asks_for_is_pinned_within_its_bounds(asked: Requirement):
    versions = [next(iter(pin.specifier)).version for pin in pins() if same(pin.name, asked.name)]
    assert versions
    assert [version for version in versions if version not in asked.specifier] == []


def same(one: str, other: str) -> bool:
    return re.sub(r"[-_.]+", "-", one).lower() == re.sub(r"[-_.]+", "-", other).lower()


def test_the_lock_is_what_uv_resolves(tmp_path: Path):
    """Resolved in a copy and offline: nothing is fetched, and nothing in the checkout changes."""
    uv = os.environ.get("UV") or shutil.which("uv")
    if uv is None:
        pytest.skip("uv is not installed")
    for name in ("pyproject.toml", "README.md", "LICENSE", "uv.lock"):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, tmp_path)
    resolved = in_copy([uv, "lock", "--offline"], tmp_path)
    if resolved.returncode:
        pytest.skip(f"uv cannot resolve offline: {resolved.stderr.strip().splitlines()[-1]}")
    exported = in_copy([uv, *EXPORT[1:]], tmp_path)
    assert exported.returncode == 0, exported.stderr
    assert exported.stdout.splitlines() == LOCK.read_text(encoding="utf-8").splitlines(), (
        f"write it again: {' '.join(EXPORT)} > requirements.lock"
    )


def in_copy(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )


def test_the_lock_with_addresses_stays_out_of_the_repository():
    assert "uv.lock" not in map(name_of, files())
