"""What a leader asks first: each answer is a printed row, or says that none answers."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from fixture_tables import INFO, protected_tables

from triggerscape.contract.releases.kpi import KPIS
from triggerscape.release.derived.kpi.answer import spread, value
from triggerscape.release.derived.kpi.findings import best_supported_therapy, strongest_trigger
from triggerscape.release.derived.kpi.levels import migraine_days
from triggerscape.release.derived.kpi.overuse import medication_overuse
from triggerscape.release.derived.kpi.table import KPI_SOURCES, kpi_rows
from triggerscape.release.shape import released_tables

BURDEN = "pub.burden_site_window"


def burden(*rows: tuple[str, int, str, float | None]) -> dict[str, pl.DataFrame]:
    """Windows of sites: site, window, measure and value; one without a value is hidden."""
    return {
        **everybody(),
        BURDEN: pl.DataFrame(
            [
                {
                    "site_id": site,
                    "window_kind": "calendar",
                    "window_index": window,
                    "window_start": date(2026, 6, 1) + timedelta(days=28 * (window - 20)),
                    "measure_id": measure,
                    "estimate": number,
                    "ci_low": None if number is None else number - 1,
                    "ci_high": None if number is None else number + 1,
                    "n_people": None if number is None else 100,
                    "status": "c" if number is None else "ok",
                }
                for site, window, measure, number in rows
            ],
            infer_schema_length=None,
        ),
    }


def everybody(*rows: tuple[int, float]) -> dict[str, pl.DataFrame]:
    """Windows of everybody: window and migraine days."""
    names = ("subgroup_kind", "measure_id", "status")
    schema = {
        **dict.fromkeys(names, pl.String),
        **dict.fromkeys(("window_index", "n_people", "n_sites"), pl.Int64),
        **dict.fromkeys(("estimate", "ci_low", "ci_high"), pl.Float64),
    }
    shown = [
        {
            **dict(zip(names, ("all", "mmd_mean", "ok"), strict=True)),
            "window_index": window,
            "n_people": 400,
            "n_sites": 4,
            "estimate": number,
            "ci_low": number - 0.3,
            "ci_high": number + 0.3,
        }
        for window, number in rows
    ]
    return {"pub.burden_subgroup": pl.DataFrame(shown, schema=schema)}


def test_everybody_answers_where_the_newest_window_shows_everybody():
    sites = burden(("a", 20, "mmd_mean", 4.0), ("b", 20, "mmd_mean", 7.0))
    answer = migraine_days({**sites, **everybody((20, 5.2), (19, 5.4))})
    assert (answer.subject, answer.source_table) == ("everybody", "pub.burden_subgroup")
    assert answer.sentence == (
        "5.2 migraine days in 28, everybody, window from 1 June 2026 (95% interval 4.9 to 5.5; "
        "400 people at 4 sites; 5.4 one window before)."
    )
    older = migraine_days({**sites, **everybody((19, 5.4))})
    assert older.subject == "middle of 2 sites"


def test_the_middle_of_the_sites_in_the_newest_window_and_what_it_was_before():
    answer = migraine_days(
        burden(
            ("a", 20, "mmd_mean", 4.0),
            ("b", 20, "mmd_mean", 7.0),
            ("c", 20, "mmd_mean", 5.0),
            ("d", 20, "mmd_mean", None),
            ("a", 19, "mmd_mean", 6.0),
            ("a", 7, "mmd_mean", 9.0),
            ("a", 21, "mhd_mean", 1.0),
        )
    )
    assert answer.subject == "middle of 3 sites"
    assert (answer.estimate, answer.range_low, answer.range_high) == (5.0, 4.0, 7.0)
    assert (answer.range_kind, answer.n_people, answer.n_sites) == ("sites", 300, 3)
    assert (answer.estimate_window_before, answer.estimate_year_before) == (6.0, 9.0)
    assert answer.sentence == (
        "5.0 migraine days in 28, middle of 3 sites, window from 1 June 2026 (lowest to highest "
        "site 4.0 to 7.0; 300 people at 3 sites; 6.0 one window before; 9.0 a year before)."
    )


def test_one_site_alone_answers_with_its_own_interval():
    answer = migraine_days(burden(("a", 20, "mmd_mean", 4.0), ("b", 20, "mmd_mean", None)))
    assert (answer.subject, answer.range_kind) == ("a", "interval")
    assert (answer.range_low, answer.range_high) == (3.0, 5.0)


def test_headache_days_answer_where_no_diary_tells_migraine_apart():
    answer = migraine_days(burden(("a", 20, "mhd_mean", 4.0), ("b", 20, "mhd_mean", 5.0)))
    assert (answer.measure_id, answer.label) == ("mhd_mean", "Headache days")


def test_a_window_that_shows_no_site_answers_nothing():
    answer = migraine_days(burden(("a", 20, "mmd_mean", None)))
    assert (answer.status, answer.estimate) == ("x", None)
    assert answer.sentence == "No window shows a site (migraine days)."


def triggers(*rows: tuple[str, float, float, str]) -> dict[str, pl.DataFrame]:
    effects = [
        {
            "trigger_id": code,
            "estimand_id": "within_person",
            "outcome_id": "migraine_onset",
            "measure_id": "rate_ratio",
            "estimate": ratio,
            "ci_low": low,
            "ci_high": 2 * ratio - low,
            "n_people": 500,
            "n_sites": 4,
            "status": "ok",
            "verdict": verdict,
        }
        for code, ratio, low, verdict in rows
    ]
    labels = [{"trigger_id": row[0], "label": row[0].capitalize()} for row in rows]
    return {"pub.trigger_effect": pl.DataFrame(effects), "pub.dim_trigger": pl.DataFrame(labels)}


def test_the_strongest_trigger_is_the_surest_one_and_never_an_early_sign():
    answer = strongest_trigger(
        triggers(
            ("yawning", 3.0, 2.8, "early_sign_or_trigger"),
            ("travel", 2.0, 1.1, "trigger"),
            ("menses", 1.6, 1.5, "trigger"),
        )
    )
    assert (answer.subject, answer.estimate, answer.range_low) == ("Menses", 1.6, 1.5)
    assert answer.sentence == (
        "Menses: the onset of a migraine attack comes 1.60 times as often after it as on the same "
        "people's other days (95% interval 1.50 to 1.70; 500 people at 4 sites)."
    )
    none = strongest_trigger(triggers(("yawning", 3.0, 2.8, "early_sign_or_trigger")))
    assert (none.status, none.sentence) == ("x", "No factor is shown to be a trigger.")


def therapies(*rows: tuple[str, str, float | None, str]) -> dict[str, pl.DataFrame]:
    effects = [
        {
            "therapy_id": therapy,
            "comparator_id": other,
            "estimand_id": "att_bracket",
            "measure_id": "mmd_difference",
            "estimate": None,
            "ci_low": None if high is None else high - 1,
            "ci_high": high,
            "n_people": 120,
            "n_comparator": 80,
            "n_sites": 4,
            "status": "x" if high is None else "ok",
            "verdict": verdict,
        }
        for therapy, other, high, verdict in rows
    ]
    words = sorted({name for row in rows for name in row[:2]} - {"no_start"})
    labels = [{"therapy_id": word, "label": word.upper()} for word in words]
    frame = pl.DataFrame(effects, infer_schema_length=None)
    return {"pub.therapy_effect": frame, "pub.dim_therapy": pl.DataFrame(labels)}


def test_the_best_supported_therapy_is_against_another_therapy_never_against_no_start():
    answer = best_supported_therapy(
        therapies(
            ("omt", "no_start", -2.0, "supported_with_context"),
            ("omt", "heat", -0.6, "supported"),
            ("massage", "heat", -0.8, "supported"),
            ("laser", "heat", -3.0, "not_settled"),
        )
    )
    assert (answer.subject, answer.n_people) == ("MASSAGE against HEAT", 200)
    assert answer.sentence == (
        "MASSAGE against HEAT: difference in migraine days per 28 days, range of both methods with "
        "their 95% intervals −1.8 to −0.8 (200 people at 4 sites); supported."
    )


def test_no_supported_therapy_is_said_and_counted():
    answer = best_supported_therapy(
        therapies(
            ("omt", "no_start", -2.0, "supported_with_context"),
            ("omt", "heat", -0.1, "not_settled"),
            ("laser", "heat", None, "insufficient_data"),
        )
    )
    assert answer.status == "x"
    assert answer.sentence == (
        "Of 2 comparisons of a therapy with another none is supported by both methods: 1 not "
        "settled, 1 with too few people or hidden."
    )


def test_every_question_has_its_row_and_every_number_is_printed_elsewhere():
    released = released_tables(protected_tables(), INFO, "2026-06-28.1")
    rows = kpi_rows({name: released[name] for name in KPI_SOURCES})
    assert tuple(rows["kpi_id"]) == KPIS
    assert rows["position"].to_list() == list(range(1, len(KPIS) + 1))
    for row in rows.filter(status="ok").iter_rows(named=True):
        source = released[row["source_table"]].filter(measure_id=row["measure_id"], status="ok")
        if row["range_kind"] == "sites":
            now = source.filter(window_start=row["window_start"], window_kind="calendar")
            assert row["estimate"] == round(now["estimate"].median(), 2)
            assert row["range_low"] == now["estimate"].min()
            assert row["range_high"] == now["estimate"].max()
        else:
            same = source.filter(
                pl.col("estimate").eq_missing(row["estimate"]),
                ci_low=row["range_low"],
                ci_high=row["range_high"],
            )
            assert same.height == 1
    assert rows.filter(status="x")["kpi_id"].to_list() == ["medication_overuse"]


def test_overuse_is_that_of_any_drug_over_every_window():
    overuse = pl.DataFrame(
        [
            {
                "class_id": name,
                "scope_id": "all",
                "window_id": "all",
                "measure_id": "overuse_share",
                "estimate": share,
                "ci_low": share - 0.01,
                "ci_high": share + 0.01,
                "n_people": 2705,
                "n_sites": 12,
                "status": "ok",
            }
            for name, share in (("triptan", 0.3), ("medication", 0.12))
        ]
    )
    answer = medication_overuse({"pub.medication_overuse": overuse})
    assert answer.estimate == 0.12
    assert answer.sentence == (
        "12% of people overuse acute drugs for headache on 15 days of 28 or more (95% interval 11% "
        "to 13%; 2,705 people at 12 sites)."
    )


@pytest.mark.parametrize(
    ("kpi_id", "amount", "said"),
    [
        ("migraine_days", 5.54, "5.5"),
        ("diary_completeness", 0.876, "88%"),
        ("strongest_trigger", 1.9, "1.90"),
        ("best_supported_therapy", -0.94, "−0.9"),
        ("migraine_days", None, "–"),
    ],
)
def test_an_amount_is_said_as_its_question_writes_it(kpi_id, amount, said):
    assert value(kpi_id, amount) == said


def test_ends_that_read_alike_are_said_to_be_within_rounding():
    assert spread("medication_overuse", 0.021, 0.023, "interval") == "95% interval within rounding"
    assert spread("medication_overuse", None, None, None) == ""
