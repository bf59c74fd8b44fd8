"""Planted faults: where the list says, as the list says, and nowhere else."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from cohort_files import all_bytes, manifest_of, rows_of

from triggerscape.cohort.deliveries import write_deliveries
from triggerscape.cohort.fault_kinds import (
    CASE_VARIANT,
    CONFLICT,
    DUPLICATE,
    FAULT_KINDS,
    MISSHAPEN,
)
from triggerscape.cohort.faults import Fault, plant_faults
from triggerscape.cohort.population import make_population
from triggerscape.cohort.truth import default_truth
from triggerscape.delivery.profiles.reading import read_profile

ON_TOP = {DUPLICATE, CONFLICT, CASE_VARIANT}


def written(home: Path) -> Path:
    write_deliveries(make_population(240, 168, 12, 14, default_truth()), home)
    return home


@pytest.fixture(scope="module")
def clean(tmp_path_factory) -> Path:
    return written(tmp_path_factory.mktemp("clean"))


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory) -> tuple[Path, list[Fault]]:
    home = written(tmp_path_factory.mktemp("spoiled"))
    return home, plant_faults(home, seed=15)


def test_there_are_some_hundred_faults_of_every_kind(spoiled):
    _, faults = spoiled
    kinds = Counter(fault.rule for fault in faults)
    rules = {kind.rule.replace("sleep_min", "sleep_hours") for kind in FAULT_KINDS}
    assert set(kinds) == rules | {MISSHAPEN}
    assert len(faults) >= 300


def test_no_row_is_spoiled_twice(spoiled):
    _, faults = spoiled
    places = [(fault.site_code, fault.delivery_id, fault.file_name, fault.row) for fault in faults]
    assert len(places) == len(set(places))


def test_exactly_the_listed_rows_differ_from_the_clean_delivery(clean, spoiled):
    home, faults = spoiled
    listed: dict[Path, dict[int, str]] = {}
    for fault in faults:
        file = Path("inbox", fault.site_code, fault.delivery_id, fault.file_name)
        listed.setdefault(file, {})[fault.row] = fault.rule
    for file, rules in listed.items():
        delimiter = read_profile(home / "sites" / f"{file.parts[1]}.toml").delimiter
        before, after = (rows_of(root / file, delimiter) for root in (clean, home))
        assert len(after) - len(before) == sum(rule in ON_TOP for rule in rules.values())
        differing = {
            place + 1
            for place, row in enumerate(after)
            if place >= len(before) or row != before[place]
        }
        assert differing == set(rules)


def test_manifests_still_tell_the_truth(spoiled):
    home, _ = spoiled
    for folder in home.glob("inbox/*/*"):
        delimiter = read_profile(home / "sites" / f"{folder.parent.name}.toml").delimiter
        for file in manifest_of(folder)["files"]:
            assert file["rows"] == len(rows_of(folder / file["name"], delimiter))


def test_same_seed_same_faults(spoiled, tmp_path):
    home, faults = spoiled
    again = written(tmp_path)
    assert plant_faults(again, seed=15) == faults
    assert all_bytes(again) == all_bytes(home)
