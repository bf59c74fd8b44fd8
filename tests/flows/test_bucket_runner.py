"""Where buckets are worked on: never by two at once, never by a stranger, never in silence."""

from __future__ import annotations

import fcntl
import multiprocessing
import sys
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from flows.bucket_claim import claimed, claims
from flows.bucket_work import SETTLE
from flows.run import open_run
from flows.shared_ground import SharedGround, files_seen, wait_for_files
from flows.workspace_work import WorkInWorkspace
from triggerscape.errors import SettingsError, TriggerscapeError
from triggerscape.settings import Settings, read_settings, settings_text
from triggerscape.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "workspace")
    made.create()
    return made


@pytest.mark.parametrize("runner", ["threads", "dask:tcp://10.0.0.5:8786", "dask:tls://node-1:80"])
def test_a_runner_is_threads_or_the_address_of_a_scheduler(runner: str) -> None:
    assert Settings({"scale.runner": runner})["scale.runner"] == runner


@pytest.mark.parametrize("runner", ["dask", "dask:10.0.0.5:80", "dask:tcp://host", "ray:x", 1])
def test_any_other_runner_is_refused(runner: object) -> None:
    with pytest.raises(SettingsError, match=r"scale\.runner must be threads, or"):
        Settings({"scale.runner": runner})


def test_where_and_how_fast_is_no_part_of_what_a_release_is_made_of(tmp_path: Path) -> None:
    elsewhere = {"scale.runner": "dask:tcp://a:1", "warehouse.threads": 3, "warehouse.memory_gb": 9}
    assert Settings(elsewhere).text() == Settings().text()
    assert Settings({"disclosure.threshold": 12}).text() != Settings().text()
    path = tmp_path / "triggerscape.toml"
    path.write_text(settings_text(), encoding="utf-8")
    assert read_settings(path)["scale.runner"] == "threads"


def test_a_claimed_bucket_is_nobody_elses_until_its_holder_lets_go_or_dies(
    workspace: Workspace,
) -> None:
    context = multiprocessing.get_context("spawn")
    has_it = context.Event()
    holder = context.Process(target=hold_for_ever, args=(workspace, 3, has_it))
    holder.start()
    assert has_it.wait(60)
    assert not is_free(workspace, 3)
    assert is_free(workspace, 4)
    holder.kill()
    holder.join()
    with claimed(workspace, 3):
        assert not is_free(workspace, 3)
    assert is_free(workspace, 3)


def hold_for_ever(workspace: Workspace, bucket: int, has_it: Event) -> None:
    with claimed(workspace, bucket):
        has_it.set()
        multiprocessing.Event().wait()


def is_free(workspace: Workspace, bucket: int) -> bool:
    with (claims(workspace) / f"{bucket:05d}").open("w", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


def test_a_worker_works_for_the_run_named_in_its_workspace(workspace: Workspace) -> None:
    SharedGround.of(workspace, "run 1").check(workspace)


def test_a_worker_refuses_work_of_an_older_run(workspace: Workspace) -> None:
    older = SharedGround.of(workspace, "run 1")
    SharedGround.of(workspace, "run 2")
    with pytest.raises(TriggerscapeError, match="does not see the workspace of this run"):
        older.check(workspace)


def test_a_worker_refuses_a_folder_that_is_not_the_workspace(
    workspace: Workspace, tmp_path: Path
) -> None:
    ground = SharedGround.of(workspace, "run 1")
    with pytest.raises(TriggerscapeError, match="does not see the workspace of this run"):
        ground.check(Workspace(tmp_path / "not-mounted"))
    assert not (tmp_path / "not-mounted").exists()


def test_a_worker_refuses_to_work_with_other_code(workspace: Workspace) -> None:
    other = SharedGround("code of yesterday", SharedGround.of(workspace, "run 1").run_id)
    with pytest.raises(TriggerscapeError, match="another version"):
        other.check(workspace)


def test_a_run_waits_until_it_sees_what_a_worker_wrote(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = workspace.lake / "features.x"
    (table / "bucket=00001").mkdir(parents=True)
    (table / "bucket=00001" / "from=2026-01-05.parquet").touch()
    there = files_seen(workspace, 1)
    wait_for_files(workspace, 1, there)
    (table / "bucket=00002.parquet").touch()
    assert files_seen(workspace, 1) == there, "a bucket's files are its own"
    (table / "bucket=00001" / "from=2026-02-02.parquet").touch()
    assert files_seen(workspace, 1) != there
    monkeypatch.setattr("flows.shared_ground.SEEN_WITHIN_SECONDS", 0)
    with pytest.raises(TriggerscapeError, match="are not seen here"):
        wait_for_files(workspace, 1, there)


def machine_of(bucket: int, machines: tuple[str, ...]) -> str:
    from flows.dask_cluster import near

    dask = pytest.importorskip("dask", reason="the extra [scale] is not installed")
    with near(bucket, machines):
        told = dask.get_annotations()
    assert told["allow_other_workers"], "a machine that is busy or gone holds nobody up"
    [machine] = told["workers"]
    return str(machine)


def test_a_bucket_goes_to_the_same_machine_and_a_new_machine_moves_few():
    three = {bucket: machine_of(bucket, ("a", "b", "c")) for bucket in range(300)}
    four = {bucket: machine_of(bucket, ("a", "b", "c", "d")) for bucket in range(300)}
    assert all(list(three.values()).count(one) > 70 for one in "abc")
    moved = [bucket for bucket in three if three[bucket] != four[bucket]]
    assert {four[bucket] for bucket in moved} == {"d"}
    assert 45 < len(moved) < 105


def test_without_machines_a_bucket_goes_anywhere():
    from flows.dask_cluster import near

    dask = pytest.importorskip("dask", reason="the extra [scale] is not installed")
    with near(3, ()):
        assert dask.get_annotations() == {}


def test_dask_without_a_prefect_server_says_what_to_start(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.dask_cluster import run_on_dask

    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    with pytest.raises(TriggerscapeError) as caught:
        run_on_dask("tcp://127.0.0.1:9", WorkInWorkspace.of(open_run(workspace), SETTLE), range(1))
    assert caught.value.code == "E140"
    assert "prefect server start" in caught.value.fix


def test_dask_that_is_not_installed_is_named(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.dask_cluster import run_on_dask

    monkeypatch.setattr("flows.dask_cluster.PREFECT_API_URL", Named())
    monkeypatch.setitem(sys.modules, "prefect_dask", None)
    with pytest.raises(TriggerscapeError, match="prefect_dask is not installed") as caught:
        run_on_dask("tcp://127.0.0.1:9", WorkInWorkspace.of(open_run(workspace), SETTLE), range(1))
    assert "uv sync --extra scale" in caught.value.fix


class Named:
    def value(self) -> str:
        return "http://127.0.0.1:9/api"


def test_a_scheduler_that_does_not_answer_is_named(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("prefect_dask", reason="the extra [scale] is not installed")
    from flows.dask_cluster import run_on_dask

    monkeypatch.setattr("flows.dask_cluster.PREFECT_API_URL", Named())
    monkeypatch.setattr("flows.dask_cluster.SCHEDULER_SECONDS", 1)
    for address in ("tcp://127.0.0.1:9", "tls://127.0.0.1:9"):
        with pytest.raises(TriggerscapeError, match="no Dask scheduler answers") as caught:
            run_on_dask(address, WorkInWorkspace.of(open_run(workspace), SETTLE), range(1))
        assert caught.value.where == address
