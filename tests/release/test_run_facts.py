"""run.json tells what a release was made of, from the published tables and no clock."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from importlib.metadata import version

import polars as pl
from fixture_tables import INFO, few_tables

from triggerscape.contract.releases.catalogue import PUBLISHED
from triggerscape.disclosure.mode import Mode
from triggerscape.release.info import SCHEMA_VERSION
from triggerscape.release.shape import released_tables
from triggerscape.release.writers.run_facts import run_facts

RELEASE_ID = "2026-06-28.1"
TABLES = released_tables(few_tables(), INFO, RELEASE_ID)
FACTS = run_facts(TABLES, PUBLISHED, INFO, RELEASE_ID)


def test_it_names_the_run_the_rule_and_the_versions():
    assert FACTS["run_id"] == INFO.run_id
    assert FACTS["as_of_date"] == "2026-06-28"
    assert FACTS["schema_version"] == SCHEMA_VERSION
    assert FACTS["rule"] == {
        "mode": "rounded",
        "threshold": 11,
        "rounding_base": 5,
        "fewest_shown": 15,
    }
    assert FACTS["versions"]["triggerscape"] == INFO.code_version
    assert FACTS["versions"]["polars"] == version("polars") == pl.__version__


def test_a_closed_and_restated_release_says_so():
    assert (FACTS["closed_through"], FACTS["restated"]) == (None, None)
    info = replace(
        INFO, closed_through=date(2026, 6, 21), restated="a site sent again", mode=Mode.EXACT
    )
    told = run_facts(TABLES, PUBLISHED, info, RELEASE_ID)
    assert (told["closed_through"], told["restated"]) == ("2026-06-21", "a site sent again")
    assert (told["rule"]["mode"], told["rule"]["fewest_shown"]) == ("exact", 11)


def test_settings_are_those_the_models_were_made_with():
    models = TABLES["pub.model_version"].with_columns(
        settings=pl.Series(
            ['{"b.x": 2, "a.y": [1]}', None, '{"b.x": 2}']
            + [None] * (TABLES["pub.model_version"].height - 3)
        )
    )
    told = run_facts({**TABLES, "pub.model_version": models}, PUBLISHED, INFO, RELEASE_ID)
    assert list(told["settings"].items()) == [("a.y", [1]), ("b.x", 2)]


def test_inputs_are_counts_of_what_is_published():
    """Ten sites with 120 diary rows each, and one that is hidden and adds nothing."""
    sites = [f"site-{letter}" for letter in "abcdefghijk"]
    quality = pl.DataFrame(
        {
            "site_id": sites,
            "contract_id": "diary",
            "measure_id": "rows_in",
            "n_rows": [120] * 10 + [None],
            "n_people": [15] * 10 + [None],
            "status": ["ok"] * 10 + ["c"],
        }
    )
    told = run_facts({**TABLES, "pub.data_quality": quality}, PUBLISHED, INFO, RELEASE_ID)
    assert told["inputs"] == {"sites": 12, "rows": {"diary": {"sites": 10, "rows_in": 1200}}}


def test_every_model_and_table_is_listed():
    assert [(m["model_id"], m["table_name"]) for m in FACTS["models"]] == sorted(
        TABLES["pub.model_version"].select("model_id", "table_name").rows()
    )
    assert list(FACTS["tables"]) == [table.name for table in PUBLISHED]
    effects = TABLES["pub.trigger_effect"]
    assert FACTS["tables"]["pub.trigger_effect"] == {
        "rows": effects.height,
        "hidden": effects.filter(status="c").height,
    }


def test_the_same_tables_give_the_same_text_whatever_their_order():
    shuffled = {name: frame.reverse() for name, frame in reversed(TABLES.items())}
    again = run_facts(shuffled, PUBLISHED, INFO, RELEASE_ID)
    assert json.dumps(again) == json.dumps(FACTS)
