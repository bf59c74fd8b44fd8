"""Equal facts out of unequal files: a population in each format comes back as the same rows."""

from __future__ import annotations

import pytest
from cohort_mapped import mapped, wanted

from triggerscape.cohort.clinical.carried import CARRIED
from triggerscape.cohort.deliveries import write_deliveries
from triggerscape.cohort.population import make_population
from triggerscape.cohort.truth import default_truth

# London, Berlin, Seoul, Paris, Madrid, Sydney, and Amsterdam, which sends month by month.
SITES = ("S01", "S03", "S04", "S06", "S07", "S08", "S09", "S11", "S12")
CASES = [(name, contract) for name, contracts in CARRIED.items() for contract in contracts]


@pytest.fixture(scope="module")
def homes(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mapped")
    population = make_population(160, 224, 12, 33, default_truth())
    for name in ("parquet", *CARRIED):
        write_deliveries(population, folder / name, file_format=name)
    return folder


@pytest.mark.parametrize(("file_format", "contract"), CASES)
def test_a_contract_comes_back_as_it_was_sent(homes, file_format, contract):
    rows = 0
    for site in SITES:
        expected = wanted(file_format, homes / "parquet", site, contract)
        assert mapped(file_format, homes / file_format, site, contract) == expected
        rows += len(expected)
    assert rows > 40
