"""A run with its log: what runs on which sites, what each step did, how it ended, what to type."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from flows.orchestrated.endings import trouble
from flows.run import Run, StepOutcome
from triggerscape import __version__
from triggerscape.declared_settings import SETTINGS
from triggerscape.faults.telling import as_told
from triggerscape.run_log.writing import RunLog, new_log

if TYPE_CHECKING:
    from flows.walking import RunOutcome

START, END = "start", "end"
_GO_ON = "the next triggerscape run goes on from here"
# Whom to tell is nobody's business who reads a log.
_UNSAID = ("alerts.", "release.contact")


@contextmanager
def logged(run: Run, runner: str, first: str | None, last: str | None) -> Iterator[Run]:
    """The same run with a log of its own.

    Whatever ends the block is told in the last line: code, place and what to type.
    """
    settings = run.settings
    log = new_log(run.workspace.logs, settings["schedule.time_zone"], settings["logs.keep"])
    for sentence in _head(run, runner, first, last):
        log.line(START, sentence)
    began = time.monotonic()
    try:
        yield replace(run, log=log)
    except BaseException as error:
        took = duration(time.monotonic() - began)
        if isinstance(error, Exception):
            log.line(END, f"failed after {took}: {trouble(as_told(error, run.workspace.home))}")
        else:
            log.line(END, f"stopped after {took} ({type(error).__name__}); {_GO_ON}")
        raise


def heard(run: Run, step: str) -> Run:
    """The same run, whose progress goes into its log too, as lines of a step."""
    say, log = run.say, run.log

    def both(sentence: str) -> None:
        log.line(step, sentence.removeprefix(f"{step}: ").removeprefix(f"{step} "))
        say(sentence)

    return replace(run, say=both)


def log_step(
    log: RunLog, name: str, do: Callable[[str], StepOutcome], took: dict[str, float]
) -> StepOutcome:
    """Do a step between its first and its last line; ``took`` receives its seconds."""
    log.line(name, "begins")
    began = time.monotonic()
    outcome = do(name)
    took[name] = time.monotonic() - began
    for warning in outcome.warnings:
        log.line(name, f"warning: {warning}")
    log.line(
        name,
        f"{outcome.result} in {duration(took[name])}: {outcome.rows_in:,} rows in, "
        f"{outcome.rows_out:,} out, {outcome.held_back:,} held back; {outcome.sentence}",
    )
    return outcome


def log_end(log: RunLog, outcome: RunOutcome, took: Mapping[str, float]) -> None:
    """The last lines of a run that went through: how long each step took, and the release."""
    steps = ", ".join(f"{name} {duration(seconds)}" for name, seconds in took.items())
    warnings = f"with {len(outcome.warnings)} warnings" if outcome.warnings else "without a warning"
    log.line(END, f"completed {warnings} in {duration(sum(took.values()))}: {steps}")
    log.line(END, f"newest release {outcome.release_id or 'none yet'}")
    if outcome.warnings:
        log.line(END, "to do: triggerscape rejects shows what was held back, and by which rule")


def duration(seconds: float) -> str:
    """Seconds as a person says them."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min {rest} s"


def _head(run: Run, runner: str, first: str | None, last: str | None) -> Iterator[str]:
    yield f"triggerscape {__version__}, {runner}, process {os.getpid()}, {run.workspace.home}"
    yield f"steps from {first or 'the first'} to {last or 'the last'}" + _asked(run)
    yield f"settings that are not the default: {_changed_settings(run) or 'none'}"
    yield f"sites: {', '.join(sorted(run.narrowed().profiles)) or 'none'}"
    for site, why in sorted(run.unready.items()):
        yield f"site {site} is left out: {why}"


def _asked(run: Run) -> str:
    day = f", as of {run.as_of}" if run.as_of else ""
    return day + (", publishing again what was published before" if run.restate else "")


def _changed_settings(run: Run) -> str:
    return ", ".join(
        f"{one.key} = {run.settings[one.key]}"
        for one in SETTINGS
        if run.settings[one.key] != one.default and not one.key.startswith(_UNSAID)
    )
