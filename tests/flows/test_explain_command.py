"""``triggerscape explain`` and ``schema``: where a number comes from, and what tables hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from triggerscape.cli import app
from triggerscape.errors import Exit


def _type(*words: str) -> int:
    return int(app(list(words), result_action="return_value"))


def _data(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    printed: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert printed["ok"]
    return printed["data"]


def test_a_number_leads_back_to_its_words_sql_model_and_inputs(demo_home: Path, capsys) -> None:
    keys = ("trigger_id=sleep_short", "estimand_id=within_person")
    home = ("--home", str(demo_home))
    assert _type("explain", "trigger_effect", *keys, *home) == Exit.OK
    said = capsys.readouterr().out
    for expected in (
        "Table     pub.trigger_effect: one row per factor, estimand, outcome and measure",
        "Key       trigger_id, estimand_id, outcome_id, measure_id",
        "n_people             People behind the estimate, rounded [{person}]",
        "SQL       sql/publish/trigger_effect.sql",
        "  FROM estimates.trigger_effect",
        "  estimates.trigger_effect  fitted by the model of the table",
        "Estimand  within_person: How much likelier an attack begins",
        "standing: causal under the stated assumptions",
        "Measure   rate_ratio: ",
        "Model     triggers, version ",
        "its card and diagnostics: models/triggers/",
        "Rate ratio of attacks, Slept 6.5 hours or less, within_person, migraine_onset: ",
        "verdict_rule",
    ):
        assert expected in said


def test_the_card_that_is_named_is_there(demo_home: Path, capsys) -> None:
    assert _type("explain", "trigger_effect", "--home", str(demo_home), "--json") == Exit.OK
    model = _data(capsys)["release"]["model"]
    assert (demo_home / "models" / model["model_id"] / model["version"]).is_dir()


def test_as_an_object_it_has_the_row_as_released_and_what_it_is_made_of(demo_home, capsys) -> None:
    words = ("burden_site_window", "site_id=S01", "measure_id=mmd_mean")
    assert _type("explain", *words, "--home", str(demo_home), "--json") == Exit.OK
    data = _data(capsys)
    sources = {source["name"]: source for source in data["definition"]["sources"]}
    assert sources["features.window_measure"]["depth"] == 1
    assert sources["core.diary_day"]["made_by"] == "sql/core/diary_day.sql"
    assert {one["row"]["site_id"] for one in data["release"]["rows"]} == {"S01"}
    [measure] = data["release"]["measures"]
    assert measure["measure_id"] == "mmd_mean"


def test_a_hidden_row_says_why_and_tells_nothing(demo_home: Path, capsys) -> None:
    home = ("--home", str(demo_home))
    assert _type("explain", "medication_overuse", "scope_id=S01", *home, "--json") == Exit.OK
    rows = _data(capsys)["release"]["rows"]
    hidden = [one for one in rows if one["row"]["status"] == "c"]
    assert hidden, "a demo of 200 people has too few per site"
    for one in hidden:
        assert one["why_no_number"].startswith("confidential: it may rest on fewer than 11 people")
        numbers = ("estimate", "ci_low", "ci_high", "n_people", "n_days")
        assert [one["row"][name] for name in numbers] == [None] * 5


def test_a_table_of_people_is_defined_but_none_of_its_rows_shown(demo_home: Path, capsys) -> None:
    home = ("--home", str(demo_home))
    assert _type("explain", "features.person_window", *home) == Exit.OK
    said = capsys.readouterr().out
    assert "SQL       sql/features/person_window.sql" in said
    assert "Release" not in said
    assert _type("explain", "features.person_window", "person_id=1", *home) == Exit.USAGE
    assert "holds people" in capsys.readouterr().err
    assert _type("explain", "stable.person_day", *home) == Exit.OK
    assert "SQL       sql/stable/person_day.sql" in capsys.readouterr().out


def test_a_definition_needs_no_release_and_a_row_does(tmp_path: Path, capsys) -> None:
    home = ("--home", str(tmp_path))
    assert _type("explain", "trigger_effect", *home) == Exit.OK
    assert "SQL       sql/publish/trigger_effect.sql" in capsys.readouterr().out
    assert _type("explain", "trigger_effect", "trigger_id=cheese", *home) == Exit.FAILED
    assert "error[E150]" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("trigger_efect",), "did you mean trigger_effect?"),
        (("trigger_effect", "sleep_short"), "write it as trigger_id=sleep_short"),
        (("trigger_effect", "site_id=S01"), "its keys are trigger_id"),
        (("trigger_effect", "trigger_id=chees"), "did you mean cheese?"),
    ],
)
def test_a_wrong_question_says_what_to_type(words, said: str, demo_home: Path, capsys) -> None:
    assert _type("explain", *words, "--home", str(demo_home)) == Exit.USAGE
    assert said in capsys.readouterr().err


def test_schema_prints_text_an_object_or_a_diagram(capsys) -> None:
    assert _type("schema", "dim_site") == Exit.OK
    assert "| `site_id` | VARCHAR |  | The site |" in capsys.readouterr().out
    assert _type("schema", "dim_site", "--format", "json") == Exit.OK
    assert json.loads(capsys.readouterr().out)["key"] == ["site_id"]
    assert _type("schema", "trigger_site", "--format", "mermaid") == Exit.OK
    assert "    trigger_site }o--|| dim_site : site_id\n" in capsys.readouterr().out
    assert _type("schema", "--json") == Exit.OK
    assert len(_data(capsys)["tables"]) > 30
    assert _type("schema", "dim_sit") == Exit.USAGE


def test_examples_are_listed_and_asked_by_name(demo_home: Path, capsys) -> None:
    home = ("--home", str(demo_home))
    assert _type("sql", "--examples", "--json") == Exit.OK
    names = [row[0] for row in _data(capsys)["rows"]]
    assert "triggers_within_person" in names
    assert _type("sql", "--example", "triggers_within_person", *home, "--json") == Exit.OK
    assert len(_data(capsys)["rows"]) == 28
    assert _type("sql", "--example", "days_around_short_sleep", *home, "--json") == Exit.OK
    assert _data(capsys)["columns"][:2] == ["attack_basis", "sleep_short"]
    assert _type("sql", "--example", "trigers", *home) == Exit.USAGE
    assert "triggerscape sql --examples" in capsys.readouterr().err
