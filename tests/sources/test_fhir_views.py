"""What a view gives of resources, beyond the official tests: tolerance, errors, safety."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from render_view_conformance import failure_of, official_tests

from triggerscape.delivery.fhir import ViewError, compile_view, elements


def view_of(*columns: str | dict[str, Any], **parts: Any) -> dict[str, Any]:
    """A view of Encounters with columns a, b, c, … of these paths."""
    named = [
        {"name": chr(97 + place)} | ({"path": column} if isinstance(column, str) else column)
        for place, column in enumerate(columns)
    ]
    return {"resource": "Encounter", "select": [{"column": named}]} | parts


def rows_of(view: dict[str, Any], *resources: dict[str, Any], as_text: bool = True) -> list[Any]:
    """The rows for Encounters with these elements, without their numbers."""
    compiled = compile_view(view)
    with duckdb.connect() as con:
        con.execute("CREATE TABLE sent (source_row BIGINT, resource JSON)")
        for number, resource in enumerate(resources, 1):
            line = json.dumps({"resourceType": "Encounter"} | resource)
            con.execute("INSERT INTO sent VALUES (?, ?)", [number, line])
        sql = compiled.text_sql("sent") if as_text else compiled.sql("sent")
        return [row[1:] for row in con.execute(f"{sql} ORDER BY ALL").fetchall()]


def test_every_official_test_also_passes_when_nothing_is_known_of_fhir_s_elements(
    shared_data: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
):
    """Knowing which elements are single makes views quick; it must not make them right."""
    monkeypatch.setattr(elements, "_elements", dict)
    con = duckdb.connect()
    tests = list(official_tests(shared_data("sql-on-fhir-tests")))
    assert [test.title for test in tests if failure_of(test, con)] == []


@pytest.mark.parametrize("path", ["x.y.z", "x.y.z.first()", "x.where(y.exists()).y.z"])
@pytest.mark.parametrize(
    "x", [{"y": {"z": 1}}, [{"y": {"z": 1}}], {"y": [{"z": 1}]}, {"y": {"z": [1]}}]
)
def test_an_element_is_found_whether_it_is_written_alone_or_as_a_list(path: str, x: Any):
    assert rows_of(view_of(path), {"x": x}) == [("1",)]


@pytest.mark.parametrize("nothing", [None, [], [None], {}, {"y": None}, [{"y": []}], 5, "text"])
def test_what_is_not_there_is_empty(nothing: Any):
    assert rows_of(view_of("x.y", "x.y.exists()"), {"x": nothing}) == [(None, "false")]


def test_several_values_are_an_error_by_the_standard_and_nothing_for_landing():
    view, several = view_of("x.y"), {"x": [{"y": 1}, {"y": 2}]}
    assert rows_of(view, several) == [(None,)]
    with pytest.raises(duckdb.InvalidInputException, match="several values") as raised:
        rows_of(view, several, as_text=False)
    assert "2" not in str(raised.value)


def test_a_resource_that_a_condition_leaves_out_can_fail_nothing():
    view = view_of("x", where=[{"path": "y = 1"}, {"path": "z"}])
    kept, left_out = {"x": 1, "y": 1, "z": True}, {"x": [1, 2], "y": 2, "z": "neither"}
    assert rows_of(view, kept, left_out, as_text=False) == [("1",)]


@pytest.mark.parametrize(
    ("reference", "key"),
    [
        ("Patient/1", "1"),
        ("https://host.example/fhir/Patient/1", "1"),
        ("Patient/1/_history/2", "1"),
        ("Patient?identifier=https://site.example/ids|1", "1"),
        ("Patient?identifier=1", "1"),
        ("urn:uuid:53fefa32-fcbb-4ff8-8a92-55ee120877b7", "53fefa32-fcbb-4ff8-8a92-55ee120877b7"),
        ("Group/1", None),
        ("#contained", None),
        ("1", None),
        (None, None),
    ],
)
def test_a_reference_gives_the_key_of_its_own_type(reference: str | None, key: str | None):
    view = view_of("subject.getReferenceKey(Patient)")
    assert rows_of(view, {"subject": {"reference": reference}}) == [(key,)]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("1 + 2 * 3", "7.0"),
        ("(1 + 2) * 3", "9.0"),
        ("7 / 2", "3.5"),
        ("1 / 0", None),
        ("-1 < 0", "true"),
        ("true or false and false", "true"),
        ("n > 9", "true"),
        ("n = m", "true"),
        ("n != t", "true"),
        ("t < u", "false"),
        ("nowhere = 1", None),
        ("'it''s' = 'x'", ViewError),
        (r"'it\'s'", "it's"),
        (r"'\u00e9\n'", "é\n"),
        ("t + '!'", "9!"),
        ("t.exists() and nowhere.empty()", "true"),
        ("Encounter.t", "9"),
        ("$this.t", "9"),
        ("x.exists(y > 1)", "true"),
        ("x.y = 1", "false"),
        ("x.y = x.y", "true"),
        ("x.y != nowhere", None),
        ("x[1].y", "2"),
        ("x[-1].y", None),
        ("x.y.join('+')", "1+2"),
    ],
)
def test_paths(path: str, value: Any):
    resource = {"n": 10, "m": 10.0, "t": "9", "u": "10", "x": [{"y": 1}, {"y": 2}]}
    if value is ViewError:
        with pytest.raises(ViewError):
            compile_view(view_of(path))
    else:
        assert rows_of(view_of(path), resource) == [(value,)]


@pytest.mark.parametrize(
    ("path", "kind", "low", "high"),
    [
        ("12", "decimal", "11.5", "12.5"),
        ("1.25", "decimal", "1.245", "1.255"),
        ("2024-02", "date", "2024-02-01", "2024-02-29"),
        ("2024", "date", "2024-01-01", "2024-12-31"),
        ("2024", "dateTime", "2024-01-01T00:00:00.000+14:00", "2024-12-31T23:59:59.999-12:00"),
        (
            "2024-03-05T10:00:00-05:00",
            "dateTime",
            "2024-03-05T10:00:00.000-05:00",
            "2024-03-05T10:00:00.999-05:00",
        ),
        ("10:30", "time", "10:30:00.000", "10:30:59.999"),
    ],
)
def test_boundaries(path: str, kind: str, low: str, high: str):
    written = float(path) if kind == "decimal" else path
    columns = [{"path": f"x.{side}Boundary()", "type": kind} for side in ("low", "high")]
    value = int(path) if path == "12" else written
    assert rows_of(view_of(*columns), {"x": value}) == [(low, high)]


@pytest.mark.parametrize(
    ("view", "where", "sentence"),
    [
        (view_of("a.b(", "c"), "select[0].column[0]", "the path has the end where a value"),
        (view_of("a.trace()"), "select[0].column[0]", "do not know the function trace"),
        (view_of("a", "a.b ?"), "select[0].column[1]", "no meaning at character 5"),
        (view_of("'a'.first()"), "select[0].column[0]", "asked of a plain value"),
        (view_of("x.lowBoundary()"), "select[0].column[0]", "type the view does not say"),
        (view_of("x.getResourceKey()"), "select[0].column[0]", "other than the resource"),
        (view_of("%other"), "select[0].column[0]", "declares no constant other"),
        (view_of("a", where=[{"path": "'yes'"}]), "where[0]", "neither true nor false"),
        (view_of("a", where=[{}]), "where[0]", "path is missing"),
        (view_of({"path": "a", "name": "a b"}), "select[0].column[0]", "letters, digits"),
        (view_of({"path": "a", "name": "source_row"}), "select", "not a name for a column"),
        (view_of("a", {"path": "b", "name": "A"}), "select[0]", "two columns are named a"),
        (view_of("a") | {"resource": ""}, "resource", "resource is missing"),
        (view_of("a") | {"select": []}, "select", "selects nothing"),
        (view_of("a") | {"select": [{"forEach": "x"}]}, "select", "no column"),
        (
            view_of("a", select=[{"forEach": "x", "repeat": ["y"], "column": []}]),
            "select[0]",
            "forEach and repeat stand in one select",
        ),
        (
            view_of("a", select=[{"select": [{"forEach": "'x'"}]}]),
            "select[0].select[0]",
            "runs over elements",
        ),
    ],
)
def test_an_error_says_what_is_wrong_and_where(view: dict[str, Any], where: str, sentence: str):
    with pytest.raises(ViewError, match=sentence) as raised:
        compile_view(view)
    assert raised.value.where == where


def test_a_column_may_have_any_name():
    names = "found kept read resource node nodes item each_1 place_2 turn select unnest".split()
    columns = [
        {"name": name, "path": f"x.where(y = {place}).y"} for place, name in enumerate(names)
    ]
    inner = [{"name": f"{name}_", "path": "y"} for name in names]
    view = {
        "resource": "Encounter",
        "select": [{"column": columns}, {"forEachOrNull": "x", "column": inner}],
    }
    several = {"x": [{"y": place} for place in range(len(names))]}
    rows = rows_of(view, several)
    assert len(rows) == len(names)
    assert {row[: len(names)] for row in rows} == {tuple(map(str, range(len(names))))}
    assert {row[len(names) :] for row in rows} == {
        (str(y),) * len(names) for y in range(len(names))
    }


def test_the_type_and_the_id_of_a_resource_are_elements_like_others():
    view = view_of("resourceType", "id", "id.exists()", "id = 'x'", "status.empty()", "id.y")
    assert rows_of(view, {"id": "x"}) == [("Encounter", "x", "true", "true", "true", None)]


def test_a_loop_without_columns_still_gives_its_rows():
    looping = [{"column": [{"name": "a", "path": "id"}]}, {"forEach": "x"}, {"forEach": "y"}]
    view = {"resource": "Encounter", "select": looping}
    assert rows_of(view, {"id": "1", "x": [1, 2], "y": [1]}) == [("1",), ("1",)]


def test_no_text_of_a_view_acts_as_sql():
    text = "'; DROP TABLE sent; --"
    constants = [{"name": "text", "valueString": text}]
    view = view_of("%text", "x.where(y = %text).y", constant=constants)
    assert rows_of(view, {"x": {"y": text}}) == [(text, text)]


def test_items_are_repeated_to_any_depth():
    deep: dict[str, Any] = {"linkId": "60"}
    for level in range(59, 0, -1):
        deep = {"linkId": str(level), "item": [deep]}
    view = {
        "resource": "Encounter",
        "select": [{"repeat": ["item"], "column": [{"name": "a", "path": "linkId"}]}],
    }
    found = rows_of(view, {"item": [deep]})
    assert sorted(int(level) for (level,) in found) == list(range(1, 61))
