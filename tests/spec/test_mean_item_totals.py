"""HIT-6 sent as the mean of its six items: declared, drafted, and noticed where nobody said so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from guessed import told, value
from judged_rows import PROFILE, broken_by
from measured_files import measured

from expectations.review.deployment import deployment_of
from expectations.review.site_review import check_site, review
from triggerscape.contract.catalogue import INPUTS
from triggerscape.contract.instruments import INSTRUMENTS
from triggerscape.delivery.profiles.profile import ColumnRule, SiteProfile
from triggerscape.delivery.profiles.reading import profile_from
from triggerscape.delivery.values.typed_values import typed_value
from triggerscape.errors import SettingsError

TABLE = INPUTS["questionnaire"]
DECLARED = 'site_code = "AA"\n[columns.questionnaire.total]\nscale = "mean_item"\n'
MEANS = replace(PROFILE, columns={"questionnaire": {"total": ColumnRule(is_mean_item=True)}})


def profile(text: str) -> SiteProfile:
    return profile_from(text, Path("AA.toml"))


def read(total: str, instrument: str = "hit6", by: SiteProfile = MEANS) -> int | None:
    """The total the profile makes of a text."""
    sql = typed_value(TABLE, TABLE.column("total"), by)
    with duckdb.connect() as con:
        row = con.execute(
            f"SELECT {sql} FROM (SELECT $1 AS total, $2 AS instrument)", [total, instrument]
        ).fetchone()
    return row[0] if row else None


def test_the_profile_says_so_in_one_line():
    assert profile(DECLARED).rule("questionnaire", "total").is_mean_item
    with pytest.raises(SettingsError, match="no total of a questionnaire"):
        profile('site_code = "AA"\n[columns.diary.stress]\nscale = "mean_item"\n')


def test_every_sum_comes_back_from_its_mean_to_one_decimal():
    hit6 = INSTRUMENTS["hit6"]
    reachable = sorted(set(range(hit6.low, hit6.high + 1)) - set(hit6.unreachable))
    assert [read(f"{total / 6:.1f}") for total in reachable] == reachable


def test_other_questionnaires_in_the_file_keep_their_totals():
    assert read("12", "midas") == 12
    assert read("12.0", "midas") == 12
    assert read("12.5", "midas") is None


def test_a_mean_is_read_in_the_sites_own_writing():
    assert read("9,3", by=replace(MEANS, decimal=",")) == 56
    assert read("9.3", "HIT6") == 56
    assert read("nine") is None


def row(**given: str) -> dict[str, str | None]:
    return {
        "site_code": "AA",
        "person_key": "person-1",
        "completed_on": "2025-03-01",
        **given,
    }


def test_the_total_made_of_a_mean_is_held_to_items_and_reach_like_any_other():
    items = {f"item_{n}": points for n, points in enumerate("6 8 10 11 13 6".split(), 1)}
    rows = [
        row(instrument="hit6", total="9.0", **items),
        row(instrument="hit6", total="9.2", **items),
        row(instrument="hit6", total="54", **items),
        row(instrument="midas", total="54"),
        row(instrument="midas", total="5.4"),
    ]
    assert broken_by(TABLE, *rows, profile=MEANS) == [
        [],
        ["questionnaire.total.sum"],
        ["questionnaire.total.hit6", "questionnaire.total.range", "questionnaire.total.sum"],
        [],
        ["questionnaire.total.form"],
    ]


def scores(total: str, *, instrument: str = "IF(i % 3 = 0, 'midas', 'hit6')"):
    return measured(
        contract="questionnaire",
        instrument=instrument,
        total=f"CASE WHEN {instrument} = 'midas' THEN i % 40 ELSE {total} END",
    )


def fixes(file) -> list[tuple[str, str, str]]:
    found = review(check_site([file], PROFILE, deployment_of([file])))
    return [(one.code, one.column, one.fix) for one in found]


def test_the_review_says_what_to_declare_where_nobody_did():
    [(code, column, fix)] = fixes(scores("6 + i % 8"))
    assert (code, column) == ("review.unit_suspected", "total")
    assert 'scale = "mean_item"' in fix


def test_the_review_asks_for_points_where_answers_were_counted_from_1_to_5():
    [(code, column, fix)] = fixes(scores("1 + i % 5"))
    assert (code, column) == ("review.unit_suspected", "total")
    assert "points of the six answers" in fix


def test_sums_and_other_questionnaires_raise_no_suspicion():
    assert fixes(scores("40 + i % 30")) == []
    assert fixes(scores("0", instrument="'midas'")) == []


def test_few_hit6_rows_among_many_others_are_still_seen():
    [(code, _, _)] = fixes(scores("6 + i % 8", instrument="IF(i % 9 > 0, 'midas', 'hit6')"))
    assert code == "review.unit_suspected"


@pytest.mark.parametrize("word", ["hit6", "HIT-6", "Hit 6"])
def test_a_draft_says_so_with_what_was_seen(word):
    means = [f"{total / 6:.1f}" for total in range(40, 70)]
    guesses = told(
        "questionnaire",
        person_key=["person-1"],
        completed_on=["2025-03-01"],
        instrument=[word],
        total=means,
    )
    guess = guesses["columns.questionnaire.total.scale"]
    assert (guess.value, guess.is_open) == ("mean_item", False)
    assert guess.seen.startswith("30 of 30 HIT-6 totals lie from 6 to 13")


def test_a_draft_takes_sums_and_midas_for_what_they_are():
    sums = {"instrument": ["hit6"], "total": [str(total) for total in range(40, 70)]}
    midas = {"instrument": ["midas"], "total": [str(total) for total in range(5, 14)] * 4}
    for columns in (sums, midas):
        assert value(told("questionnaire", **columns), "columns.questionnaire.total.scale") is None
