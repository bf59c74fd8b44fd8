"""Measures of a file against the same sums in Polars, over rows drawn with many gaps."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import duckdb
import numpy as np
import polars as pl
import pytest

from expectations.measures.measuring import measure
from triggerscape.contract.diary import DIARY
from triggerscape.contract.language import Column, Kind
from triggerscape.delivery.profiles.profile import SiteProfile
from triggerscape.quality.file_measures import FEWEST_VALUES, FileMeasures, Measure

ROWS = 4000
SEED = 20260311
_START = date(2024, 11, 20)


def _values(column: Column, rng: np.random.Generator) -> list[object]:
    """A value or a gap for every row; numbers reach beyond the contract's range."""
    gaps = rng.random(ROWS) < 0.3
    days = rng.integers(0, 150, ROWS)
    match column.kind:
        case Kind.BOOLEAN:
            drawn: list[object] = [bool(x) for x in rng.random(ROWS) < 0.4]
        case Kind.DOUBLE:
            drawn = [round(float(x), 2) for x in rng.uniform(-1, 30, ROWS)]
        case Kind.SMALLINT | Kind.INTEGER:
            drawn = [int(x) for x in rng.integers(-1, 1500, ROWS)]
        case Kind.DATE:
            return [_START + timedelta(days=int(x)) for x in days]
        case Kind.TIMESTAMP:
            start = datetime(_START.year, _START.month, _START.day)  # noqa: DTZ001
            drawn = [start + timedelta(days=int(x), minutes=int(x) * 7) for x in days]
        case Kind.TEXT if column.values:
            drawn = list(rng.choice([*column.values, "unheard of"], ROWS))
        case _:
            return [None] * ROWS
    return [None if gap else value for gap, value in zip(gaps, drawn, strict=True)]


@pytest.fixture(scope="module")
def rows() -> pl.DataFrame:
    rng = np.random.default_rng(SEED)
    columns = {column.name: _values(column, rng) for column in DIARY}
    people = [int(x) for x in rng.integers(0, 60, ROWS)]
    codes = [["diary.stress.range"] if x < 0.1 else None for x in rng.random(ROWS)]
    kinds = {c.name: _POLARS[c.kind] for c in DIARY}
    return pl.DataFrame(columns, schema=kinds, strict=False).with_columns(
        pl.Series("person_id", people), pl.Series("broken", codes, dtype=pl.List(pl.String))
    )


_POLARS = {
    Kind.TEXT: pl.String,
    Kind.BOOLEAN: pl.Boolean,
    Kind.SMALLINT: pl.Int16,
    Kind.INTEGER: pl.Int32,
    Kind.DOUBLE: pl.Float64,
    Kind.DATE: pl.Date,
    Kind.TIME: pl.Time,
    Kind.TIMESTAMP: pl.Datetime("us"),
    Kind.TEXT_LIST: pl.List(pl.String),
}


def _measured(rows: pl.DataFrame, threads: int = 1) -> list[Measure]:
    with duckdb.connect() as con:
        con.execute(f"SET threads = {threads}")
        con.register("drawn", rows.to_arrow())
        con.execute("CREATE TABLE judged AS SELECT *, MAP {'x_a': stress} AS extra FROM drawn")
        return measure(con, DIARY, SiteProfile("AA"))


@pytest.fixture(scope="module")
def file(rows: pl.DataFrame) -> FileMeasures:
    values = {(m.column, m.period, m.name): m.value for m in _measured(rows)}
    return FileMeasures("u", "AA", "diary", values=values)


def _by_period(rows: pl.DataFrame) -> dict[str, pl.DataFrame]:
    months = rows.with_columns(pl.col("diary_date").dt.strftime("%Y-%m").alias("period"))
    parts = {str(key): part for (key,), part in months.group_by("period")}
    assert len(parts) == 6
    return {"": rows, **parts}


def test_rows_people_and_days_are_those_of_the_file(rows, file):
    for period, part in _by_period(rows).items():
        assert file.value("rows", period=period) == part.height
        assert file.value("people", period=period) == part["person_id"].n_unique()
        assert file.value("refused", period=period) == part["broken"].is_not_null().sum()
    sound = rows.filter(pl.col("broken").is_null())["diary_date"]
    assert (file.first_day, file.last_day) == (sound.min(), sound.max())
    assert file.value("broken diary.stress.range") == rows["broken"].is_not_null().sum()


@pytest.mark.parametrize("column", [c for c in DIARY if c.kind.is_number], ids=lambda c: c.name)
def test_the_moments_of_a_number_are_those_of_its_values(rows, file, column):
    for period, part in _by_period(rows).items():
        values = part[column.name].drop_nulls().cast(pl.Float64)
        seen = file.moments(column.name, period)
        assert (seen.known, seen.nonzero) == (values.len(), (values != 0).sum())
        assert seen.mean == pytest.approx(values.mean(), rel=1e-12)
        assert seen.spread == pytest.approx(values.std(ddof=0), rel=1e-9)
        outside = (values < column.low) | (values > column.high)
        assert file.value("outside", column.name, period) == outside.sum()


@pytest.mark.parametrize(
    "column", [c for c in DIARY if c.kind is Kind.BOOLEAN], ids=lambda c: c.name
)
def test_the_yes_of_a_column_are_counted_among_the_known(rows, file, column):
    for period, part in _by_period(rows).items():
        seen = file.moments(column.name, period)
        assert (seen.known, seen.total) == (part[column.name].count(), part[column.name].sum())


def test_only_words_of_the_contract_are_counted(rows, file):
    for column in (c for c in DIARY if c.values and c.kind is Kind.TEXT):
        told = rows[column.name].value_counts().rows()
        assert file.words(column.name) == {w: n for w, n in told if w in column.values}


def test_scores_are_compared_within_people_by_the_weights_of_a_fixed_effects_regression(rows, file):
    """The slope of a score on headache, with a term for every person, is the same number."""
    for column in ("stress", "neck_pain"):
        seen = rows.select("person_id", "headache", column).drop_nulls()
        apart = seen.with_columns(
            (pl.col(name).cast(pl.Float64) - pl.col(name).cast(pl.Float64).mean().over("person_id"))
            for name in ("headache", column)
        )
        weight = (apart["headache"] ** 2).sum()
        slope = (apart["headache"] * apart[column]).sum() / weight
        assert file.value("within_weight", column) == pytest.approx(weight, abs=60 * 0.0005)
        found = file.value("within_sum", column) / file.value("within_weight", column)
        assert found == pytest.approx(slope, abs=1e-3 / weight * 60 + 1e-4)


def test_measures_do_not_depend_on_the_order_of_rows_or_the_number_of_threads(rows):
    backwards = rows.reverse()
    assert _measured(rows) == _measured(backwards) == _measured(backwards, threads=2)


def test_no_sum_over_fewer_than_eleven_values_can_be_had_from_what_is_kept():
    """A month of ten values is put with others; alone, it leaves the file's sums as well."""
    days = [date(2025, 1, 5)] * 30 + [date(2025, 2, 5)] * 10 + [date(2025, 3, 5)] * 2
    kinds = {c.name: _POLARS[c.kind] for c in DIARY}
    given = {c.name: [None] * 42 for c in DIARY}
    given |= {
        "diary_date": days,
        "stress": [1.0] * 30 + [7.0] * 12,
        "sleep_hours": [None] * 41 + [9.5],
    }
    rows = pl.DataFrame(given, schema=kinds, strict=False).with_columns(
        pl.lit(1).alias("person_id"), pl.lit(None, pl.List(pl.String)).alias("broken")
    )
    for shown, whole in ((rows, (42, 30 + 7 * 12)), (rows.head(40), (30, 30))):
        kept = {(m.column, m.period, m.name): m.value for m in _measured(shown)}
        stress = FileMeasures("u", "AA", "diary", values=kept).moments("stress")
        assert (stress.known, stress.total) == whole
        told = {(column, period, name) for column, period, name in kept if name != "few"}
        assert {period for column, period, _ in told if column == "stress"} == {"", "2025-01"}
        assert not any(column == "sleep_hours" for column, _, _ in told)
        assert kept["stress", "2025-02", "few"] == 10
    assert FEWEST_VALUES == 11
