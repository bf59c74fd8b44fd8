"""When a run is ended by force, no canary is left behind either, nor when the next run is sound."""

from __future__ import annotations

from pathlib import Path

import pytest
from aviary import Aviary, deliver, is_for_privacy, new_aviary, told
from canaries import CANARIES
from canary_places import PLACES, planted, sound_table
from sites_at_the_door import add_site

FAILING_RUN = Path(__file__).with_name("failing_run.py")
NOTHING_TAKEN_IN, BUG, KILLED, STOPS_ONE_SITE = 3, 70, -9, 0
SITE = "CSV"
MAPPED = 'feeds.diary = { files = "diary*", mapping = "own/bad" }\n'


def _populated(base: Path) -> Aviary:
    aviary = new_aviary(base)
    deliver(aviary, SITE, "sound", "diary", sound_table("diary", "sound"))
    for canary, place in zip(CANARIES, (*PLACES, *PLACES), strict=False):
        if canary.has_form:
            table = planted(place, canary, canary.kind)
            deliver(aviary, SITE, canary.kind, place.contract, table)
    return aviary


def _nothing_escapes(aviary: Aviary) -> None:
    escaped = aviary.escaped()
    assert not escaped, told(escaped)


def _sound_again(aviary: Aviary) -> None:
    assert aviary.ingest() == 0, aviary.said()[-2000:]
    _nothing_escapes(aviary)
    uses = aviary.uses()
    assert uses[SITE, "sound"][0] == ""
    assert aviary.staged() == {sha256 for rule, sha256 in uses.values() if not is_for_privacy(rule)}


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        ("judging", STOPS_ONE_SITE),
        pytest.param("child", NOTHING_TAKEN_IN, marks=pytest.mark.long),
        pytest.param("expectations", BUG, marks=pytest.mark.long),
        pytest.param("disk", BUG, marks=pytest.mark.long),
        pytest.param("mapping", NOTHING_TAKEN_IN, marks=pytest.mark.long),
    ],
)
def test_a_failure_that_quotes_a_canary_leaves_none_behind(
    tmp_path: Path, failure: str, code: int
) -> None:
    aviary = _populated(tmp_path)
    if failure == "mapping":
        add_site(aviary.home, SITE, MAPPED)
    assert aviary.run(str(FAILING_RUN), failure, str(aviary.home)) == code, aviary.said()[-2000:]
    _nothing_escapes(aviary)
    if code == STOPS_ONE_SITE:
        assert f"site {SITE} is not taken in to its end, other sites are" in aviary.said()
    if failure != "mapping":
        _sound_again(aviary)


@pytest.mark.long
def test_a_profile_that_cannot_be_read_leaves_its_site_out_and_nothing_behind(
    tmp_path: Path,
) -> None:
    aviary = _populated(tmp_path)
    (aviary.home / "sites" / f"{SITE}.toml").write_text(f'site_code = "{SITE}', encoding="utf-8")
    assert aviary.ingest() == NOTHING_TAKEN_IN
    _nothing_escapes(aviary)
    assert not (aviary.home / "vault" / "staged").exists()


@pytest.mark.long
def test_what_a_killed_run_leaves_is_gone_after_the_next(tmp_path: Path) -> None:
    aviary = _populated(tmp_path)
    assert aviary.run(str(FAILING_RUN), "all", str(aviary.home)) == KILLED
    left = {Path(trace.file).parts[:3] for trace in aviary.escaped()}
    assert left == {("workspace", "vault", "judging")}
    _sound_again(aviary)


@pytest.mark.parametrize("failure", ["", "expectations"], ids=["sound", "ended by a crash"])
def test_prefect_keeps_no_canary_in_its_database_nor_in_its_logs(
    tmp_path: Path, failure: str
) -> None:
    aviary = _populated(tmp_path)
    home = str(aviary.home)
    command = ("-m", "triggerscape", "run", "--to", "validate", "--home", home, "--prefect")
    if failure:
        command = (str(FAILING_RUN), failure, home, "--prefect")
    code = aviary.run(*command, PREFECT_HOME=str(aviary.base / "prefect"))
    assert bool(code) is bool(failure), aviary.said()[-2000:]
    assert (aviary.base / "prefect" / "prefect.db").stat().st_size > 0
    _nothing_escapes(aviary)
    [log] = (aviary.home / "logs").glob("*.log")
    told = log.read_text(encoding="utf-8")
    assert ", Prefect run " in told
    assert "  ingest    begins\n" in told
    assert f"  ingest    {SITE}\n" in told
    assert ("  end       failed after" if failure else "  end       completed") in told
