"""The review of all delivered files together, and the taking in of those nothing speaks against."""

from __future__ import annotations

from dataclasses import astuple
from typing import TYPE_CHECKING

from expectations.review.deployment import deployment_of
from expectations.review.site_review import check_site, held_back, review
from expectations.verdicts import Outcome, sentence, stops
from triggerscape.contract.catalogue import INPUTS
from triggerscape.errors import Exit, TriggerscapeError
from triggerscape.quality.measures_ledger import read_measures, record_findings
from triggerscape.severity import Severity
from triggerscape.warehouse.ledger import ledger

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from expectations.review.checks import Check, Finding
    from flows.run import Run
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
    own = {contract: uses.get(contract, set()) for contract in INPUTS}
    arriving = {
        contract: run.lake.waiting_files(contract, own[contract] - held) for contract in INPUTS
    }
    if any(arriving.values()):
        _hold_to_promises(run, arriving, checks)
    for contract in INPUTS:
        run.lake.place(contract, taken=own[contract] - held, held=own[contract] & held)
    return [_said(finding) for finding in findings if finding.severity is Severity.WARNING]


def _checks(run: Run, files: Sequence[FileMeasures]) -> list[Check]:
    deployment = deployment_of(files)
    checks: list[Check] = []
    for site in sorted(run.profiles):
        own = [file for file in files if file.site_code == site]
        checks += check_site(own, run.profiles[site], deployment)
    return checks


def _as_row(finding: Finding) -> tuple[str | float, ...]:
    return tuple(str(v) if isinstance(v, str) else float(v) for v in astuple(finding))


def _said(finding: Finding) -> str:
    about = f", {finding.contract}" if finding.contract else ""
    column = f" {finding.column}" if finding.column else ""
    month = f" in {finding.period}" if finding.period else ""
    return f"site {finding.site_code}{about}{column}{month}: {finding.sentence} ({finding.code})"


def _hold_to_promises(
    run: Run, arriving: Mapping[str, Sequence[Path]], checks: Sequence[Check]
) -> None:
    """Great Expectations and our own count look at the very files that are about to be taken in.

    They also look at every number of the review. TriggerscapeError when a promise of a contract is
    broken, or when the two disagree about anything: the files stay where they wait.
    """
    # Great Expectations takes seconds to import, so only where something arrives.
    from expectations.review.batch import judge_batch, judge_checks  # noqa: PLC0415

    run.say(f"gate {sum(map(len, arriving.values()))} arriving files")
    verdicts = []
    for contract, files in arriving.items():
        if files:
            with run.connect() as con:
                verdicts += judge_batch(con, INPUTS[contract], files)
    with run.connect() as con:
        # A broken rule of the review holds its file back and stops nothing; a dispute does.
        reviewed = judge_checks(con, checks)
        verdicts += [verdict for verdict in reviewed if verdict.outcome is Outcome.ERROR]
    if stops(verdicts):
        raise TriggerscapeError(
            "E311",
            f"what is about to be taken in breaks its contract: {sentence(verdicts)}",
            where="the gate at delivery",
            fix="nothing was taken in; report it to us with this message, then run again",
            exit_code=Exit.CHECKS_FAILED,
        )
