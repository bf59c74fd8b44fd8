"""A store is only asked to list, get, put and delete; whatever goes wrong there has a name."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from only_four import Refused, only_four
from store_server import StoreServer, started_store

from triggerscape.errors import SettingsError, TriggerscapeError
from triggerscape.settings import Settings
from triggerscape.warehouse.store.object_store import ObjectStore, open_store

BYTES = b"rows of a bucket" * 1000
SHA256 = hashlib.sha256(BYTES).hexdigest()


@pytest.fixture(params=["s3", "file"])
def store(request: pytest.FixtureRequest, server: StoreServer, tmp_path: Path) -> ObjectStore:
    """An S3 server, and a folder that many machines may have mounted."""
    folder = tmp_path.name
    address = server.address(folder) if request.param == "s3" else f"file://{tmp_path}/lake"
    return open_store(address)


def kept(tmp_path: Path, data: bytes = BYTES) -> Path:
    file = tmp_path / "kept"
    file.write_bytes(data)
    return file


def test_what_is_put_is_listed_read_fetched_and_deleted(store: ObjectStore, tmp_path: Path):
    store.put_file("bucket=00001/a.parquet", kept(tmp_path))
    store.put("bucket=00001/b.json", "{}")
    store.put("bucket=00010/c.json", "[]")
    assert store.names("bucket=00001") == ["bucket=00001/a.parquet", "bucket=00001/b.json"]
    assert store.read("bucket=00001/b.json") == b"{}"
    store.fetch("bucket=00001/a.parquet", SHA256, tmp_path / "fetched")
    assert (tmp_path / "fetched").read_bytes() == BYTES
    store.delete("bucket=00001/b.json")
    assert store.names("bucket=00001") == ["bucket=00001/a.parquet"]


def test_what_is_not_there_is_none_has_no_names_and_is_deleted_in_peace(store: ObjectStore):
    assert store.read("nothing") is None
    assert store.names("nothing") == []
    store.delete("nothing")


def test_a_second_put_takes_the_place_of_the_first(store: ObjectStore):
    store.put("current.json", "a longer text")
    store.put("current.json", "short")
    assert store.read("current.json") == b"short"


def test_an_object_that_is_missing_is_named(store: ObjectStore, tmp_path: Path):
    with pytest.raises(TriggerscapeError, match="an object is not in the store") as caught:
        store.fetch("bucket=00001/gone.parquet", SHA256, tmp_path / "fetched")
    assert caught.value.code == "E182"
    assert caught.value.where.endswith("bucket=00001/gone.parquet")


@pytest.mark.parametrize("data", [BYTES[:-1], b"", BYTES + b"x", b"R" + BYTES[1:]])
def test_an_object_with_other_bytes_is_noticed(store: ObjectStore, tmp_path: Path, data: bytes):
    store.put_file("bucket=00001/torn.parquet", kept(tmp_path, data))
    with pytest.raises(TriggerscapeError, match="other bytes than were put") as caught:
        store.fetch("bucket=00001/torn.parquet", SHA256, tmp_path / "fetched")
    assert caught.value.code == "E183"


def test_a_put_is_one_request_and_nothing_is_renamed_or_copied(tmp_path: Path):
    with started_store(tmp_path) as alone:
        store = open_store(alone.address("whole"))
        store.put_file("a.parquet", kept(tmp_path))
        store.put("b.json", "{}")
        asked = [one for one in alone.asked() if one != ("PUT", "/lakes")]
    assert asked == [("PUT", "/lakes/whole/a.parquet"), ("PUT", "/lakes/whole/b.json")]


def test_nothing_else_is_asked_of_a_store(tmp_path: Path):
    """Over a file system that can only list, get, put and delete, and refuses all else."""
    store = only_four()
    store.put_file("bucket=00001/a.parquet", kept(tmp_path))
    store.put("current.json", "{}")
    assert store.names("bucket=00001") == ["bucket=00001/a.parquet"]
    assert store.read("current.json") == b"{}"
    store.fetch("bucket=00001/a.parquet", SHA256, tmp_path / "fetched")
    store.delete("current.json")
    assert store.read("current.json") is None
    for other in ("move", "copy_file"):
        with pytest.raises(Refused):
            getattr(store.files, other)("a", "b")


@pytest.mark.parametrize("address", ["ftp://host/lake", "s3://lakes/x?colour=red"])
def test_an_address_that_arrow_cannot_read_is_refused(address: str):
    with pytest.raises(SettingsError, match="cannot read the address") as caught:
        open_store(address)
    assert caught.value.code == "E180"


def test_a_store_that_is_not_there_is_named_without_how_it_is_reached():
    store = open_store("s3://lakes/x?endpoint_override=127.0.0.1:9&scheme=http&region=us-east-1")
    with pytest.raises(TriggerscapeError, match="NETWORK_CONNECTION") as caught:
        store.put("a.json", "{}")
    assert caught.value.code == "E181"
    assert caught.value.where == "s3://lakes/x, a.json"


def test_a_store_without_that_bucket_is_named(server: StoreServer):
    store = open_store(server.address("x").replace("s3://lakes/", "s3://rivers/"))
    with pytest.raises(TriggerscapeError, match="NO_SUCH_BUCKET") as caught:
        store.put("a.json", "{}")
    assert caught.value.code == "E181"


@pytest.mark.parametrize("address", ["", "s3://lakes/x?region=us-east-1", "file:///mnt/lake"])
def test_a_store_is_an_address_or_nothing(address: str):
    assert Settings({"scale.store": address})["scale.store"] == address
    assert Settings({"scale.store": address}).text() == Settings().text()


@pytest.mark.parametrize("address", ["lake", "/mnt/lake", "s3://key:secret@lakes/x", 1])
def test_a_store_whose_address_has_credentials_or_is_none_is_refused(address: object):
    with pytest.raises(SettingsError, match=r"scale\.store must be empty, or an address"):
        Settings({"scale.store": address})
