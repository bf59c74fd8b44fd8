"""A model card: what a version is for, what it rests on, how good it is, and its limits."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

# After Mitchell et al, Model Cards for Model Reporting (FAT* 2019), and TRIPOD+AI's items on data,
# performance by subgroup and limits.


@dataclass(frozen=True)
class Population:
    """Who a version was made from; counts are rounded by the rule of disclosure."""

    n_people: int | None
    n_sites: int
    first_window: str | None
    last_window: str | None
    inclusion: str


@dataclass(frozen=True)
class Performance:
    """One figure of how good a version is, in one slice of people, days or sites."""

    slice_kind: str
    slice_level: str
    measure: str
    value: float | None
    ci_low: float | None = None
    ci_high: float | None = None


@dataclass(frozen=True)
class ModelCard:
    """Everything a person asks before using a model; ``as_dict`` is card.json, ``text`` card.md."""

    model_id: str
    version: str
    title: str
    what_for: str
    what_not_for: tuple[str, ...]
    population: Population
    estimands: tuple[str, ...]
    features: tuple[str, ...]
    settings: dict[str, Any]
    performance: tuple[Performance, ...]
    limits: tuple[str, ...]
    caveats: tuple[str, ...]
    code_version: str
    inputs: str
    files: tuple[str, ...]

    @property
    def how_to_load(self) -> str:
        """The lines a data scientist types."""
        return (
            "from pathlib import Path\n"
            "from models.registry.opening import open_model\n"
            f'model = open_model(Path("workspace"), "{self.model_id}", "{self.version}")'
        )

    def as_dict(self) -> dict[str, Any]:
        """Every part of the card, as JSON has it."""
        told: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return {**told, "how_to_load": self.how_to_load}

    def text(self) -> str:
        """The card as a page of Markdown."""
        who = self.population
        people = "too few to be told" if who.n_people is None else f"about {who.n_people:,}"
        parts = [
            f"# {self.title}",
            f"`{self.model_id}`, version `{self.version}`, made by triggerscape "
            f"{self.code_version} from inputs `{self.inputs}`.",
            "## What it is for",
            self.what_for,
            "## What it is not for",
            _list(self.what_not_for),
            "## Who it was made from",
            f"People: {people}. Sites: {who.n_sites}. Windows: {who.first_window or 'none'} to "
            f"{who.last_window or 'none'}. {who.inclusion}",
            "## What is estimated",
            _list(self.estimands),
            "## What goes in",
            ", ".join(f"`{name}`" for name in self.features) or "nothing",
            "## Settings",
            _table(("setting", "value"), sorted(self.settings.items())),
            "## How good it is",
            _table(
                ("slice", "level", "measure", "value", "95% interval"),
                [(p.slice_kind, p.slice_level, p.measure, *_figures(p)) for p in self.performance],
            ),
            "## Limits",
            _list(self.limits),
            "## Caveats",
            _list(self.caveats),
            "## How to load it",
            f"```python\n{self.how_to_load}\n```",
            f"Files: {', '.join(f'`{name}`' for name in self.files)}. Each is checked against its "
            "digest when it is read; nothing of it is ever unpickled.",
        ]
        return "\n\n".join(parts) + "\n"


def _list(lines: tuple[str, ...]) -> str:
    return "\n".join(f"- {line}" for line in lines) or "- none"


def _table(head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    if not rows:
        return "None."
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return text.replace("|", "\\|").replace("\n", " ")


def _figures(figure: Performance) -> tuple[str, str]:
    if figure.value is None:
        return "not available", ""
    interval = (
        f"{figure.ci_low:.3g} to {figure.ci_high:.3g}"
        if figure.ci_low is not None and figure.ci_high is not None
        else ""
    )
    return f"{figure.value:.3g}", interval
