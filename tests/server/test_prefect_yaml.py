"""prefect.yaml says what ``triggerscape schedule`` does."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from prefect_server import PrefectServer, started_server
from render_prefect_yaml import FILE, rendered
from two_clinics import two_clinics

from flows.scheduled.deployments import deployments_of
from flows.scheduled.project_file import ANY_HOME, project_file
from triggerscape.settings import Settings


def test_the_file_at_the_root_is_as_it_would_be_written_today():
    assert FILE.read_text(encoding="utf-8") == rendered()


def test_it_holds_every_deployment_with_its_time_and_its_sites():
    settings = Settings({"schedule.time_zone": "Europe/Zurich", "schedule.training": ""})
    planned = deployments_of("/data/it's here", ["KN"], settings)
    told = yaml.safe_load(project_file(planned, settings))["deployments"]
    found = {one["name"]: one for one in told}
    assert list(found) == [one.name for one in planned]
    assert found["nightly"]["schedules"] == [{"cron": "0 2 * * *", "timezone": "Europe/Zurich"}]
    assert found["nightly"]["parameters"] == {"home": "/data/it's here", "last": "build"}
    assert found["weekly-training"]["schedules"] == []
    assert found["ingest-kn"]["tags"] == ["triggerscape", "site:KN"]
    queue = {name: one["work_pool"]["work_queue_name"] for name, one in found.items()}
    assert queue.pop("tell-a-person") == "default"
    assert set(queue.values()) == {"workspace"}


def test_the_variable_is_asked_for_only_where_the_file_is_of_any_workspace():
    settings = Settings()
    of_any = project_file(deployments_of(ANY_HOME, [], settings), settings)
    of_one = project_file(deployments_of("/data/w", [], settings), settings)
    assert "export TRIGGERSCAPE_HOME=" in of_any
    assert "TRIGGERSCAPE_HOME" not in of_one


@pytest.mark.long
def test_prefect_deploys_from_it_what_schedule_would(tmp_path: Path):
    """Deployed by Prefect's own command first: then schedule has only its alerts to add."""
    workspace = two_clinics(tmp_path / "clinics", 25)
    with started_server(_made(tmp_path / "server")) as server:
        _deploy(server, workspace.home)
        said = server.schedule(workspace.home)
    assert set(said["changed"]) == set(said["automations"])
    assert said["removed"] == []


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _deploy(server: PrefectServer, home: Path) -> None:
    printed = server.command("triggerscape", "schedule", "--print", "--home", str(home))
    (server.home / "prefect.yaml").write_text(printed.stdout, encoding="utf-8")
    for words in (
        ("work-pool", "create", "triggerscape", "--type", "process"),
        ("--no-prompt", "deploy", "--all"),
    ):
        done = server.command("prefect", *words)
        assert done.returncode == 0, done.stdout + done.stderr
