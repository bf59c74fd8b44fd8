"""The attacker is not blind: every planted unsafe release is found, at the cell where it is."""

from __future__ import annotations

import re
from functools import cache

import pytest
from planted_cells import all_unsafe

from triggerscape.disclosure.attack.all_attacks import attack
from triggerscape.disclosure.attack.findings import Report

RELEASES = {release.name: release for release in all_unsafe()}
# Numbers a sentence may hold: the threshold and the base; A7 and A8 count cells and candidates.
OF_THE_RULE = {"11", "5"}


@cache
def attacked(name: str) -> Report:
    release = RELEASES[name]
    return attack(
        release.system, release.counts, mode=release.mode, figures=release.figures,
        pairs=release.pairs,
    )  # fmt: skip


def test_there_are_enough_of_them():
    assert len(RELEASES) == len(list(all_unsafe())) >= 40


@pytest.mark.parametrize("name", RELEASES)
def test_it_is_found(name: str):
    release, report = RELEASES[name], attacked(name)
    assert not report.is_safe
    assert release.attack in {finding.attack for finding in report.findings}
    if release.cell:
        assert (release.attack, release.cell) in {(f.attack, f.cell) for f in report.findings}


@pytest.mark.parametrize("name", RELEASES)
def test_no_sentence_tells_a_count(name: str):
    """A report may be read by more people than the true counts may."""
    system = RELEASES[name].system
    names = sorted({*system.names, *system.site} - {""}, key=len, reverse=True)
    for finding in attacked(name).findings:
        said = finding.sentence.replace(finding.cell, "it")
        for cell in names:
            said = said.replace(cell, "it")
        numbers = set(re.findall(r"\d+", said)) - OF_THE_RULE
        assert not numbers or finding.attack in {"A7", "A8"}
        assert finding.advice.endswith(".")


def test_the_report_reads_in_plain_words():
    report = attacked("one hidden under a total")
    assert report.sentences(1) == [
        "A1: S1 is hidden, yet follows from the other published numbers. Hide one more cell of its "
        "row or column, or leave out the total they add up to."
    ]
    assert report.successes()["A1"] == 1
