"""The doctor names what is wrong and what to type, and says nothing is wrong where nothing is."""

from __future__ import annotations

import datetime as dt
import fcntl
import http.server
import json
import os
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from triggerscape.delivery.privacy.deployment_key import deployment_key, make_key
from triggerscape.delivery.profiles.reading import read_profiles
from triggerscape.doctor import rooms
from triggerscape.doctor.examination import is_well
from triggerscape.doctor.finding import Finding, Health
from triggerscape.doctor.key import key_findings
from triggerscape.doctor.machine import clock_finding, disk_finding, memory_finding
from triggerscape.doctor.orchestrator import orchestrator_findings
from triggerscape.doctor.packages import package_findings, python_finding
from triggerscape.doctor.rooms import workspace_findings
from triggerscape.release.writers.report.typesetter import INSTALL
from triggerscape.workspace import Workspace

GB = 1 << 30


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "our workspace")
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


def open_to_all(name: str) -> Callable[[Workspace], None]:
    def plant(workspace: Workspace) -> None:
        path = workspace.home / name
        if not path.exists():
            path.write_bytes(b"")
        path.chmod(0o755 if path.is_dir() else 0o644)

    return plant


def without(name: str) -> Callable[[Workspace], None]:
    return lambda workspace: shutil.rmtree(workspace.home / name if name else workspace.home)


@pytest.mark.parametrize(
    ("subject", "plant"),
    [
        ("workspace", without("")),
        ("workspace", without("inbox")),
        ("workspace", without("lake")),
        ("privacy", open_to_all("vault")),
        ("privacy", open_to_all("lake")),
        ("privacy", open_to_all("vault/deployment.key")),
        ("privacy", open_to_all("build.duckdb")),
        ("privacy", open_to_all("research.duckdb")),
    ],
)
def test_what_it_says_to_type_mends_it(
    workspace: Workspace, subject: str, plant: Callable[[Workspace], None]
):
    plant(workspace)
    sick = to_mend(workspace_findings(workspace))
    assert list(sick) == [subject]
    with_us = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    subprocess.run(shlex.split(sick[subject].fix), env=with_us, check=True, capture_output=True)
    assert to_mend(workspace_findings(workspace)) == {}


def test_a_setting_out_of_bounds_is_named_with_its_file(workspace: Workspace):
    workspace.settings_file.write_text("[disclosure]\nthreshold = 3\n", encoding="utf-8")
    told = to_mend(workspace_findings(workspace))["settings"]
    assert "disclosure.threshold must be a whole number from 11" in told.sentence
    assert told.fix.startswith(f"{workspace.settings_file}: ")


def test_a_faulty_profile_is_told_until_it_is_mended(workspace: Workspace):
    profile = workspace.sites / "KN.toml"
    profile.write_text('site_code = "ELSEWHERE"\n', encoding="utf-8")
    told = to_mend(workspace_findings(workspace))["sites"]
    assert told.sentence.startswith("site KN is left out")
    assert told.fix == "mend sites/KN.toml"
    profile.write_text('site_code = "KN"\nconfirm = ["timezone"]\n', encoding="utf-8")
    told = to_mend(workspace_findings(workspace))["sites"]
    assert told.fix == "confirm every guess in sites/KN.toml"
    profile.write_text('site_code = "KN"\n', encoding="utf-8")
    assert to_mend(workspace_findings(workspace)) == {}


@pytest.mark.parametrize("text", ['{"path": "2026-01-01.1"}', '{"path": ', "[]"])
def test_a_pointer_to_no_release_is_told(workspace: Workspace, text: str):
    (workspace.releases / "latest.json").write_text(text, encoding="utf-8")
    told = to_mend(workspace_findings(workspace))["release"]
    assert told.sentence == "latest.json names a release that is not there"
    there = workspace.releases / "2026-01-01.1"
    there.mkdir()
    (there / "SHA256SUMS").touch()
    (workspace.releases / "latest.json").write_text('{"path": "2026-01-01.1"}', encoding="utf-8")
    assert to_mend(workspace_findings(workspace)) == {}


def test_the_key_it_was_built_with_is_missed(workspace: Workspace, tmp_path: Path):
    (workspace.sites / "KN.toml").write_text('site_code = "KN"\n', encoding="utf-8")
    assert key_findings(workspace, {}) == []
    deployment_key(workspace, read_profiles(workspace.sites)[0].values())
    assert is_well(key_findings(workspace, {}))

    safe = workspace.key_file.rename(tmp_path / "safe")
    (told,) = key_findings(workspace, {})
    assert told.sentence == "the key the workspace was built with is not here"
    assert str(workspace.key_file) in told.fix
    assert not workspace.key_file.exists()

    make_key(workspace)
    (told,) = key_findings(workspace, {})
    assert told.health is Health.FIX
    assert "was built with deployment key" in told.sentence
    assert told.fix.startswith("put the key it was built with back")
    safe.rename(workspace.key_file)
    assert is_well(key_findings(workspace, {}))


def test_a_report_without_its_typesetter_is_told(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(rooms, "can_set_reports", lambda: False)
    assert to_mend(workspace_findings(workspace)) == {}
    workspace.settings_file.write_text("[release]\npdf = true\n", encoding="utf-8")
    assert to_mend(workspace_findings(workspace))["report"].fix == INSTALL


def test_a_run_at_work_is_told_and_is_no_fault(workspace: Workspace):
    with (workspace.home / ".writer").open("w", encoding="utf-8") as file:
        file.write("4711")
        file.flush()
        fcntl.flock(file, fcntl.LOCK_EX)
        (found,) = (one for one in workspace_findings(workspace) if one.subject == "run")
    assert (found.health, found.sentence) == (Health.OK, "process 4711 is at work here")


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
    assert clock_finding(today, later).sentence.startswith("a delivery bears the date 2026-12-24")


class _Healthy(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/api/health" else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return None


def test_prefect_is_asked_only_where_it_is_configured():
    (silent,) = orchestrator_findings({})
    assert silent.sentence == "no server is configured: runs need none"
    with http.server.HTTPServer(("127.0.0.1", 0), _Healthy) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        answered = orchestrator_findings({"PREFECT_API_URL": f"{address}/api"})
        lost = orchestrator_findings({"PREFECT_API_URL": f"{address}/elsewhere"})
        server.shutdown()
    assert is_well(answered)
    assert answered[1].fix.startswith("export DO_NOT_TRACK=1")
    assert lost[0].fix == "prefect server start, or unset PREFECT_API_URL"
    (no_address,) = orchestrator_findings({"PREFECT_API_URL": "127.0.0.1:4200"})[:1]
    assert (no_address.health, no_address.fix) == (Health.FIX, "unset PREFECT_API_URL")


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
