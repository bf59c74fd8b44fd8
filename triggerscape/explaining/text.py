"""An explanation as text: what the table is, what made it, what its words mean, and the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.reading.statuses import why_no_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from triggerscape.explaining.definition import Definition
    from triggerscape.explaining.from_release import ExplainedRow, FromRelease

MOST_ROWS = 12
_ESTIMAND = ("population", "contrast", "method", "standing", "assumptions")
_INDENT = " " * 10
# What is counted and not fitted keeps no files.
_COUNTED = "counts"


def definition_text(definition: Definition) -> str:
    """Grain, key, warnings, estimand, columns; the SQL with its file; all it is made of."""
    return "\n".join([*_table(definition), *_made(definition)]) + "\n"


def release_text(found: FromRelease) -> str:
    """Estimands, measures, model and statuses of one release; the rows asked for come last."""
    lines = [*_words(found), *_model(found), *_diagnostics(found)]
    for status, rows in found.statuses.items():
        lines.append(f"Rows      {rows:,} {status}  {why_no_number(status)}".rstrip())
    lines.append(f"Release   {found.release_id}")
    for one in found.rows[:MOST_ROWS]:
        lines += _row(one)
    if len(found.rows) > MOST_ROWS:
        lines.append(f"and {len(found.rows) - MOST_ROWS} more rows: give more keys, or --json")
    return "\n".join(lines) + "\n"


def _table(definition: Definition) -> Iterator[str]:
    described = definition.described
    yield f"Table     {described['table']}: {described['grain']}"
    yield f"Key       {', '.join(described['key'])}"
    yield from (f"Warning   {warning}" for warning in described["warnings"])
    if definition.estimand:
        yield from _estimand(definition.estimand)
    yield "Columns"
    yield from _aligned(
        {
            column["name"]: column["meaning"] + (f" [{column['unit']}]" if "unit" in column else "")
            for column in described["columns"]
        }
    )


def _made(definition: Definition) -> Iterator[str]:
    if not definition.sql:
        yield "SQL       none: it is made from the code and the settings"
        return
    yield f"SQL       {definition.sql_file}"
    yield from (f"  {line}" for line in definition.sql.splitlines())
    yield "Made of"
    yield from _aligned(
        {f"{'  ' * (one.depth - 1)}{one.name}": one.made_by for one in definition.sources}
    )


def _words(found: FromRelease) -> Iterator[str]:
    for estimand in found.estimands:
        yield from _estimand(estimand)
    for measure in found.measures:
        yield f"Measure   {measure['measure_id']}: {measure['label']}. {measure['definition']}"


def _estimand(said: Mapping[str, str]) -> Iterator[str]:
    yield f"Estimand  {said['estimand_id']}: {said['sentence']}"
    yield from (f"{_INDENT}{name}: {said[name]}" for name in _ESTIMAND)


def _model(found: FromRelease) -> Iterator[str]:
    model = found.model
    if model is None:
        return
    identity = model["model_id"]
    yield f"Model     {identity}, version {model['version'] or 'none'}"
    yield f"{_INDENT}code {model['code_version']}, inputs {model['inputs']}"
    if model["reason"]:
        yield f"{_INDENT}{model['reason']}"
    if model["version"] and identity != _COUNTED:
        yield f"{_INDENT}its card and diagnostics: models/{identity}/{model['version']}/"


def _diagnostics(found: FromRelease) -> Iterator[str]:
    drift = found.diagnostics.drift
    if drift:
        said = ", ".join(f"{inputs} {verdict}" for verdict, inputs in drift.items())
        yield f"Inputs    of the model against earlier windows: {said}; see model_drift"
    for check in found.diagnostics.checks:
        met = {True: "met", False: "not met", None: "not made"}[check.is_met]
        decides = ", decides the verdict" if check.decides else ""
        yield f"Check     {check.measure_id}: {met}{decides}. {check.sentence}"


def _row(one: ExplainedRow) -> Iterator[str]:
    yield ""
    if one.sentence:
        yield one.sentence
    yield from _aligned({name: "–" if value is None else value for name, value in one.row.items()})


def _aligned(pairs: Mapping[str, object]) -> Iterator[str]:
    width = max(map(len, pairs), default=0)
    return (f"  {name:<{width}}  {said}" for name, said in pairs.items())
