"""The doctor names what is wrong and what to type, and says nothing is wrong where nothing is."""

from __future__ import annotations

import datetime as dt
import fcntl
import http.server
import json
import shutil
import subprocess
import sys
import threading
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from triggerscape.doctor.examination import is_well
from triggerscape.doctor.finding import Finding, Health
from triggerscape.doctor.machine import clock_finding, disk_finding, memory_finding
from triggerscape.doctor.orchestrator import orchestrator_findings
from triggerscape.doctor.packages import package_findings, python_finding
from triggerscape.doctor.rooms import workspace_findings
from triggerscape.workspace import Workspace

GB = 1 << 30


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "workspace")
    made.create()
    return made


def to_mend(findings: list[Finding]) -> dict[str, Finding]:
    return {one.subject: one for one in findings if one.health is Health.FIX}


def installed(**versions: str):
    def look(name: str) -> str:
        if name not in versions:
            raise PackageNotFoundError(name)
        return versions[name]

    return look


def test_a_new_workspace_has_nothing_to_mend(workspace: Workspace):
    assert to_mend(workspace_findings(workspace)) == {}


def test_no_workspace_names_the_command_that_makes_one(tmp_path: Path):
    (found,) = workspace_findings(Workspace(tmp_path / "none"))
    assert found.health is Health.FIX
    assert found.fix == f"triggerscape init --home {tmp_path / 'none'}"


def test_each_trouble_of_a_workspace_is_told_with_its_fix(workspace: Workspace):
    workspace.vault.chmod(0o755)
    workspace.settings_file.write_text("[disclosure]\nthreshold = 3\n", encoding="utf-8")
    (workspace.sites / "KN.toml").write_text('site_code = "ELSEWHERE"\n', encoding="utf-8")
    (workspace.releases / "latest.json").write_text('{"path": "2026-01-01.1"}', encoding="utf-8")
    found = to_mend(workspace_findings(workspace))
    assert found["privacy"].fix == f"chmod 700 {workspace.vault}"
    assert "disclosure.threshold" in found["settings"].sentence
    assert found["sites"].sentence.startswith("site KN is left out")
    assert found["release"].sentence == "latest.json names a release that is not there"


def test_a_folder_that_went_missing_is_made_again_by_init(workspace: Workspace):
    shutil.rmtree(workspace.inbox)
    assert to_mend(workspace_findings(workspace))["workspace"].fix.startswith("triggerscape init")


def test_a_run_at_work_is_told_and_is_no_fault(workspace: Workspace):
    with (workspace.home / ".writer").open("w", encoding="utf-8") as file:
        file.write("4711")
        file.flush()
        fcntl.flock(file, fcntl.LOCK_EX)
        (found,) = (one for one in workspace_findings(workspace) if one.subject == "run")
    assert (found.health, found.sentence) == (Health.NOTE, "process 4711 is at work here")


def test_packages_are_compared_with_what_is_declared():
    declared = ["fastapi>=0.139,<0.151", "duckdb>=2.0,<3", 'dask; extra == "scale"']
    good = package_findings(declared, installed(fastapi="0.150.0", duckdb="2.0.0"))
    assert [(one.health, one.sentence) for one in good] == [
        (Health.OK, "2 packages within their bounds")
    ]
    too_new = package_findings(declared, installed(fastapi="0.165.0", duckdb="2.0.0"))
    assert too_new[0].sentence.endswith("with a newer one no flow of Prefect starts")
    missing = package_findings(declared, installed(fastapi="0.150.0"))
    assert [one.sentence for one in missing] == ["duckdb is not installed"]


def test_what_is_installed_here_is_within_its_bounds():
    assert is_well(package_findings())


@pytest.mark.parametrize(
    ("found", "health"), [((3, 10), Health.FIX), ((3, 11), Health.OK), ((3, 15), Health.FIX)]
)
def test_python(found: tuple[int, int], health: Health):
    assert python_finding(found).health is health


def test_disk_memory_and_clock():
    assert disk_finding(sent=GB, free=8 * GB).health is Health.OK
    assert disk_finding(sent=GB, free=6 * GB).sentence.endswith("a run needs 7.0 GB")
    assert memory_finding(8 * GB, 0).sentence == "8.0 GB of memory, 4.0 GB of it for DuckDB"
    assert memory_finding(8 * GB, 7).fix == "lower warehouse.memory_gb"
    assert memory_finding(GB // 2, 0).health is Health.FIX
    today = dt.date(2026, 11, 21)
    assert clock_finding(today, None).health is Health.OK
    assert clock_finding(dt.date(1970, 1, 1), None).health is Health.FIX
    later = dt.datetime(2026, 12, 24, tzinfo=dt.UTC)
    assert clock_finding(today, later).health is Health.NOTE


class _Healthy(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/api/health" else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return None


def test_prefect_is_asked_only_where_it_is_configured():
    (silent,) = orchestrator_findings({})
    assert silent.health is Health.NOTE
    with http.server.HTTPServer(("127.0.0.1", 0), _Healthy) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        answered = orchestrator_findings({"PREFECT_API_URL": f"{address}/api"})
        lost = orchestrator_findings({"PREFECT_API_URL": f"{address}/elsewhere"})
        server.shutdown()
    assert [one.health for one in answered] == [Health.OK, Health.NOTE]
    assert lost[0].fix == "prefect server start, or unset PREFECT_API_URL"


def test_the_command_exits_with_3_where_something_must_be_mended(workspace: Workspace):
    def ask() -> tuple[int, dict[str, object]]:
        command = [sys.executable, "-m", "triggerscape", "doctor", "--json"]
        ended = subprocess.run(
            [*command, "--home", str(workspace.home)],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        return ended.returncode, json.loads(ended.stdout)

    code, told = ask()
    assert (code, told["ok"]) == (0, True)
    workspace.lake.chmod(0o777)
    code, told = ask()
    assert (code, told["ok"]) == (3, False)
