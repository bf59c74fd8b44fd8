"""Diaries of published studies: several prompts a day, and a Korean workbook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from mapped_lines import Line, SourceFormat

from triggerscape.delivery.door.opening import Job, copy_plainly
from triggerscape.delivery.profiles.profile import SiteProfile
from triggerscape.delivery.refusals import FileRefused

EMA = SourceFormat("daily_ema")
PARK = SourceFormat("park_2016")


def surveyed(*lines: Line) -> list[dict[str, str]]:
    full = [{"userid": "7", "surveyday": "2017-02-24", **line} for line in lines]
    return EMA.map_lines("diary_from_surveys", full)


def test_the_prompts_of_a_day_are_reduced_as_declared():
    noon = {"surveyinteger": "2", "stress": "5.0", "posaff": "1.5", "negaff": "1"}
    night = {"surveyinteger": "3", "stress": "1.0", "sols": "10", "wasons": "2.0", "posaff": "2"}
    dawn = {"surveyinteger": "1", "stress": "0.0", "posaff": "1"}
    assert surveyed(noon, night, dawn) == [
        {
            "source_row": 1,
            "person_key": "000007",
            "diary_date": "2017-02-24",
            "entry_status": "complete",
            "stress": "5.0",
            "sleep_interruptions": "2.0",
            "x_sleep_latency_min": "10",
            "x_positive_affect": "1.5",
            "x_negative_affect": "1.0",
        }
    ]


def test_a_day_with_fewer_than_three_prompts_is_partial_and_headache_is_never_told():
    again = {"surveyinteger": "2", "stress": "3"}
    (day,) = surveyed(again, again, again)
    assert day["entry_status"] == "partial"
    assert "headache" not in day


def test_sleep_counts_whenever_on_the_day_it_was_asked():
    noon, night = {"surveyinteger": "2", "wasons": "1", "sols": "20"}, {"surveyinteger": "3"}
    (day,) = surveyed(noon, night)
    assert (day["sleep_interruptions"], day["x_sleep_latency_min"]) == ("1", "20")


def test_an_answer_that_is_no_number_is_passed_on_to_be_refused():
    (day,) = surveyed({"surveyinteger": "1", "stress": "high", "negaff": "low"})
    assert (day["stress"], day["x_negative_affect"]) == ("high", "low")


def test_a_person_stands_on_their_first_line():
    lines = [
        {"userid": "7", "surveyday": "2017-02-24", "surveyinteger": "1"},
        {"userid": "7", "surveyday": "2017-02-24", "surveyinteger": "2", "female": "0"},
        {"userid": "8", "surveyday": "2017-02-24", "surveyinteger": "1", "age": "21.0"},
    ]
    assert EMA.map_lines("person_from_surveys", lines) == [
        {"source_row": 1, "person_key": "000007", "sex": "male"},
        {"source_row": 3, "person_key": "000008", "age_years": "21.0"},
    ]


@pytest.fixture(scope="module")
def surveys(shared_data: Callable[[str], Path]) -> Path:
    return shared_data("aces-daily/aces_daily.csv")


def test_the_real_prompts_reduce_as_a_plain_group_by_says(surveys: Path, tmp_path: Path) -> None:
    assert EMA.takes(surveys.name) == ["surveys"]
    ours = EMA.map_file("diary_from_surveys", surveys, tmp_path)
    referee = (
        pl.read_csv(surveys, infer_schema_length=None, null_values=["", "NA"])
        .with_row_index("line", offset=1)
        .sort("line")
        .group_by("UserID", "SurveyDay")
        .agg(
            pl.col("line").min(),
            pl.col("STRESS").max(),
            pl.col("PosAff").mean(),
            pl.col("WASONs").drop_nulls().last(),
            pl.len().alias("prompts"),
        )
        .sort("line")
    )
    assert len(ours) == referee.height == 2443
    for day, plain in zip(ours, referee.iter_rows(named=True), strict=True):
        assert day["source_row"] == plain["line"]
        assert int(day["person_key"]) == plain["UserID"]
        assert day["diary_date"] == plain["SurveyDay"]
        assert (day["entry_status"] == "complete") == (plain["prompts"] == 3)
        assert number(day, "stress") == plain["STRESS"]
        assert number(day, "sleep_interruptions") == plain["WASONs"]
        assert number(day, "x_positive_affect") == pytest.approx(plain["PosAff"], abs=1e-6)


def number(row: dict[str, str], name: str) -> float | None:
    return float(row[name]) if name in row else None


def test_the_real_people_are_191(surveys: Path, tmp_path: Path) -> None:
    people = EMA.map_file("person_from_surveys", surveys, tmp_path)
    assert len(people) == len({person["person_key"] for person in people}) == 191


STRESS, PERIOD, SWEETS = (
    "내인적 요인 - 스트레스",
    "내인적 요인 - 생리주기 : 월경기",
    "기타 - 치즈 초콜릿",
)


def kept(**said: str | None) -> list[dict[str, str]]:
    line = {"등록번호": "cm-004", "날짜": "20140915", "두통이없는날": "N", **said}
    return PARK.map_lines("diary_from_total_diary", [line])


def test_a_day_of_the_korean_diary_is_turned_the_right_way_round():
    told = {
        "두통이없는날": "N",
        "지속시간(분)": "474",
        "pain intensity (vas)": "6",
        "예방약 사용": "1",
        "격렬한운동(분)": "20",
        "중등도운동(분)": "30",
        STRESS: "1",
        PERIOD: "0",
        SWEETS: "1",
    }
    assert kept(**told) == [
        {
            "source_row": 1,
            "person_key": "CM-004",
            "diary_date": "2014-09-15",
            "entry_status": "complete",
            "headache": "true",
            "headache_minutes": "474",
            "pain_max": "6",
            "preventive_taken": "true",
            "menses": "false",
            "exercise_min": "50",
            "triggers_asked": "hormonal|other|stress",
            "triggers_present": "other|stress",
        }
    ]


@pytest.mark.parametrize(
    ("free", "ongoing", "headache"),
    [
        ("Y", None, "false"),
        ("N", None, "true"),
        (None, "Y", "true"),
        (None, None, None),
        ("아마", None, "아마"),
    ],
)
def test_a_headache_free_day_is_no_headache(
    free: str | None, ongoing: str | None, headache: str | None
) -> None:
    (day,) = kept(두통이없는날=free, 두통지속중여부=ongoing)
    assert day.get("headache") == headache


@pytest.mark.parametrize("identity", [None, "합계"])
def test_the_row_of_totals_is_left_out(identity: str | None):
    assert kept(등록번호=identity, 날짜=None, **{STRESS: "304"}) == []
    # A day without its person is no total: it is refused with its number.
    assert "person_key" not in kept(등록번호=None)[0]


def test_a_tick_that_is_neither_yes_nor_no_is_passed_on_to_be_refused():
    (day,) = kept(**{STRESS: "304"})
    assert (day["triggers_asked"], day["triggers_present"]) == ("stress", "304")


def test_minutes_of_exercise_that_are_no_number_are_passed_on_to_be_refused():
    assert (
        kept(**{"격렬한 운동(분)": "20", "중등도운동(분)": "many"})[0]["exercise_min"]
        == "20 + many"
    )


UPPER = ["번호", "등록번호", "날짜", "두통이없는날", "지속시간(분)", "내인적 요인", None, "기타"]
LOWER = [None, None, None, None, None, "스트레스", "수면부족", "여행"]
DAYS = [
    [1, "CM-004", 20140915, "N", 120, 1, 0, 0],
    [2, "cm-004", 20140916, "Y", 0, 0, 0, 1],
    [None, None, None, None, None, 1, 0, 1],
]


def workbook(path: Path, header: list[list[str | None]]) -> Path:
    """A look-alike of the published sheet: a title, the header, two days and the row of totals."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("total diary 4579")
        for number, cells in enumerate([["S1 File. Dataset of 62 patients"], *header, *DAYS]):
            for place, cell in enumerate(cells):
                if cell is not None:
                    sheet.write(number, place, cell)
    return path


@pytest.mark.parametrize("title_lines", [1, 2])
def test_two_header_rows_cannot_be_read_as_one(tmp_path: Path, title_lines: int) -> None:
    book = workbook(tmp_path / "shd.xlsx", [UPPER, LOWER])
    job = Job(book, tmp_path / "copy", title_lines=title_lines)
    with pytest.raises(FileRefused) as refused:
        copy_plainly(job)
    assert refused.value.rule == "file.header"


def test_with_one_header_row_the_workbook_becomes_two_days(tmp_path: Path) -> None:
    group, joined = "", []
    for upper, lower in zip(UPPER, LOWER, strict=True):
        group = upper or group
        joined.append(f"{group} - {lower}" if lower else group)
    book = workbook(tmp_path / "SHD-Dataset.xlsx", [joined])
    assert PARK.takes(book.name) == ["total_diary"]
    profile = SiteProfile("PARK", title_lines=1, sheet="total diary 4579")
    days = PARK.map_file("diary_from_total_diary", book, tmp_path, profile=profile)
    told = [(day["person_key"], day["diary_date"], day["headache"]) for day in days]
    assert told == [("CM-004", "2014-09-15", "true"), ("CM-004", "2014-09-16", "false")]
    assert [day["triggers_asked"] for day in days] == ["sleep_lack|stress|travel"] * 2
    assert [day.get("triggers_present") for day in days] == ["stress", "travel"]
