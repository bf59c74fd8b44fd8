"""Writes docs/trigger-recovery.md from measured_trigger_recovery.json.

python tests/recovery/render_trigger_recovery.py
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from markdown_table import markdown_table, share
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
        *markdown_table(
            "class|bias|coverage|errors ÷ spread|called rightly|called wrongly|insufficient data",
            (_line(one["kind"], one) for one in world["classes"]),
        ),
        "",
        f"Of {found['called']:,} factors called trigger or protective, {found['false']} do "
        f"nothing; averaged over seeds {found['false_share']:.1%} of the calls of a seed are "
        f"false. {_signs(found['signs_called'])}",
        "",
        *markdown_table(
            "factor|true log rate ratio|bias|coverage|errors ÷ spread|called rightly|"
            "called wrongly|insufficient data|reactive",
            (
                [
                    _line(one["trigger_id"], one)[0],
                    f"{one['truth']:+.3f}",
                    *_line("", one)[1:],
                    share(one["reactive"]),
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
        "–" if sign else share(one["coverage"]),
        "–" if sign else f"{one['error_ratio']:.2f}",
        f"early sign: {share(one['early_sign'])}" if sign else _called_right(one),
        share(one["called_wrong"]),
        share(one["insufficient"]),
    ]


def _called_right(one: dict[str, Any]) -> str:
    if one["kind"] == "negative control":
        return f"failed: {share(one['control_failed'])}"
    return "–" if one["kind"].startswith("null") else share(one["called_right"])


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
        + ", ".join(f"{one['trigger_id']} {share(one['early_sign'])}" for one in signs)
        + " of seeds `early_sign_or_trigger`; "
        + f"{usual['discoveries']['published']['signs_called']} in the ranking.",
        "3. Nothing within people and a difference between them:",
    ]
    lines += [
        f"   - `{code}`: nothing shown within in {share(one['nothing_within'])} of seeds; between "
        f"people {one['between']:+.2f} on the log scale, an interval without 0 in "
        f"{share(one['differs_between'])}, the disagreement flagged in {share(one['flagged'])}."
        for code, one in usual["contrasts"].items()
    ]
    lines += [
        f"4. Five drinks or more: estimated above 1.3 in {share(usual['heavy_above'])} of seeds "
        f"with at least {usual['at_risk_days']['least']:,} at-risk days; with "
        f"{few['at_risk_days']['mean']:,} days `insufficient_data` in "
        f"{share(heavy['insufficient'])}.",
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
        *markdown_table(
            "factor|true log rate ratio|published|coverage|same day|day after|flagged|verdict",
            (
                [
                    one["trigger_id"],
                    f"{one['truth']:+.2f}",
                    f"{one['estimate']:+.3f} ± {one['estimate_error']:.3f}",
                    share(one["coverage"]),
                    f"{one['same_day']:+.3f}",
                    f"{one['after']:+.3f}",
                    share(one["flagged"]),
                    f"{one['verdict']} {share(one['verdict_share'])}",
                ]
                for one in world["factors"]
            ),
        ),
        "",
        AFTERWORD.strip("\n"),
        "",
    ]


if __name__ == "__main__":
    measured = json.loads(MEASURED.read_text(encoding="utf-8"))
    TARGET.write_text(document(measured), encoding="utf-8")
