"""The Containerfile copies what the package is made of, and turns off what calls home."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from flows.prefect_runner import QUIET

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "Containerfile").read_text(encoding="utf-8")


def copied() -> set[str]:
    lines = re.findall(r"^COPY (?!--from)(.+) \S+$", TEXT, flags=re.MULTILINE)
    return {word for line in lines for word in line.split()}


def test_everything_the_wheel_is_made_of_is_copied_and_is_there():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {*wheel["packages"], *wheel["force-include"], project["project"]["readme"]}
    needed |= {*project["project"]["license-files"], "pyproject.toml", "requirements.lock"}
    assert copied() == needed
    assert [name for name in needed if not (ROOT / name).exists()] == []


def test_it_is_as_quiet_as_our_own_commands():
    assert {name: f"{name}={value}" in TEXT for name, value in QUIET.items()} == dict.fromkeys(
        QUIET, True
    )


def test_it_does_not_run_as_root():
    assert re.findall(r"^USER (\S+)$", TEXT, flags=re.MULTILINE) == ["triggerscape"]
