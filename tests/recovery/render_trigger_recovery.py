"""Writes docs/trigger-recovery.md from measured_trigger_recovery.json.

python tests/recovery/render_trigger_recovery.py
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from trigger_recovery_text import AFTERWORD, COMMANDS, HEAD, NAIVE, REACTION

HERE = Path(__file__).resolve().parent
MEASURED = HERE / "measured_trigger_recovery.json"
TARGET = HERE.parents[1] / "docs" / "trigger-recovery.md"


def document(measured: dict[str, Any]) -> str:
    """The whole page."""
    usual, few = measured["measured"], measured["low_power"]
    return "\n".join(
        [
            HEAD,
            *_section("A population of the usual size", usual),
            *_acceptance(usual, few),
            *_naive(usual),
            *_section("Few people", few),
            *_reaction(measured["reaction"]),
            COMMANDS.strip("\n"),
            "",
        ]
    )


def _section(title: str, world: dict[str, Any]) -> list[str]:
    size, seeds, days = world["size"], world["seeds"], world["at_risk_days"]
    found = world["discoveries"]["published"]
    return [
        f"## {title}",
        "",
        f"{size['people']:,} people at {size['sites']} sites, {size['days']} days; seeds "
        f"{seeds['first']} to {seeds['last']} ({seeds['number']}); on average {days['mean']:,} "
        f"at-risk days, {days['least']:,} at least.",
        "",
        *_table(
            "class|bias|coverage|errors ÷ spread|called rightly|called wrongly|insufficient data",
            (_line(one["kind"], one) for one in world["classes"]),
        ),
        "",
        f"Of {found['called']:,} factors called trigger or protective, {found['false']} do "
        f"nothing; averaged over seeds {found['false_share']:.1%} of the calls of a seed are "
        f"false. {_signs(found['signs_called'])}",
        "",
        *_table(
            "factor|true log rate ratio|bias|coverage|errors ÷ spread|called rightly|"
            "called wrongly|insufficient data|reactive",
            (
                [
                    _line(one["trigger_id"], one)[0],
                    f"{one['truth']:+.3f}",
                    *_line("", one)[1:],
                    _share(one["reactive"]),
                ]
                for one in world["factors"]
            ),
        ),
        "",
    ]


def _line(name: str, one: dict[str, Any]) -> list[str]:
    """Coverage of an early sign is left out: it moves with the attack and does nothing."""
    sign = "early sign" in one["kind"]
    return [
        name,
        f"{one['bias']:+.3f} ± {one['bias_error']:.3f}",
        "–" if sign else _share(one["coverage"]),
        "–" if sign else f"{one['error_ratio']:.2f}",
        f"early sign: {_share(one['early_sign'])}" if sign else _called_right(one),
        _share(one["called_wrong"]),
        _share(one["insufficient"]),
    ]


def _called_right(one: dict[str, Any]) -> str:
    if one["kind"] == "negative control":
        return f"failed: {_share(one['control_failed'])}"
    return "–" if one["kind"].startswith("null") else _share(one["called_right"])


def _signs(called: int) -> str:
    return (
        f"{called} early signs are among the calls."
        if called
        else "No early sign is ever among the calls."
    )


def _acceptance(usual: dict[str, Any], few: dict[str, Any]) -> list[str]:
    heavy = {one["trigger_id"]: one for one in few["factors"]}["alcohol_heavy"]
    signs = [one for one in usual["factors"] if "early sign" in one["kind"]]
    kept = not usual["broken"]["published"]
    lines = [
        "## Acceptance tests of the trigger analysis",
        "",
        "1. Coverage and false discoveries: "
        + ("kept in every class." if kept else "; ".join(usual["broken"]["published"]) + "."),
        "2. Early signs: "
        + ", ".join(f"{one['trigger_id']} {_share(one['early_sign'])}" for one in signs)
        + " of seeds `early_sign_or_trigger`; "
        + f"{usual['discoveries']['published']['signs_called']} in the ranking.",
        "3. Nothing within people and a difference between them:",
    ]
    lines += [
        f"   - `{code}`: nothing shown within in {_share(one['nothing_within'])} of seeds; between "
        f"people {one['between']:+.2f} on the log scale, an interval without 0 in "
        f"{_share(one['differs_between'])}, the disagreement flagged in {_share(one['flagged'])}."
        for code, one in usual["contrasts"].items()
    ]
    lines += [
        f"4. Five drinks or more: estimated above 1.3 in {_share(usual['heavy_above'])} of seeds "
        f"with at least {usual['at_risk_days']['least']:,} at-risk days; with "
        f"{few['at_risk_days']['mean']:,} days `insufficient_data` in "
        f"{_share(heavy['insufficient'])}.",
        "",
    ]
    return lines


def _naive(world: dict[str, Any]) -> list[str]:
    lines = [NAIVE.strip("\n").format(**world["discoveries"]["naive: same day"]), ""]
    for name, faults in world["broken"].items():
        if name.startswith("naive"):
            found = world["discoveries"][name]
            lines.append(
                f"- **{name.removeprefix('naive: ')}** breaks {len(faults)} promises "
                f"({found['false_share']:.1%} of its calls are false): {'; '.join(faults)}."
            )
    return [*lines, ""]


def _reaction(world: dict[str, Any]) -> list[str]:
    return [
        REACTION.strip("\n").format(**world["seeds"]),
        "",
        *_table(
            "factor|true log rate ratio|published|coverage|same day|day after|flagged|verdict",
            (
                [
                    one["trigger_id"],
                    f"{one['truth']:+.2f}",
                    f"{one['estimate']:+.3f} ± {one['estimate_error']:.3f}",
                    _share(one["coverage"]),
                    f"{one['same_day']:+.3f}",
                    f"{one['after']:+.3f}",
                    _share(one["flagged"]),
                    f"{one['verdict']} {_share(one['verdict_share'])}",
                ]
                for one in world["factors"]
            ),
        ),
        "",
        AFTERWORD.strip("\n"),
        "",
    ]


def _share(share: float) -> str:
    return f"{100 * share:.1f}%".replace(".0%", "%")


def _table(head: str, rows: Iterable[Sequence[str]]) -> list[str]:
    names = head.split("|")
    return [
        f"| {' | '.join(names)} |",
        "|---" * len(names) + "|",
        *(f"| {' | '.join(row)} |" for row in rows),
    ]


if __name__ == "__main__":
    measured = json.loads(MEASURED.read_text(encoding="utf-8"))
    TARGET.write_text(document(measured), encoding="utf-8")
