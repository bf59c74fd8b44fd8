"""What the papers show works: commands are understood, queries and scripts run on a demo."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import cyclopts
import pytest
from fences import SHELL, Fence, commands_in, fences_in, links_in, papers, written
from source_tree import name_of

from triggerscape.cli import app
from triggerscape.querying import query
from triggerscape.workspace import Workspace

COMMANDS = [
    pytest.param(words, id=f"{fence.place} {' '.join(words)}")
    for fence in written(*SHELL)
    for words in commands_in(fence)
]

# The person-level copy of a demo has no columns of a reader's own, so those are only parsed.
QUERIES = [
    shown
    for shown in COMMANDS
    if shown.values[0][0] == "sql" and "--research" not in shown.values[0]
]


def understand(words: list[str]) -> None:
    """Parse a command as the command line would, and do not run it."""
    app.parse_args(words, exit_on_error=False, print_error=False)


def by_place(fences: list[Fence]) -> list[object]:
    return [pytest.param(fence, id=fence.place) for fence in fences]


@pytest.mark.parametrize("words", COMMANDS)
def test_a_command_in_a_paper_is_understood(words: list[str]):
    understand(words)


@pytest.mark.parametrize(
    "words", [["dmeo"], ["demo", "--poeple", "3"], ["demo", "--people", "three"], ["sql"]]
)
def test_a_command_that_does_not_exist_is_not_understood(words: list[str]):
    with pytest.raises(cyclopts.CycloptsError):
        understand(words)


@pytest.mark.parametrize("fence", by_place(written("sql")))
def test_a_query_in_a_paper_runs_on_a_release(fence: Fence, demo_home: Path):
    """A fence marked ``sql research`` asks the person-level copy."""
    names, _ = query(Workspace(demo_home), fence.text, research="research" in fence.more)
    assert names


@pytest.mark.parametrize("words", QUERIES)
def test_a_query_on_the_command_line_runs_on_a_release(words: list[str], demo_home: Path):
    names, _ = query(Workspace(demo_home), words[1])
    assert names


@pytest.mark.parametrize("fence", by_place(written("python")))
def test_a_script_in_a_paper_runs_beside_a_workspace(fence: Fence, demo_home: Path, tmp_path: Path):
    (tmp_path / "workspace").symlink_to(demo_home)
    ended = subprocess.run(
        [sys.executable, "-c", fence.text],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize("paper", papers(), ids=name_of)
def test_a_link_in_a_paper_leads_to_a_file(paper: Path):
    assert [str(link) for link in links_in(paper) if not link.exists()] == []


def test_commands_are_found_behind_prompts_comments_and_pipes():
    paper = """
```console
$ uv run triggerscape demo --people 200  # a small one
Release  2026-10-31.1
$ triggerscape sql "SELECT 1" | head
pip install uv && uv run triggerscape status
```
  ```sql research
  SELECT 1
  ```
```bash
pip install uv
triggerscape run \\
  --from build
```
"""
    found = list(fences_in(paper, "a.md"))
    assert [(f.place, f.language, f.more) for f in found] == [
        ("a.md:2", "console", ""),
        ("a.md:8", "sql", "research"),
        ("a.md:11", "bash", ""),
    ]
    shown = [words for fence in found if fence.language in SHELL for words in commands_in(fence)]
    assert shown == [
        ["demo", "--people", "200"],
        ["sql", "SELECT 1"],
        ["status"],
        ["run", "--from", "build"],
    ]
