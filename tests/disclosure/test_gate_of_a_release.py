"""The gate as a release meets it: refused with nothing left behind, or recorded and let through."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from fixture_for_gate import INFO, few_tables, unprotected_facts

from triggerscape.disclosure.attack.findings import ATTACKS
from triggerscape.disclosure.chain.ledger import broken_links, read
from triggerscape.disclosure.egress.catalogue import EVERY_EGRESS, egress_of, has_people
from triggerscape.disclosure.gate.behind import Behind, refuse_unknown_people
from triggerscape.disclosure.gate.protecting import protected
from triggerscape.disclosure.mode import Mode
from triggerscape.disclosure.protect import protect
from triggerscape.errors import DisclosureRefused
from triggerscape.release.examined.again import attack_again, broken_since
from triggerscape.release.folder import write_release
from triggerscape.release.info import ReleaseInfo

EXACT = replace(INFO, mode=Mode.EXACT)
POPULATION = "pub.population"


def only_small_rows_hidden() -> dict[str, pl.DataFrame]:
    """Exact counts with small groups hidden and nothing else: what many dashboards publish."""
    true = unprotected_facts()
    facts = {n: protect(f, egress_of(n).table, EXACT.rule) for n, f in true.items()}
    return {**few_tables(), **facts}


def safely(info: ReleaseInfo) -> dict[str, pl.DataFrame]:
    return {**few_tables(), **protected(unprotected_facts(), {}, info.rule, sites_in_all=12)}


def test_a_release_that_tells_of_few_people_is_refused_and_nothing_is_left(tmp_path: Path):
    with pytest.raises(DisclosureRefused, match="attacks on this release succeed") as refused:
        write_release(only_small_rows_hidden(), EXACT, tmp_path)
    assert refused.value.code == "E440"
    assert "pub." in refused.value.message
    assert "disclosure-refused.md" in refused.value.fix
    assert [path.name for path in tmp_path.iterdir() if path.name != ".lock"] == []


def test_a_refusal_says_no_number_of_people(tmp_path: Path):
    true = unprotected_facts()[POPULATION]
    with pytest.raises(DisclosureRefused) as refused:
        write_release(only_small_rows_hidden(), EXACT, tmp_path)
    words = refused.value.message.replace("(", " ").replace(")", " ").split()
    small = {str(n) for n in true["n_people"].to_list() if 0 < n < 11}
    said = {word.strip(".,;") for word in words} & small
    # The bounds every reader knows (1, 10) and how many findings there are may be said.
    assert said <= {"1", "2", "3", "5", "10"}


@pytest.mark.parametrize("info", [INFO, EXACT], ids=["rounded", "exact"])
def test_the_same_tables_leave_once_they_are_made_safe(tmp_path: Path, info):
    path = write_release(safely(info), info, tmp_path)
    told = json.loads((path / "disclosure.json").read_text(encoding="utf-8"))
    assert told["mode"] == str(info.mode)
    assert set(told["attacks"]) <= set(ATTACKS)
    assert sum(one["tried"] for one in told["attacks"].values()) > 1000
    assert all(one["succeeded"] == 0 for one in told["attacks"].values())


def test_exact_counts_hide_more_rows_than_rounded_ones():
    hidden = {
        info.mode: int((safely(info)[POPULATION]["status"] == "c").sum()) for info in (INFO, EXACT)
    }
    assert hidden[Mode.EXACT] > hidden[Mode.ROUNDED] > 0


def test_a_release_is_put_on_record_and_a_touched_record_is_found(tmp_path: Path):
    vault, releases = tmp_path / "vault", tmp_path / "releases"
    vault.mkdir()
    true = unprotected_facts()
    path = write_release(safely(INFO), INFO, releases, Behind(vault, true))
    assert write_release(safely(INFO), INFO, releases, Behind(vault, true)) == path
    (line,) = read(vault)
    assert (line.entry.release_id, line.entry.mode) == (path.name, "rounded")
    assert broken_since(releases, vault) == []
    assert attack_again(path, releases, vault).is_safe
    ledger = vault / "release_ledger.jsonl"
    ledger.write_text(ledger.read_text().replace('"threshold": 11', '"threshold": 12'))
    assert broken_links(vault) == ["line 1 has been changed"]
    assert broken_since(releases, vault) == ["release ledger: line 1 has been changed"]


def test_a_table_of_people_nobody_can_tell_apart_is_refused():
    with pytest.raises(DisclosureRefused, match="whose days") as refused:
        refuse_unknown_people(unprotected_facts(), {})
    assert refused.value.code == "E442"
    assert any(has_people(egress) for egress in EVERY_EGRESS)
