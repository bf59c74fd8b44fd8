"""Every planted fault is caught by the rule it breaks; nothing else in those files is refused."""

from __future__ import annotations

import shutil
from collections import Counter

import duckdb
import pytest

from expectations.judging_files import Bench, judge_file
from triggerscape.cohort.deliveries import write_deliveries
from triggerscape.cohort.fault_kinds import CASE_VARIANT, CONFLICT, DUPLICATE
from triggerscape.cohort.faults import plant_faults
from triggerscape.cohort.population import make_population
from triggerscape.cohort.truth import default_truth
from triggerscape.delivery.arrival import Arrival
from triggerscape.delivery.door.confined import confined_reader
from triggerscape.delivery.door.staging import stage
from triggerscape.delivery.inbox import find_deliveries, uses_of
from triggerscape.delivery.privacy.deployment_key import synthetic_key
from triggerscape.delivery.profiles.reading import read_profile
from triggerscape.delivery.refusals import MISSHAPEN

# These three are seen only when rows are compared with each other, after judging.
SEEN_LATER = {DUPLICATE, CONFLICT, CASE_VARIANT}


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """The planted faults, and what judging refuses: (site, delivery, file, row, rule)."""
    home = tmp_path_factory.mktemp("faults")
    write_deliveries(make_population(120, 112, 12, 16, default_truth()), home)
    planted = plant_faults(home, seed=17)
    refused = set()
    with duckdb.connect() as con, confined_reader() as reader:
        for path in sorted((home / "sites").glob("*.toml")):
            profile = read_profile(path)
            for delivery in find_deliveries(home / "inbox", profile.site_code):
                for file in delivery.files:
                    [use] = uses_of(file, profile)
                    arrival = Arrival(stage(file, home / "vault"), delivery, use, profile)
                    folder = home / "judging"
                    shutil.rmtree(folder, ignore_errors=True)
                    folder.mkdir()
                    bench = Bench(con, reader, folder, synthetic_key(), buckets=1)
                    result = judge_file(bench, arrival)
                    assert result.file_rule == "", result.sentence
                    place = (profile.site_code, delivery.delivery_id, file.name)
                    refused |= {(*place, row, MISSHAPEN) for row in result.misshapen}
                    refused |= {(*place, row, rule) for row, rule in _broken(con, result)}
    return planted, refused


def _broken(con, result):
    if not result.refused_part:
        return []
    [file] = result.refused_part
    return con.execute(
        "SELECT source_row, unnest(broken) FROM read_parquet(?)", [str(file)]
    ).fetchall()


def test_every_fault_that_a_row_shows_by_itself_is_caught(judged):
    planted, refused = judged
    missed = Counter(
        fault.rule
        for fault in planted
        if fault.rule not in SEEN_LATER
        and (fault.site_code, fault.delivery_id, fault.file_name, fault.row, fault.rule)
        not in refused
    )
    assert not missed


def test_no_row_without_a_fault_is_refused(judged):
    """Nor one of the site that sends mean HIT-6 items: its profile says so."""
    planted, refused = judged
    spoiled = {
        (fault.site_code, fault.delivery_id, fault.file_name, fault.row) for fault in planted
    }
    assert not {entry for entry in refused if entry[:4] not in spoiled}
