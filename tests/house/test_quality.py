"""Style, layout and types: what the tools say of the whole house."""

from __future__ import annotations

import subprocess
import sys

from source_tree import ROOT


def said_by(*tool: str) -> str:
    """What a tool has to say; nothing when it is content."""
    ended = subprocess.run(
        [sys.executable, "-m", *tool],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=500,
    )
    return "" if ended.returncode == 0 else ended.stdout + ended.stderr


def test_ruff_finds_nothing():
    said = said_by("ruff", "check", "--output-format", "concise")
    assert not said, said


def test_ruff_would_format_nothing():
    said = said_by("ruff", "format", "--check")
    assert not said, said


def test_mypy_is_content_with_every_type():
    said = said_by("mypy")
    assert not said, said
