"""What every mapping of every format owes the kernel, whatever a site's files hold."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb
import polars as pl
import pytest

from triggerscape.contract.catalogue import INPUTS
from triggerscape.delivery.sources.source_format import read_format
from triggerscape.warehouse.literals import quoted
from triggerscape.warehouse.statements import read_statement, sql_folder

FORMATS = sorted(path.parent for path in sql_folder().glob("sources/*/format.toml"))
MAPPINGS = [path for folder in FORMATS for path in sorted(folder.glob("*_from_*.sql"))]
# Given by the rules of codes, or by the kernel, and so by no mapping.
NOT_FOR_MAPPINGS = {"site_code", "therapy_code", "source_system", "source_code", "map_rule"}
ROUNDS = 8
# Some mappings are reached by few of the lines drawn.
MOST_ROUNDS = 60
# What stands in files: sound values, badly written ones, and what breaks careless SQL.
TEXTS = [
    *"""
    1 2 7 -5 0 0.5 30 1e400 99999999999999999999 9202 8532 2025-03-04 2025-02-29 20250304
    2025-03-04T23:30:00Z 2025-03-04T23:30:00-05:00 2025-03-04T00:00:00 03/04/2025 true Y completed
    fulfilled booked professional institutional ambulatory finished female F | % _ ' \\ {} [] [1,2]
    G43.709 g43709 34610 37796009 98926 J0585 0552T cpt:98926 local:X hit6_total phq9_item_9 44261-6
    SNOMED ICD10CM LOINC ATC RxNorm snomed-ct icd-10-cm icd-9-cm http://loinc.org Patient/abc
    Patient?identifier=a|b urn:uuid:1 éclair 두통 Massage--30
    """.split(),
    *("3/4/2025 11:15:00 PM", "3/4/2025 12:00:00 AM", "09:30 PM", "4h 15m", " ", "a b"),
]

Tables = Mapping[str, Sequence[str]]


def ids(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def columns_of(folder: Path) -> Tables:
    """The columns of each table of a format: those it declares, or those its view gives."""
    return {name: list(one.columns) for name, one in read_format(folder.name).tables.items()}


def drawn(path: Path, seed: int, rows: int) -> dict[str, pl.DataFrame]:
    """Lines of every table, out of few texts: keys meet and records contradict each other.

    Some of the texts are words the mapping itself asks for.
    """
    draw = random.Random(seed)
    asked = sorted(set(re.findall(r"'([^'\n]+)'", path.read_text(encoding="utf-8"))))
    texts = [*draw.sample(asked, min(12, len(asked))), *draw.sample(TEXTS, 6), None]
    return {
        table: _lines(names, rows, texts, random.Random(f"{seed} {table}"))
        for table, names in columns_of(path.parent).items()
    }


def _lines(
    names: list[str], rows: int, texts: list[str | None], draw: random.Random
) -> pl.DataFrame:
    return pl.DataFrame(
        {name: [draw.choice(texts) for _ in range(rows)] for name in names},
        schema=dict.fromkeys(names, pl.String),
    ).with_row_index("source_row", offset=1)


def mapped(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    landed: pl.DataFrame,
    beside: Mapping[str, pl.DataFrame],
) -> pl.DataFrame:
    """The rows of a mapping, in the order of the lines they stand for."""
    statement = read_statement(path)
    looked_up = {name: beside[name.removeprefix("beside.")] for name in statement.inputs}
    for name, frame in {"landed": landed, **looked_up}.items():
        con.register("sent", frame)
        texts = ", ".join(quoted(column) for column in frame.columns[1:])
        con.execute(
            f"CREATE OR REPLACE TABLE {name} AS "
            f"SELECT CAST(source_row AS BIGINT) AS source_row, {texts} FROM sent"
        )
    return con.sql(f"SELECT * FROM ({statement.sql}) ORDER BY source_row").pl()


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'Etc/UTC'; CREATE SCHEMA beside")
        con.execute(
            "SET VARIABLE site_timezone = 'America/New_York'; SET VARIABLE site_code = 'S1'"
        )
        yield con


@pytest.fixture(scope="module", params=MAPPINGS, ids=ids)
def mapping(request: pytest.FixtureRequest) -> Iterator[Path]:
    return request.param


def table_of(path: Path) -> str:
    return path.stem.split("_from_")[1]


def test_the_name_of_a_mapping_says_from_where_to_where(mapping: Path):
    contract = mapping.stem.split("_from_")[0]
    assert contract in INPUTS
    assert table_of(mapping) in columns_of(mapping.parent)


def test_a_mapping_reads_no_more_than_its_format_declares_and_all_of_it_is_known(mapping: Path):
    """The kernel opens the tables that DuckDB's parser finds: none may hide from it."""
    read = set(read_statement(mapping).inputs)
    assert read == set(re.findall(r"\bbeside\.\w+", _without_comments(mapping)))
    assert read <= {f"beside.{table}" for table in columns_of(mapping.parent)}


def _without_comments(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(line.split("--")[0] for line in lines)


def test_a_mapping_gives_columns_of_its_contract_as_text_and_no_row_of_nothing(mapping: Path, con):
    nothing = drawn(mapping, 0, 0)
    rows = mapped(con, mapping, nothing[table_of(mapping)], nothing)
    contract = INPUTS[mapping.stem.split("_from_")[0]]
    allowed = {*contract.column_names, "codes"} if contract.short_name == "therapy" else None
    allowed = (allowed or set(contract.column_names)) - NOT_FOR_MAPPINGS
    names = [name for name in rows.columns if not name.startswith("x_")]
    assert names[0] == "source_row"
    assert set(names[1:]) <= allowed
    assert len(set(rows.columns)) == len(rows.columns)
    assert rows.schema == {
        name: pl.Int64 if name == "source_row" else pl.String for name in rows.columns
    }
    assert rows.is_empty()


def test_a_mapping_gives_the_key_of_its_contract(mapping: Path, con):
    nothing = drawn(mapping, 0, 0)
    given = mapped(con, mapping, nothing[table_of(mapping)], nothing).columns
    contract = INPUTS[mapping.stem.split("_from_")[0]]
    assert set(contract.key) - {"site_code"} <= {*given, "diary_date"}


def test_whatever_is_sent_a_line_gives_one_row_at_most(mapping: Path, con):
    """The same row, too, when the records beside it come twice, or lie in another order."""
    found = 0
    for seed in range(MOST_ROUNDS):
        if found and seed >= ROUNDS:
            break
        sent = drawn(mapping, seed, 30)
        landed = sent[table_of(mapping)]
        rows = mapped(con, mapping, landed, sent)
        assert rows["source_row"].is_unique().all()
        assert set(rows["source_row"]) <= set(landed["source_row"])
        twice = {table: pl.concat([frame, frame]) for table, frame in sent.items()}
        assert mapped(con, mapping, landed, twice).equals(rows)
        turned = {table: frame.reverse() for table, frame in sent.items()}
        assert mapped(con, mapping, landed.reverse(), turned).equals(rows)
        found += rows.height
    assert found, "no line drawn here reaches this mapping"


def test_every_table_with_a_mapping_names_a_person_or_a_key():
    """A guard against an empty list: the mappings that are meant are looked at."""
    assert {ids(path) for path in MAPPINGS} >= {
        "claims/visit_from_medical_claim",
        "omop/visit_from_visit_occurrence",
        "synthea/visit_from_encounters",
    }


@pytest.mark.parametrize("folder", FORMATS, ids=lambda folder: folder.name)
def test_a_format_says_what_it_is_which_files_it_takes_and_what_it_needs(folder: Path):
    told = tomllib.loads((folder / "format.toml").read_text(encoding="utf-8"))
    assert set(told) - {"key_length"} == {"title", "guide", "tables"}
    assert (sql_folder().parent / told["guide"]).is_file()
    for table, columns in columns_of(folder).items():
        said = told["tables"][table]
        assert all(glob == glob.lower() for glob in said["files"])
        assert [name for name in columns if name != name.lower()] == []
        assert len(set(columns)) == len(columns)
        assert set(said.get("required", [])) <= set(columns)
