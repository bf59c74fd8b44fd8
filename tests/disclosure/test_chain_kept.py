"""What the vault keeps of releases, and how many people changed since each version readers saw."""

from __future__ import annotations

from datetime import date

import polars as pl
from chain_rows import EGRESS, NEXT, RULE, STUDY, W1, W2, WINDOWS, WINDOWS_EGRESS, rows

from triggerscape.disclosure.chain.hold import hold
from triggerscape.disclosure.chain.kept import (
    COUNTS,
    ORIGINS,
    keep,
    origins,
    read_kept,
    true_counts,
)
from triggerscape.disclosure.chain.released import Released, last_printed, retired_words
from triggerscape.disclosure.chain.since import changes_since
from triggerscape.disclosure.contributions.contribution import row_names
from triggerscape.disclosure.contributions.sample import PEOPLE, ROWS, WHOLE, Sample, keep_sample

KEY = list(STUDY.key)


def sample(people: dict[str, dict[int, int]]) -> Sample:
    """Everybody behind each site's row: person and digest."""
    sites = pl.DataFrame({"site_id": list(people)}, schema={"site_id": pl.String})
    names = row_names(sites, ("site_id",)).to_list()
    behind = list(people.values())
    return Sample(
        ("site_id",),
        pl.DataFrame(
            [(name, len(p), WHOLE, 0) for name, p in zip(names, behind, strict=True)],
            schema=ROWS,
            orient="row",
        ),
        pl.DataFrame(
            [
                (name, person, person, digest)
                for name, p in zip(names, behind, strict=True)
                for person, digest in p.items()
            ],
            schema=PEOPLE,
            orient="row",
        ),
    )


def of_sites(*sites: str) -> pl.DataFrame:
    return pl.DataFrame({"site_id": sites, "group_id": ["g"] * len(sites)})


def keep_release(vault, name, people, versions):
    keep_sample(vault, name, STUDY.name, sample(people))
    shown = of_sites(*versions).with_columns(origin=pl.Series(list(versions.values())))
    keep(vault, name, ORIGINS, {STUDY.name: shown})


def test_changes_are_counted_against_the_version_readers_see(tmp_path):
    """S01 was carried over in r2, with 5 people more; 7 more since: 12 changed, not 7."""
    keep_release(tmp_path, "r1", {"S01": dict.fromkeys(range(20), 0)}, {"S01": "r1"})
    keep_release(tmp_path, "r2", {"S01": dict.fromkeys(range(25), 0)}, {"S01": "r1"})
    after = sample({"S01": dict.fromkeys(range(32), 0)})
    found = changes_since(tmp_path, ["r1", "r2"], STUDY.name, after, of_sites("S01"))
    assert found.select("changed", "is_exact", "is_newest").rows() == [(12, True, True)]


def test_changes_are_counted_against_every_version(tmp_path):
    keep_release(tmp_path, "r1", {"S01": dict.fromkeys(range(20), 0)}, {"S01": "r1"})
    keep_release(tmp_path, "r2", {"S01": dict.fromkeys(range(40), 0)}, {"S01": "r2"})
    after = sample({"S01": dict.fromkeys(range(22), 0)})
    found = changes_since(tmp_path, ["r1", "r2"], STUDY.name, after, of_sites("S01"))
    assert found.select("changed", "is_newest").rows() == [(2, False), (18, True)]


def test_a_row_never_shown_is_a_version_without_people(tmp_path):
    """Withheld with 4 people in r1; with 12 now, twelve have come since readers last looked."""
    keep_release(tmp_path, "r1", {"S01": {1: 0}, "S02": dict.fromkeys(range(4), 0)}, {"S01": "r1"})
    after = sample({"S01": {1: 0}, "S02": dict.fromkeys(range(12), 0)})
    found = changes_since(tmp_path, ["r1"], STUDY.name, after, of_sites("S01", "S02"))
    assert found.select("site_id", "changed", "is_newest").rows() == [
        ("S01", 0, True),
        ("S02", 12, True),
    ]


def test_a_changed_digest_is_a_changed_person(tmp_path):
    keep_release(tmp_path, "r1", {"S01": {1: 5, 2: 5, 3: 5}}, {"S01": "r1"})
    after = sample({"S01": {1: 5, 2: 6, 4: 5}})
    found = changes_since(tmp_path, ["r1"], STUDY.name, after, of_sites("S01"))
    assert found["changed"].to_list() == [3]


def test_of_a_version_nobody_kept_nothing_is_known_exactly(tmp_path):
    keep(tmp_path, "r1", ORIGINS, {STUDY.name: of_sites("S01").with_columns(origin=pl.lit("r1"))})
    after = sample({"S01": {1: 0}})
    found = changes_since(tmp_path, ["r1"], STUDY.name, after, of_sites("S01"))
    assert found.select("changed", "is_exact").rows() == [(0, False)]


def test_rows_carried_over_keep_their_origin():
    old = rows(STUDY, [("S01", "g", 20, 5.0), ("S02", "g", 20, 5.0)], date(2026, 3, 1))
    new = rows(STUDY, [("S01", "g", 20, 6.0), ("S02", "g", 40, 6.0)])
    changed = of_sites("S01", "S02").with_columns(
        changed=pl.Series([3, 20]), is_exact=pl.lit(True), is_newest=pl.lit(True)
    )
    name = STUDY.name
    frames, report = hold({name: new}, {name: old}, {name: changed}, EGRESS, RULE, batch=NEXT)
    before = {name: of_sites("S01", "S02").with_columns(origin=pl.lit("r1"))}
    found = origins(frames, report.carried, before, EGRESS, "r2")
    assert found[name]["origin"].to_list() == ["r1", "r2"]


def test_true_counts_are_of_the_day_a_row_speaks_of():
    """A window shown before keeps its count; the study has today's, null if none was made."""
    before = rows(WINDOWS, [("S01", W1, 20, 5.0), ("S01", "all", 20, 5.0)])
    now = rows(WINDOWS, [("S01", W1, 23, 5.0), ("S01", W2, 17, 5.0), ("S01", "all", 26, 5.0)])
    shown = pl.concat([now, rows(WINDOWS, [("S02", "all", 15, 5.0)])])
    kept = true_counts(now, before.select(*WINDOWS.key, "n_people"), shown, WINDOWS_EGRESS, NEXT)
    assert dict(kept.select(pl.concat_str("site_id", "window_id"), "n_people").rows()) == {
        f"S01{W1}": 20,
        f"S01{W2}": 17,
        "S01all": 26,
        "S02all": None,
    }


def test_what_is_kept_is_its_owners_alone(tmp_path):
    frame = of_sites("S01").with_columns(n_people=pl.lit(20))
    keep(tmp_path, "r1", COUNTS, {STUDY.name: frame})
    assert read_kept(tmp_path, "r1", COUNTS)[STUDY.name].equals(frame)
    assert read_kept(tmp_path, "r2", COUNTS) == {}
    files = [path for path in (tmp_path / "released").rglob("*") if path.is_file()]
    assert [path.stat().st_mode & 0o777 for path in files] == [0o600]
    assert (tmp_path / "released" / "r1" / COUNTS).stat().st_mode & 0o777 == 0o700


def test_the_last_print_of_a_count_is_found_in_whatever_release():
    shown = [
        Released(f"r{n}", {STUDY.name: rows(STUDY, given, date(2026, n, 1))}, RULE)
        for n, given in enumerate(
            (
                [("S01", "g", 20, 5.0), ("S02", "g", 30, 5.0)],
                [("S01", "g", None, None), ("S02", "g", 40, 5.0)],
                [("S02", "g", None, None), ("S03", "g", None, None)],
            ),
            start=1,
        )
    ]
    last = last_printed(shown, STUDY)
    assert last is not None
    assert last.select("site_id", "n_people").rows() == [("S01", 20), ("S02", 40), ("S03", None)]


def test_words_that_are_gone():
    before = {"pub.dim_site": pl.DataFrame({"site_id": ["S01", "S02"]})}
    now = {"pub.dim_site": pl.DataFrame({"site_id": ["S02", "S03"]})}
    assert retired_words(before, now) == {"site_id": frozenset({"S01"})}
    assert retired_words(now, now) == {}
