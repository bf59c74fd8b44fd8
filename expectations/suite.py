"""Table rules as a Great Expectations suite, run on a live connection; yes or no for each rule."""

from __future__ import annotations

import logging
import warnings
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from expectations.table_rules import RuleKind, TableRule
from triggerscape.contract.language import Kind
from triggerscape.warehouse.literals import sql_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb

    from triggerscape.contract.language import Table

_FEWEST_TOGETHER = 2


def suite_answers(
    con: duckdb.DuckDBPyConnection, table: Table, rules: Sequence[TableRule]
) -> dict[str, bool | None]:
    """For each rule's code: does the table keep it? None where the expectation crashed.

    Rules that are conditions over a row are first asked as one: where no row breaks any of them,
    no row breaks one of them. Only where some row does is each asked by itself.
    """
    of_rows = [rule for rule in rules if _is_condition(table, rule)]
    if len(of_rows) < _FEWEST_TOGETHER:
        return _ask(con, table, rules)
    any_broken = " OR ".join(f"({rule.broken})" for rule in of_rows)
    together = replace(of_rows[0], code=f"{table.name}: any of its conditions", broken=any_broken)
    others = [rule for rule in rules if rule not in of_rows]
    answers = _ask(con, table, [*others, together])
    if answers.pop(together.code):
        return answers | {rule.code: True for rule in of_rows}
    return answers | _ask(con, table, of_rows)


def _ask(
    con: duckdb.DuckDBPyConnection, table: Table, rules: Sequence[TableRule]
) -> dict[str, bool | None]:
    """An answer of Great Expectations to each rule.

    The context lives in memory and is dropped; nothing is written, no value is asked for.
    """
    # Loaded here because it costs seconds, and only a gate needs it.
    import great_expectations as gx  # noqa: PLC0415
    from great_expectations.data_context.types.base import (  # noqa: PLC0415
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    from expectations.duckdb_route import LIVE_URL, engine_options  # noqa: PLC0415

    with _quiet():
        stores = InMemoryStoreBackendDefaults(init_temp_docs_sites=False)
        config = DataContextConfig(store_backend_defaults=stores, analytics_enabled=False)
        context: Any = gx.get_context(mode="ephemeral", project_config=config)
        context.variables.progress_bars = ProgressBarsConfig(globally=False)
        source = context.data_sources.add_sql(
            "live", connection_string=LIVE_URL, kwargs=engine_options(con)
        )
        asset = source.add_table_asset(
            table.name, table_name=table.short_name, schema_name=table.schema
        )
        batch = asset.add_batch_definition_whole_table("all").get_batch()
        expectations = [expectation(table, rule) for rule in rules]
        suite = gx.ExpectationSuite(table.name, expectations=expectations)
        outcome = batch.validate(suite, result_format="BOOLEAN_ONLY")
        return {
            result.expectation_config.meta["rule"]: (
                None if _crashed(result.exception_info) else bool(result.success)
            )
            for result in outcome.results
        }


def expectation(table: Table, rule: TableRule) -> dict[str, Any]:
    """The expectation that states a rule, as Great Expectations reads it: type, arguments, meta."""
    kind, arguments = _type_and_arguments(table, rule)
    return {
        "type": kind,
        "kwargs": arguments,
        "severity": str(rule.severity),
        "meta": {"rule": rule.code},
    }


def _type_and_arguments(table: Table, rule: TableRule) -> tuple[str, dict[str, Any]]:
    match rule.kind:
        case RuleKind.COLUMNS:
            names = list(table.column_names)
            return "expect_table_columns_to_match_ordered_list", {"column_list": names}
        case RuleKind.TYPES:
            return _no_row_of("(DESCRIBE SELECT * FROM {batch})", _wrong_types(table))
        case RuleKind.FILLED:
            return "expect_table_row_count_to_be_between", {"min_value": 1}
        case RuleKind.UNIQUE if len(table.key) == 1:
            return "expect_column_values_to_be_unique", {"column": table.key[0]}
        case RuleKind.UNIQUE:
            return "expect_compound_columns_to_be_unique", {"column_list": list(table.key)}
        case RuleKind.MISSING:
            return "expect_column_values_to_not_be_null", {"column": rule.column}
        case RuleKind.RANGE:
            column = table.column(rule.column)
            limits = {"min_value": column.low, "max_value": column.high}
            return "expect_column_values_to_be_between", {"column": column.name, **limits}
        case RuleKind.WORD if not _is_condition(table, rule):
            words = list(table.column(rule.column).values)
            return "expect_column_values_to_be_in_set", {"column": rule.column, "value_set": words}
        case _:
            return _no_row_of("{batch}", rule.broken)


def _is_condition(table: Table, rule: TableRule) -> bool:
    """True where a rule is said in DuckDB's own words, exactly as at the door.

    Those are patterns, relations of columns, and words of lists.
    """
    match rule.kind:
        case RuleKind.PATTERN | RuleKind.RELATION:
            return True
        case RuleKind.WORD:
            return table.column(rule.column).kind is not Kind.TEXT
        case _:
            return False


def _no_row_of(rows: str, broken: str) -> tuple[str, dict[str, Any]]:
    # The query is a template, so a brace of a pattern is written twice.
    condition = broken.replace("{", "{{").replace("}", "}}")
    query = f"SELECT 1 AS broken FROM {rows} WHERE {condition}"
    return "unexpected_rows_expectation", {"unexpected_rows_query": query}


def _wrong_types(table: Table) -> str:
    return " OR ".join(
        f"(column_name = {sql_text(column.name)} AND column_type <> {sql_text(column.kind)})"
        for column in table
    )


def _crashed(exception_info: dict[str, Any]) -> bool:
    """True where an exception was raised: flat for an expectation, nested for its metrics."""
    if "raised_exception" in exception_info:
        return bool(exception_info["raised_exception"])
    return any(info["raised_exception"] for info in exception_info.values())


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence every log for the moment: what a library says of a crash may hold a value."""
    level = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(level)
