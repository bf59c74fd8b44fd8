"""A reader that has seen enough, as in ``triggerscape sql … | head``, is no fault of ours."""

from __future__ import annotations

import subprocess
import sys

import pytest

SPEAK = """
import sys
from triggerscape.command import speak

def act(terminal):
    {act}
    return 0

sys.exit(speak("sql", as_json=False, quiet=False, act=act))
"""
LONG = "[print('a line that somebody reads') for _ in range(20_000)]"
SHORT = "print('one line, still in the buffer when the command ends')"
GRID = "terminal.grid(['row'], [['x' * 200] for _ in range(2_000)])"
ELSEWHERE = "raise BrokenPipeError(32, 'Broken pipe')"


def _ended(act: str, *, is_read: bool) -> tuple[int, str]:
    """Exit code and messages of a command; unread, its output is closed before it begins."""
    child = subprocess.Popen(
        [sys.executable, "-c", SPEAK.format(act=act)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    if not is_read and child.stdout is not None:
        child.stdout.close()
        child.stdout = None
    _, said = child.communicate(timeout=60)
    return child.returncode, said


@pytest.mark.parametrize("act", [LONG, SHORT, GRID], ids=["long", "short", "a table"])
def test_a_command_whose_reader_has_gone_ends_without_a_word(act: str) -> None:
    assert _ended(act, is_read=False) == (141, "")


def test_a_pipe_that_broke_elsewhere_is_still_told() -> None:
    exit_code, said = _ended(ELSEWHERE, is_read=True)
    assert exit_code == 70
    assert "error[E900]" in said
