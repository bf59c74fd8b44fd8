"""Writes docs/disclosure-utility.md from measured_utility.json and measured_optima.json.

python tests/disclosure/render_utility.py
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from utility_text import HEAD, LARGE, OPTIMA, READING

HERE = Path(__file__).resolve().parent
MEASURED, OPTIMA_MEASURED = HERE / "measured_utility.json", HERE / "measured_optima.json"
TARGET = HERE.parents[1] / "docs" / "disclosure-utility.md"
_COLUMNS = (
    "protection|non-zero cells hidden|worked out exactly|narrowed down|worked out by a site"
    "|median error|95th percentile"
)


def document(tables: list[dict[str, Any]], optima: list[dict[str, Any]]) -> str:
    """The whole page."""
    lines = [HEAD]
    for one in tables:
        lines += _comparison(one) if "protections" in one else _large(one)
    return "\n".join([*lines, READING, *_optima(optima)])


def _comparison(one: dict[str, Any]) -> list[str]:
    return [
        f"## {_shape(one)}",
        "",
        f"{one['cells']:,} cells, {one['nonzero']:,} of them not zero, {one['small']:,} of 1 to 10 "
        f"people; {one['shape']['people']:,} people.",
        "",
        *_table(_COLUMNS, [_line(protection) for protection in one["protections"]]),
        "",
        f"Mode S hid {one['mode_s']['secondary']:,} cells beside the small ones in "
        f"{one['mode_s']['processor_seconds']:.0f} s of one processor.",
        "",
    ]


def _line(one: dict[str, Any]) -> list[str]:
    base = f", base {one['base']}" if "base" in one else ""
    return [
        one["protection"] + base,
        _share(one["share_hidden"]),
        *(f"{one[name]:,}" for name in ("exact", "narrow", "exact_by_sites")),
        _share(one["median_error"]),
        _share(one["error_95"]),
    ]


def _large(one: dict[str, Any]) -> list[str]:
    found = one["mode_s"]
    return [
        f"## {_shape(one)}",
        "",
        LARGE.format(
            cells=f"{one['cells']:,}",
            small=f"{one['small']:,}",
            secondary=f"{found['secondary']:,}",
            hidden=_share(found["hidden"] / one["nonzero"]),
            unprotected=found["unprotected"],
            seconds=f"{found['processor_seconds']:.0f}",
            moves=f"{found['audit']['moves kept']:,}",
        ),
    ]


def _shape(one: dict[str, Any]) -> str:
    shape = one["shape"]
    ages = f" by {shape['ages']} ages" if shape["ages"] else ""
    return f"{shape['sites']} sites by {shape['therapies']} therapies{ages}"


def _optima(optima: list[dict[str, Any]]) -> list[str]:
    rows = []
    kinds = list(dict.fromkeys(one["kind"] for one in optima))
    for kind in [*kinds, ""]:
        chosen = [one for one in optima if kind in {one["kind"], ""}]
        mine, fewest = (sum(one[name] for one in chosen) for name in ("mode_s", "fewest"))
        worst = max(one["mode_s"] / max(one["fewest"], 1) for one in chosen)
        cells = sorted(one["cells"] for one in chosen)
        rows.append(
            [
                kind.replace("_", " ") or "all",
                str(len(chosen)),
                f"{cells[0]}–{cells[-1]}" if cells[0] < cells[-1] else str(cells[0]),
                str(fewest),
                str(mine),
                f"{mine / fewest:.2f}",
                f"{worst:.2f}",
            ]
        )
    head = "blocks|number|cells each|fewest|mode S|ratio|largest ratio"
    return [OPTIMA, *_table(head, rows), ""]


def _table(head: str, rows: list[list[str]]) -> list[str]:
    names = head.split("|")
    return [
        f"| {' | '.join(names)} |",
        "|---" * len(names) + "|",
        *(f"| {' | '.join(row)} |" for row in rows),
    ]


def _share(part: float) -> str:
    return f"{100 * part:.1f}%".replace(".0%", "%")


if __name__ == "__main__":
    found = [json.loads(path.read_text(encoding="utf-8")) for path in (MEASURED, OPTIMA_MEASURED)]
    TARGET.write_text(document(*found), encoding="utf-8")
