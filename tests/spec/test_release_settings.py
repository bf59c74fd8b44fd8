"""How a release is labelled: what may be said in triggerscape.toml, and what may not."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from triggerscape.doctor import rooms
from triggerscape.doctor.finding import Health
from triggerscape.errors import SettingsError
from triggerscape.release.info import ReleaseInfo
from triggerscape.settings import Settings, settings_text
from triggerscape.workspace import Workspace


def test_by_default_nobody_is_named_and_no_report_is_written():
    assert Settings().section("release") == {
        "title": ReleaseInfo.title,
        "publisher": "",
        "contact": "",
        "pdf": False,
    }


def test_the_file_that_init_writes_says_the_same():
    assert tomllib.loads(settings_text())["release"] == Settings().section("release")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("title", ""),
        ("title", "two\nlines"),
        ("title", "x" * 201),
        ("publisher", 7),
        ("contact", "Doctor Who"),
        ("contact", "a@b.example, c@d.example"),
        ("pdf", "yes"),
        ("pdf", 1),
    ],
)
def test_what_no_file_of_a_release_could_carry_is_refused(key, value):
    with pytest.raises(SettingsError, match=f"release.{key} must be"):
        Settings({f"release.{key}": value})


def test_a_label_changes_no_number():
    """Models are not fitted anew, and no row of model_version carries the label."""
    said = Settings({"release.title": "Another", "release.pdf": True})
    assert said.text() == Settings().text()


@pytest.mark.parametrize("has_typesetter", [True, False])
def test_the_doctor_misses_the_typesetter_where_a_report_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_typesetter: bool
):
    monkeypatch.setattr(rooms, "can_set_reports", lambda: has_typesetter)
    workspace = Workspace(tmp_path / "workspace")
    workspace.create()
    assert _to_mend(workspace) == []
    workspace.settings_file.write_text("[release]\npdf = true\n", encoding="utf-8")
    told = [] if has_typesetter else ["report: pip install 'triggerscape[pdf]'"]
    assert [line.partition(", or")[0] for line in _to_mend(workspace)] == told


def _to_mend(workspace: Workspace) -> list[str]:
    findings = rooms.workspace_findings(workspace)
    return [f"{one.subject}: {one.fix}" for one in findings if one.health is Health.FIX]
