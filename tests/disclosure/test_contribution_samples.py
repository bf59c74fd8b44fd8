"""The sample kept of each row: drawn alike whatever the order, kept private, emptied of people."""

from __future__ import annotations

import stat
from pathlib import Path

import duckdb
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from triggerscape.disclosure.contributions.contribution import Contribution, row_names
from triggerscape.disclosure.contributions.drawing import draw_sample
from triggerscape.disclosure.contributions.sample import (
    WHOLE,
    Sample,
    forget_people,
    keep_sample,
    read_sample,
)

KEY = b"a key of the deployment"
OF = Contribution("pub.burden_site_window", "FROM people", ("site_id", "window_index"))
TABLE = "pub.burden_site_window"


def drawn(rows: list[tuple[str, int, int, int]], most: int = 512, key: bytes = KEY) -> Sample:
    """A sample of rows of (site_id, window_index, person_id, digest)."""
    people = pl.DataFrame(
        rows, schema=["site_id", "window_index", "person_id", "digest"], orient="row"
    ).with_columns(
        pl.col("window_index").cast(pl.Int32),
        pl.col("digest").cast(pl.UInt64),
        site_code=pl.col("site_id"),
        is_counted=pl.lit(value=True),
        person_amount=pl.lit(None, pl.Float64),
    )
    with duckdb.connect() as con:
        con.register("people", people.to_arrow())
        return draw_sample(con, OF, key, most=most)


def row(site: str, window: int) -> str:
    frame = pl.DataFrame({"site_id": [site], "window_index": [window]})
    return str(row_names(frame, OF.keys)[0])


def test_a_row_with_few_people_is_kept_whole_and_one_with_many_up_to_its_limit():
    few = [("S01", 0, person, person) for person in range(3)]
    many = [("S02", 0, person, person) for person in range(100)]
    sample = drawn(few + many, most=10)
    told = {name: values for name, *values in sample.rows.iter_rows()}
    assert told[row("S01", 0)] == [3, WHOLE, 0]
    n_people, limit, withdrawn = told[row("S02", 0)]
    assert (n_people, withdrawn) == (100, 0)
    kept = sample.people.filter(row=row("S02", 0))
    assert kept.height == 10
    assert kept["place"].max() == limit
    # Those of the smallest places, and nobody below the limit is missing.
    everybody = drawn(many, most=100).people.sort("place")
    assert kept.sort("place")["person_id"].to_list() == everybody["person_id"].head(10).to_list()


def test_a_person_has_one_place_in_all_rows_and_another_under_another_key():
    rows = [(site, 0, person, 1) for site in ("S01", "S02") for person in range(20)]
    places = drawn(rows).people.group_by("person_id").agg(pl.col("place").n_unique())
    assert places["place"].unique().to_list() == [1]
    mine, other = drawn(rows).people, drawn(rows, key=b"another").people
    assert mine.sort("row", "person_id")["place"].to_list() != (
        other.sort("row", "person_id")["place"].to_list()
    )


@given(st.permutations([(f"S0{n % 3}", n % 2, n % 17, n) for n in range(34)]))
@settings(max_examples=20, deadline=None)
def test_the_order_of_people_changes_nothing(rows):
    one = drawn(rows, most=4)
    other = drawn(sorted(rows), most=4)
    assert one.rows.equals(other.rows)
    assert one.people.equals(other.people)


def test_rows_alike_in_keys_are_alike_in_name_whatever_the_width_of_a_number():
    wide = pl.DataFrame({"window_index": [0, 1, 0], "site_id": ["S01", "S01", "S01"]})
    narrow = wide.select("site_id", pl.col("window_index").cast(pl.Int8))
    names = row_names(wide, ("site_id", "window_index"))
    assert names.to_list() == row_names(narrow, ("window_index", "site_id")).to_list()
    assert names[0] == names[2] != names[1]


def test_what_is_kept_comes_back_and_is_its_owners_alone(tmp_path: Path):
    sample = drawn([("S01", 0, person, person) for person in range(5)])
    file = keep_sample(tmp_path, "2026-11-21-1", TABLE, sample)
    found = read_sample(tmp_path, "2026-11-21-1", TABLE)
    assert found is not None
    assert found.keys == OF.keys
    assert found.rows.equals(sample.rows)
    assert found.people.sort("person_id").equals(sample.people.sort("person_id"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert read_sample(tmp_path, "2026-11-21-1", "pub.trigger_site") is None


def test_whoever_withdraws_is_in_no_sample_of_any_release_and_stays_a_number(tmp_path: Path):
    everybody = [("S01", w, person, person) for w in (0, 1) for person in range(900_000, 900_012)]
    alone = [("S02", 0, 900_003, 5)]
    for release in ("first", "second"):
        keep_sample(tmp_path, release, TABLE, drawn(everybody + alone))
    # What a kill in the middle of a rewriting leaves behind.
    left = tmp_path / "released" / "first" / "contributions" / ".burden_site_window.parquet.partial"
    left.write_bytes(b"900003")
    assert forget_people(tmp_path, [900_003, 900_007]) == 2 * (2 + 2 + 1)
    assert forget_people(tmp_path, [900_003, 900_007]) == 0
    assert not left.exists()
    for release in ("first", "second"):
        found = read_sample(tmp_path, release, TABLE)
        assert found is not None
        assert not set(found.people["person_id"]) & {900_003, 900_007}
        told = dict(found.rows.select("row", "withdrawn").iter_rows())
        assert told == {row("S01", 0): 2, row("S01", 1): 2, row("S02", 0): 1}
        assert found.rows.filter(row=row("S02", 0))["n_people"].to_list() == [1]


def test_nobody_to_forget_rewrites_nothing(tmp_path: Path):
    file = keep_sample(tmp_path, "first", TABLE, drawn([("S01", 0, 1, 1)]))
    before = file.stat().st_mtime_ns
    assert forget_people(tmp_path, [2, 3]) == 0
    assert forget_people(tmp_path, []) == 0
    assert file.stat().st_mtime_ns == before
    assert forget_people(tmp_path / "nowhere", [1]) == 0
