"""The review of all delivered files together, and the taking in of those nothing speaks against."""

from __future__ import annotations

from dataclasses import astuple
from typing import TYPE_CHECKING

from expectations.judging import rules_of
from expectations.review.deployment import deployment_of
from expectations.review.site_review import check_site, held_back, review
from expectations.verdicts import sentence, stops
from triggerscape.contract.catalogue import INPUTS
from triggerscape.errors import Exit, TriggerscapeError
from triggerscape.quality.measures_ledger import read_measures, record_findings
from triggerscape.severity import Severity
from triggerscape.warehouse import ledger

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from expectations.review.checks import Check, Finding
    from flows.run import Run
    from triggerscape.contract.language import Table
    from triggerscape.quality.file_measures import FileMeasures


def review_deliveries(run: Run) -> list[str]:
    """Hold back what the review speaks against, take in the rest; gives back what to say.

    Every file is reviewed in every run against all others, so the answer depends on which files
    there are and never on the order in which they came. Sites left out of the run stay as they
    are.
    """
    with run.open_build() as build:
        files = [file for file in read_measures(build) if file.site_code in run.profiles]
        checks = _checks(run, files)
        findings = review(checks)
        held = held_back(findings)
        words = {
            finding.use_id: (finding.code, finding.sentence)
            for finding in reversed(findings)
            if finding.use_id in held and finding.severity is Severity.CRITICAL
        }
        record_findings(build, [_as_row(finding) for finding in findings])
        ledger.record_held(build, run.profiles, words)
        uses = ledger.judged_uses(build, run.profiles)
    for contract, source in INPUTS.items():
        own = uses.get(contract, set())
        arriving = run.lake.waiting_files(contract, own - held)
        if arriving:
            _hold_to_promises(run, source, arriving)
        run.lake.place(contract, taken=own - held, held=own & held)
    return [_said(finding) for finding in findings if finding.severity is Severity.WARNING]


def _checks(run: Run, files: Sequence[FileMeasures]) -> list[Check]:
    deployment = deployment_of(files)
    checks: list[Check] = []
    for site in sorted(run.profiles):
        profile = run.profiles[site]
        own = [file for file in files if file.site_code == site]
        shares = {
            rule.code: rule.share for table in INPUTS.values() for rule in rules_of(table, profile)
        }
        checks += check_site(own, profile, deployment, shares)
    return checks


def _as_row(finding: Finding) -> tuple[str | float, ...]:
    return tuple(str(v) if isinstance(v, str) else float(v) for v in astuple(finding))


def _said(finding: Finding) -> str:
    about = f", {finding.contract}" if finding.contract else ""
    column = f" {finding.column}" if finding.column else ""
    month = f" in {finding.period}" if finding.period else ""
    return f"site {finding.site_code}{about}{column}{month}: {finding.sentence} ({finding.code})"


def _hold_to_promises(run: Run, source: Table, arriving: Sequence[Path]) -> None:
    """Great Expectations and our own count look at the very files that are about to be taken in.

    TriggerscapeError when they break a promise of the contract: the files stay where they wait.
    """
    # Great Expectations takes seconds to import, so only where something arrives.
    from expectations.review.batch import judge_batch  # noqa: PLC0415

    run.say(f"gate {len(arriving)} files of {source.short_name}")
    with run.connect() as con:
        verdicts = judge_batch(con, source, arriving)
    if stops(verdicts):
        raise TriggerscapeError(
            "E311",
            f"what is about to be taken in breaks its contract: {sentence(verdicts)}",
            where=f"the gate at delivery, {source.short_name}",
            fix="nothing was taken in; report it to us with this message, then run again",
            exit_code=Exit.CHECKS_FAILED,
        )
