"""Keys of people: made by published algorithms, alike in every run, and never without their key."""

from __future__ import annotations

import base64
import hashlib
import hmac
from pathlib import Path

import pytest

from triggerscape.delivery.privacy.deployment_key import deployment_key, make_key, synthetic_key
from triggerscape.delivery.privacy.person_keys import (
    derived_key,
    expanded,
    key_id,
    rekey,
    rekey_column,
)
from triggerscape.delivery.profiles.profile import SiteProfile
from triggerscape.errors import SettingsError
from triggerscape.workspace import Workspace

REAL, GENERATED = SiteProfile("S01"), SiteProfile("S02", is_synthetic=True)
KEY = bytes(range(32))


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.delenv("TRIGGERSCAPE_KEY", raising=False)
    made = Workspace(tmp_path / "w")
    made.create()
    return made


def refused(workspace: Workspace, *profiles: SiteProfile) -> str:
    with pytest.raises(SettingsError) as error:
        deployment_key(workspace, profiles)
    assert error.value.fix
    return error.value.code


def test_subkeys_are_those_of_rfc_5869():
    """Test cases 1 and 3 of the RFC; case 1 from its pseudorandom key on."""
    pseudorandom = bytes.fromhex("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5")
    assert expanded(pseudorandom, bytes.fromhex("f0f1f2f3f4f5f6f7f8f9"), 42).hex() == (
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
    )
    assert derived_key(bytes([0x0B] * 22), "", 42).hex() == (
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
    )


def test_a_person_key_is_hmac_over_site_and_key_in_base_32():
    (row,) = rekey(["person-1"], "S01", KEY).to_pylist()
    digest = hmac.new(derived_key(KEY, "person"), b"S01\x1fperson-1", hashlib.sha256).digest()
    assert row["person_key"] == base64.b32encode(digest).decode()[:26]
    assert row["person_id"] == int(digest.hex()[:15], 16)


def test_spellings_of_one_key_share_a_fold_and_nothing_else():
    rows = rekey(["CM-004 ", "cm-004", "cm-005"], "S01", KEY).to_pylist()
    assert rows[0]["person_fold"] == rows[1]["person_fold"] != rows[2]["person_fold"]
    assert len({row["person_id"] for row in rows}) == len({row["person_key"] for row in rows}) == 3


def test_site_column_and_deployment_each_make_another_key():
    people = [
        rekey(["a"], site, key)["person_key"][0]
        for site in ("S1", "S2")
        for key in (KEY, KEY[::-1])
    ]
    others = [
        rekey_column(["a"], "S1", column, KEY)["rekeyed"][0]
        for column in ("visit_key", "therapy_key")
    ]
    assert len({str(one) for one in (*people, *others)}) == 6


def test_a_key_is_made_once_for_its_owner_alone(workspace: Workspace):
    key = deployment_key(workspace, [REAL])
    file = workspace.vault / "deployment.key"
    assert file.stat().st_mode & 0o777 == 0o600
    make_key(workspace)
    assert deployment_key(workspace, [REAL]) == key == bytes.fromhex(file.read_text())
    assert (workspace.lake / "key.id").read_text().strip() == key_id(key)


@pytest.mark.parametrize("text", [KEY.hex(), base64.b64encode(KEY).decode()])
def test_the_environment_may_hold_the_key(workspace: Workspace, text: str, monkeypatch):
    monkeypatch.setenv("TRIGGERSCAPE_KEY", text)
    assert deployment_key(workspace, [REAL]) == KEY
    assert not (workspace.vault / "deployment.key").exists()


@pytest.mark.parametrize("text", ["short", "00" * 32, "zz" * 32, "ab" * 31])
def test_a_malformed_key_is_refused_and_not_repeated(workspace: Workspace, text: str, monkeypatch):
    monkeypatch.setenv("TRIGGERSCAPE_KEY", text)
    with pytest.raises(SettingsError) as error:
        deployment_key(workspace, [REAL])
    assert error.value.code == "E171"
    assert text not in f"{error.value} {error.value.where} {error.value.fix}"


def test_generated_people_have_the_published_key_and_real_ones_never(workspace, monkeypatch):
    assert deployment_key(workspace, [GENERATED]) == synthetic_key()
    assert refused(workspace, GENERATED, REAL) == "E175"
    monkeypatch.setenv("TRIGGERSCAPE_KEY", synthetic_key().hex())
    assert refused(workspace, REAL) == "E172"


def test_another_key_than_the_lake_was_built_with_is_refused(workspace: Workspace, monkeypatch):
    deployment_key(workspace, [REAL])
    monkeypatch.setenv("TRIGGERSCAPE_KEY", KEY.hex())
    assert refused(workspace, REAL) == "E174"


def test_a_lost_key_is_missed_and_not_replaced(workspace: Workspace):
    deployment_key(workspace, [REAL])
    (workspace.vault / "deployment.key").unlink()
    assert refused(workspace, REAL) == "E174"
    assert not (workspace.vault / "deployment.key").exists()


def test_a_key_that_others_can_read_is_refused(workspace: Workspace):
    deployment_key(workspace, [REAL])
    (workspace.vault / "deployment.key").chmod(0o644)
    assert refused(workspace, REAL) == "E173"


def test_without_sites_nothing_is_decided(workspace: Workspace):
    deployment_key(workspace, [])
    assert deployment_key(workspace, [GENERATED]) == synthetic_key()
