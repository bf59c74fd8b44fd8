"""The gate itself: a release as its readers will have it, attacked with all that left before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from triggerscape.disclosure.attack.all_attacks import attack
from triggerscape.disclosure.attack.findings import Report, joined
from triggerscape.disclosure.attack.rational import Figure
from triggerscape.disclosure.chain.across.stacked import believable
from triggerscape.disclosure.chain.attack import attack_chain
from triggerscape.disclosure.chain.released import retired_words
from triggerscape.disclosure.chain.told import told
from triggerscape.disclosure.chain.unheld import unheld
from triggerscape.disclosure.egress.catalogue import rule_of
from triggerscape.disclosure.gate.settling import EGRESS
from triggerscape.disclosure.rule import person_counts
from triggerscape.errors import DisclosureRefused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from triggerscape.disclosure.chain.released import Released
    from triggerscape.disclosure.chain.told import Told

# Measures that are whole numbers of people over people: only those can be turned back into counts.
SHARES_OF_PEOPLE = frozenset({"chronic_share", "perceived_people_share"})
MOST_SENTENCES = 5
REFUSED = "E440"


def examine(
    leaving: Released,
    earlier: Sequence[Released] = (),
    counts: Sequence[Mapping[str, pl.DataFrame]] | None = None,
    changed: Mapping[str, pl.DataFrame] | None = None,
) -> Report:
    """Every attack on the release about to leave, or that left, together with those before it.

    ``leaving`` is read back from its files. ``counts`` are the true counts of all releases, oldest
    first, the one about to leave last; with them the attackers know what there is to find and can
    play a site or a patient. Without them they judge as readers. ``changed`` as for ``hold``.
    """
    releases = [*earlier, leaving]
    known = told(releases, counts)
    rule = leaving.rule
    last = known[-1]
    # What is said of the tables in general may not hold of these: nobody gains by a mistake.
    system = last.system if last.counts is None else believable(last.system, last.counts)
    alone = attack(
        system,
        last.counts,
        threshold=rule.threshold,
        mode=str(rule.mode),
        base=rule.rounding_base,
        figures=_figures(leaving, last),
    )
    reports = [_without_old_prints(alone, last)]
    if earlier:
        reports.append(attack_chain(releases, known))
    if earlier and changed is not None:
        gone = retired_words(earlier[-1].frames, leaving.frames)
        reports.append(unheld(leaving, earlier[-1], changed, EGRESS, retired=gone))
    return joined(reports)


def _without_old_prints(report: Report, known: Told) -> Report:
    """Without A0 of rows carried over: they print what was right on their own day, and known."""
    carried = set(known.lines.filter("is_carried")["name"].to_list())
    kept = (f for f in report.findings if f.attack != "A0" or f.cell not in carried)
    return replace(report, findings=tuple(kept))


def refuse_findings(report: Report) -> None:
    """DisclosureRefused, in plain words, where any attacker succeeded."""
    if report.is_safe:
        return
    told_of = sorted({finding.attack for finding in report.findings})
    raise DisclosureRefused(
        REFUSED,
        f"{len(report.findings)} attacks on this release succeed ({', '.join(told_of)}): "
        + "; ".join(report.sentences(MOST_SENTENCES)),
        fix="nothing was published; docs/runbooks/disclosure-refused.md says what to change",
    )


def _figures(release: Released, known: Told) -> list[Figure]:
    """Shares of people printed beside the number of people they are of."""
    found = []
    for name, frame in release.frames.items():
        if not (
            person_counts(EGRESS[name].table) and {"measure_id", "estimate"} <= {*frame.columns}
        ):
            continue
        table = EGRESS[name].table
        most = table.column("estimate").decimals or 0
        rule = rule_of(table, release.rule)
        lines = known.lines.filter(
            (pl.col("table") == name) & pl.col("line").str.ends_with(" n_people")
        )
        place_of = dict(zip(lines["at"].to_list(), lines["cell"].to_list(), strict=True))
        # The decimals follow the smallest count of the row, as counted: less than printed, perhaps.
        fewest = pl.min_horizontal(person_counts(table)).fill_null(0) - (rule.step - 1)
        shares = frame.select("measure_id", "estimate", fewest.alias("people"))
        for at, row in enumerate(shares.to_dicts()):
            if row["measure_id"] in SHARES_OF_PEOPLE and at in place_of:
                decimals = max((d for d in range(most + 1) if row["people"] >= 10**d), default=0)
                found.append(Figure(place_of[at], "estimate", row["estimate"], decimals, most=1.0))
    return found
