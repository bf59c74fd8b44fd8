"""Fifteen questions, and the exact place where each is answered: every place is tried."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from guide_parts import GUIDES, blocks_of, guide, headings_of, questions_of

import triggerscape
from triggerscape.cli import app
from triggerscape.reading.examples import find_example

ROOT = GUIDES.parents[1]
QUESTIONS = questions_of(guide("questions.md"))
SPANS = [(one.question, span) for one in QUESTIONS for span in one.spans]
ANCHORS = [span.partition("#")[2] for _, span in SPANS if span.startswith("dashboard.html#")]
COMMANDS = [span for _, span in SPANS if span.startswith("triggerscape ")]
FILES = [span for _, span in SPANS if re.fullmatch(r"[\w/]+\.[a-z]+|[a-z]+/|SHA256SUMS", span)]
QUERIES = [
    pytest.param(query, id=f"{name.removesuffix('.md')}-{place}")
    for name in ("questions.md", "query-a-release.md")
    for place, query in enumerate(blocks_of(guide(name), "sql"), start=1)
]


def test_each_reader_asks_five_questions():
    assert Counter(one.reader for one in QUESTIONS) == {
        "A clinic leader": 5,
        "An analyst": 5,
        "A data scientist": 5,
    }
    assert len({one.question for one in QUESTIONS}) == len(QUESTIONS)
    assert all(one.question.endswith("?") for one in QUESTIONS)


@pytest.mark.parametrize("one", QUESTIONS, ids=lambda one: one.question[:40])
def test_every_question_has_a_place_that_can_be_tried(one):
    tried = {*ANCHORS, *COMMANDS, *FILES}
    named = [span for span in one.spans if span.removeprefix("dashboard.html#") in tried]
    assert named or one.blocks("sql") or one.links


@pytest.mark.parametrize("anchor", sorted(set(ANCHORS)))
def test_a_place_on_the_page_is_there(release: Path, anchor: str):
    page = (release / "dashboard.html").read_text(encoding="utf-8")
    assert page.count(f'<section id="{anchor}"') == 1


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_answers(release: Path, query: str):
    with triggerscape.open_release(release, quiet=True) as opened:
        assert opened.connection.execute(query).fetchall()


@pytest.mark.parametrize("name", sorted(set(FILES)))
def test_a_file_is_in_the_release_or_in_the_project(release: Path, name: str):
    assert (release / name).exists() or (ROOT / name).is_file()


@pytest.mark.parametrize("command", sorted(set(COMMANDS)))
def test_a_command_is_one_that_exists_with_these_words(command: str):
    _, bound, _ = app.parse_args(shlex.split(command)[1:], exit_on_error=False)
    if example := bound.arguments.get("example"):
        assert find_example(example)


@pytest.mark.parametrize(
    "command", [one for one in COMMANDS if one.split()[1] in ("explain", "schema")]
)
def test_an_explanation_explains(release: Path, tmp_path: Path, command: str, capsys, monkeypatch):
    (tmp_path / "releases").symlink_to(release.parent)
    monkeypatch.setenv("TRIGGERSCAPE_HOME", str(tmp_path))
    assert app(shlex.split(command)[1:], result_action="return_value") == 0
    assert "trigger_effect" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("document", "heading"), sorted({link for one in QUESTIONS for link in one.links})
)
def test_a_link_leads_somewhere(document: str, heading: str):
    path = (GUIDES / document).resolve()
    assert path.is_file()
    assert not heading or heading in headings_of(path)


def test_the_rows_to_fit_again_are_there(demo_home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TRIGGERSCAPE_HOME", str(demo_home))
    blocks = [code for one in QUESTIONS for code in one.blocks("python")]
    assert len(blocks) == 1
    made: dict[str, Any] = {}
    exec(compile(blocks[0], "questions.md", "exec"), made)
    assert made["days"].height > 0
