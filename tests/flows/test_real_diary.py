"""A headache diary that none of us wrote, through the same path as every other delivery."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pyfixest
import pytest
from real_diary import bring_real_diary

from flows.publish import publish
from flows.run import open_run
from triggerscape.errors import TriggerscapeError
from triggerscape.release.history import list_releases
from triggerscape.release.verification import verify_release
from triggerscape.workspace import Workspace

FILE = "kostecki-dillon/kostecki_dillon.csv"


@pytest.fixture(scope="module")
def diary(
    shared_data: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Workspace:
    return bring_real_diary(shared_data(FILE), tmp_path_factory.mktemp("real"))


def _ask(path: Path, sql: str) -> pl.DataFrame:
    with duckdb.connect(str(path), read_only=True) as con:
        return con.sql(sql).pl()


def test_every_row_of_the_file_is_accounted_for_in_each_contract_it_feeds(diary: Workspace) -> None:
    accounts = _ask(
        diary.build_file,
        "SELECT contract, rows_in, rows_accepted, rows_quarantined, rows_duplicate "
        "FROM ledger.row_account ORDER BY contract",
    )
    # Row 2852 repeats row 2851; the 133 people stand on 4,152 rows.
    assert accounts.rows() == [("diary", 4152, 4151, 0, 1), ("person", 4152, 133, 0, 4019)]


def test_days_are_relative_so_no_weekday_and_no_calendar_window_is_made_up(
    diary: Workspace,
) -> None:
    weekdays = "SELECT count(weekend) FROM features.diary_spine"
    kinds = "SELECT DISTINCT window_kind FROM features.person_window"
    assert _ask(diary.research_file, weekdays).item() == 0
    assert _ask(diary.research_file, kinds).rows() == [("personal",)]


@pytest.mark.parametrize(
    ("design", "estimand"),
    [
        ("design.onset WHERE is_at_risk AND NOT has_late_entry", "within_person"),
        ("design.same_day", "within_person_same_day"),
    ],
)
def test_air_quality_equals_an_independent_fit_on_the_same_rows(
    diary: Workspace, design: str, estimand: str
) -> None:
    rows = _ask(diary.research_file, f"SELECT person_id, outcome, x_air_quality FROM {design}")
    referee = pyfixest.fepois(
        "outcome ~ x_air_quality | person_id",
        data=rows.drop_nulls().to_pandas(),
        vcov={"CRV1": "person_id"},
        ssc=pyfixest.ssc(k_adj=False, G_adj=True),
        iwls_tol=1e-14,
    )
    ours = _ask(
        diary.build_file,
        "SELECT log_rate_ratio, standard_error, n_people FROM estimates.trigger_effect "
        f"WHERE trigger_id = 'x_air_quality' AND estimand_id = '{estimand}'",
    ).row(0, named=True)
    # pyfixest's G also counts people whose days all share one air quality: they have an event and
    # a score of zero, so only the small-sample factor G / (G - 1) is theirs too.
    assert ours["log_rate_ratio"] == pytest.approx(referee.coef().iloc[0], abs=1e-9)
    assert ours["standard_error"] == pytest.approx(referee.se().iloc[0], rel=1e-6)
    assert ours["n_people"] > 40


def test_a_factor_that_never_varies_within_a_person_is_reported_not_dropped(
    diary: Workspace,
) -> None:
    published = _ask(
        diary.releases / "latest" / "triggerscape.duckdb",
        "SELECT estimate, status, verdict, verdict_rule FROM pub.trigger_effect "
        "WHERE trigger_id = 'x_medication_continuing' AND estimand_id = 'within_person'",
    )
    assert published.rows() == [
        (None, "x", "not_estimable", "never varies within a person who has an event")
    ]


def test_no_date_is_made_up_for_a_release_of_relative_diaries(diary: Workspace) -> None:
    with pytest.raises(TriggerscapeError, match="no diary here has calendar dates"):
        publish(open_run(diary))
    assert [release.release_id for release in list_releases(diary.releases)] == ["1999-12-31.1"]


def test_a_factor_nobody_recorded_is_reported_as_such(diary: Workspace) -> None:
    published = _ask(
        diary.releases / "latest" / "triggerscape.duckdb",
        "SELECT status, verdict_rule FROM pub.trigger_effect WHERE trigger_id = 'sleep_short'",
    )
    assert published.rows() == [("x", "no day in these diaries records it")]


def test_the_release_verifies(diary: Workspace) -> None:
    assert verify_release(diary.releases / "latest") == []
