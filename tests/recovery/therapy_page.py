"""Writes docs/therapy-recovery.md from measured_therapy_recovery.json.

python tests/recovery/therapy_page.py
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from markdown_table import markdown_table, share
from therapy_naive import NAIVE as NAIVE_ANALYSES
from therapy_page_text import (
    ACUPUNCTURE,
    COMMANDS,
    HEAD,
    NAIVE,
    PLACEBO,
    PLANTED,
    SHORT,
    TRIAL,
    WORLDS,
)
from therapy_seed import ADJUSTED, BRACKET, CHANGE
from therapy_seed import PLACEBO as BEFORE
from therapy_world import NOTHING
from therapy_world import WORLDS as ALL_WORLDS

HERE = Path(__file__).resolve().parent
MEASURED = HERE / "measured_therapy_recovery.json"
TARGET = HERE.parents[1] / "docs" / "therapy-recovery.md"
ESTIMANDS = {"att_aipw": "adjusted", "att_did": "change", "att_bracket": "bracket"}


def document(measured: dict[str, Any]) -> str:
    """The whole page."""
    return "\n".join(
        [
            HEAD,
            WORLDS.strip("\n"),
            "",
            *_worlds(measured),
            *_naive(measured),
            PLANTED.strip("\n"),
            "",
            *_planted(measured["planted"]),
            SHORT.strip("\n"),
            "",
            TRIAL.strip("\n").format(**ACUPUNCTURE),
            "",
            COMMANDS.strip("\n"),
            "",
        ]
    )


def _worlds(measured: dict[str, Any]) -> list[str]:
    found = {
        (one["world"], one["people"], one["comparator"], one["analysis"]): one
        for one in measured["cells"]
    }
    lines = []
    for people in sorted({one["people"] for one in measured["seeds"]}):
        seeds = [one for one in measured["seeds"] if one["people"] == people]
        lines += [
            f"### {people:,} people in a comparison",
            "",
            "Seeds "
            + ", ".join(f"{one['first']} to {one['last']} in {one['world']}" for one in seeds)
            + f" ({seeds[0]['number']} each).",
            "",
            *markdown_table(
                "world|against|truth|adjusted: bias|coverage|errors ÷ spread|change: bias|coverage"
                "|errors ÷ spread|bracket: coverage|called rightly|called wrongly",
                (
                    _line(found, world, size, comparator)
                    for world, size, comparator, analysis in found
                    if analysis == BRACKET and size == people
                ),
            ),
            "",
        ]
    dips = [
        one["away"]
        for (_, size, comparator, analysis), one in found.items()
        if analysis == BEFORE
        and comparator == NOTHING
        and size == min(people for _, people, *_ in found)
    ]
    kept = measured["broken"][BRACKET]
    return [
        *lines,
        "The bracket keeps every promise." if not kept else f"Broken: {'; '.join(kept)}.",
        "",
        PLACEBO.strip("\n").format(least=share(min(dips)), most=share(max(dips))),
        "",
    ]


def _line(found: dict[Any, Any], world: str, people: int, comparator: str) -> list[str]:
    bracket, *sides = (
        found[world, people, comparator, analysis] for analysis in (BRACKET, ADJUSTED, CHANGE)
    )
    return [
        world,
        comparator,
        f"{bracket['truth']:+.2f}",
        *(
            text
            for side in sides
            for text in (
                _with_error(side),
                share(side["coverage"]),
                f"{side['error_ratio']:.2f}",
            )
        ),
        share(bracket["coverage"]),
        share(bracket["supported"]) if bracket["truth"] else "–",
        share(bracket["supported_wrongly"]),
    ]


def _naive(measured: dict[str, Any]) -> list[str]:
    cells = [one for one in measured["cells"] if one["comparator"] == NOTHING]
    size = min(one["people"] for one in cells)
    of = {(one["world"], one["analysis"]): one for one in cells if one["people"] == size}
    rows = []
    for analysis in (*NAIVE_ANALYSES, BRACKET):
        texts = [analysis]
        for world in ALL_WORLDS:
            one = of[world, analysis]
            bias = "" if analysis == BRACKET else f"{one['bias']:+.2f} "
            texts.append(f"{bias}({share(one['coverage'])})")
        rows.append([*texts, *(share(of[world, analysis]["away"]) for world in ("S3", "S4"))])
    lines = [
        NAIVE.strip("\n"),
        "",
        *markdown_table("analysis|S1|S2|S3|S4|interval without 0 in S3|in S4", rows),
        "",
        "What each breaks, over both sizes and comparators:",
        "",
    ]
    for analysis in NAIVE_ANALYSES:
        faults = measured["broken"][analysis]
        lines.append(f"- **{analysis}**, {len(faults)} promises: {'; '.join(faults)}.")
    return [*lines, ""]


def _planted(planted: dict[str, Any]) -> list[str]:
    told = [
        f"{one['people']:,} people, seeds {one['first']} to {one['last']} ({one['number']})"
        for one in planted["seeds"]
    ]
    lines = [
        f"Populations of {'; of '.join(told)}. Over all comparisons with an estimate:",
        "",
        *markdown_table(
            "people|against|side|comparisons|bias|errors ÷ spread|coverage",
            (
                [
                    f"{one['people']:,}",
                    one["against"],
                    ESTIMANDS[one["estimand_id"]],
                    f"{one['comparisons']:,}",
                    "–" if one["estimand_id"] == "att_bracket" else _with_error(one),
                    "–" if one["estimand_id"] == "att_bracket" else f"{one['error_ratio']:.2f}",
                    share(one["coverage"]),
                ]
                for one in planted["sides"]
            ),
        ),
        "",
        *_orders(planted),
    ]
    largest = max(one["people"] for one in planted["comparisons"])
    return [
        *lines,
        f"With {largest:,} people, the adjusted side:",
        "",
        *markdown_table(
            "comparison|starters|populations|own effect|planted|found|bias|coverage",
            (
                [
                    one["code"],
                    f"{one['n_people']:.0f}",
                    str(one["populations"]),
                    f"{one['own']:+.2f}",
                    f"{one['planted']:+.2f}",
                    f"{one['estimate']:+.2f}",
                    _with_error(one),
                    share(one["coverage"]),
                ]
                for one in planted["comparisons"]
                if one["people"] == largest
            ),
        ),
        "",
    ]


def _orders(planted: dict[str, Any]) -> list[str]:
    lines = []
    for people, order in planted["order"].items():
        for name, against in (("against_no_start", "no start"), ("against_null", "dry needling")):
            one = order[name]
            means = ", ".join(
                f"{code.split(' against')[0]} {mean:+.2f}" for code, mean in one["means"].items()
            )
            lines.append(
                f"- {int(people):,} people, against {against}: in the planted order in "
                f"{one['in_order']} of {one['populations']} populations; means {means}."
            )
    null, called = planted["null_pair"], planted["supported"]
    return [
        "The planted order is antibody below osteopathy below dry needling, which does nothing:",
        "",
        *lines,
        f"- dry needling against self-care, neither of which does anything: 0 is inside in "
        f"{null['inside']} of {null['populations']} intervals.",
        f"- of {called['called']} comparisons called supported, with its context or without, "
        f"{called['wrongly']} point the wrong way.",
        "",
    ]


def _with_error(one: dict[str, Any]) -> str:
    return f"{one['bias']:+.3f} ± {one['bias_error']:.3f}"


if __name__ == "__main__":
    figures = json.loads(MEASURED.read_text(encoding="utf-8"))
    TARGET.write_text(document(figures), encoding="utf-8")
