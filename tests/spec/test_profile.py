"""Site profiles by example: what a site may declare, what it does to values, what is refused."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from triggerscape.contract.catalogue import INPUTS
from triggerscape.delivery.door.staging import FileRefused
from triggerscape.delivery.inbox import Use, uses_of
from triggerscape.delivery.mapping import map_columns
from triggerscape.delivery.profiles.profile import SiteProfile
from triggerscape.delivery.profiles.reading import read_profile
from triggerscape.delivery.values.typed_values import extra_value, number_form, typed_value
from triggerscape.factors import Claim
from triggerscape.warehouse.literals import sql_text

DIARY = INPUTS["diary"]


def _profile(folder: Path, declared: str = "") -> SiteProfile:
    path = folder / "AA.toml"
    path.write_text(f'site_code = "AA"\n{declared}', encoding="utf-8")
    return read_profile(path)


def _value(profile: SiteProfile, column: str, text: str | None, contract: str = "diary") -> object:
    """What a text in a column becomes at this site, after mapping and typing."""
    table = INPUTS[contract]
    required = [c.name for c in table if not c.nullable and c.name != column]
    with duckdb.connect() as con:
        others = "".join(f", 'x' AS {name}" for name in required)
        con.execute(f"CREATE TABLE landed AS SELECT 1 AS source_row, ? AS {column}{others}", [text])
        mapped = map_columns(table, (column, *required), profile)
        asked = table.column(column)
        sql = typed_value(table, asked, profile)
        if asked.kind.is_number:
            form = sql_text(number_form(asked.kind, profile.rule(contract, column), profile))
            sql = f"CASE WHEN regexp_full_match({column}, {form}) THEN {sql} END"
        return con.execute(f"SELECT {sql} FROM ({mapped.sql})").fetchall()[0][0]


def test_a_profile_of_nothing_but_its_code_is_the_contract_itself(tmp_path: Path) -> None:
    profile = _profile(tmp_path)
    assert (profile.delimiter, profile.decimal, profile.date_formats) == (",", ".", ("%Y-%m-%d",))
    assert (profile.entry_basis, profile.timezone, profile.id_case) == (
        "daily_prompt",
        "UTC",
        "preserve",
    )
    assert not profile.is_southern


def test_a_site_south_of_the_equator_says_so(tmp_path: Path) -> None:
    assert _profile(tmp_path, 'hemisphere = "south"').is_southern
    assert not _profile(tmp_path, 'hemisphere = "north"').is_southern


@pytest.mark.parametrize(
    ("declared", "column", "text", "value"),
    [
        ("", "sleep_hours", "7.5", 7.5),
        ("", "sleep_hours", "7,5", None),
        ('file.decimal = ","', "sleep_hours", "7,5", 7.5),
        ('file = { decimal = ",", thousands = "." }', "water_ml", "1.500", 1500),
        ('file = { decimal = ",", thousands = "." }', "stress", "1.5", None),
        ('file.thousands = "\'"', "water_ml", "1'500", 1500),
        ("", "water_ml", "1,500", None),
        ("", "neck_pain", "7.0", 7),
        ("", "neck_pain", "7.5", None),
        ("columns.diary.sleep_hours.multiply = 0.016666666666666666", "sleep_hours", "450", 7.5),
        ("columns.diary.water_ml.multiply = 29.5735", "water_ml", "10", 296),
        ('columns.diary.sleep_hours.unit = "min"', "sleep_hours", "450", 7.5),
        ('columns.diary.sleep_hours.unit = "s"', "sleep_hours", "27000", 7.5),
        ('columns.diary.water_ml.unit = "oz"', "water_ml", "10", 296),
        ('columns.diary.water_ml.unit = "l"', "water_ml", "1.5", 1500),
        ('columns.diary.water_ml.unit = "ml"', "water_ml", "1.5", None),
        ('columns.diary.caffeine_mg.unit = "cup"', "caffeine_mg", "2", 190),
        ('columns.diary.alcohol_units.unit = "us_drink"', "alcohol_units", "5", 7.0),
        ('columns.diary.pain_max.unit = "vas_0_100"', "pain_max", "70", 7.0),
        ("columns.diary.stress.scale = { low = 1, high = 5 }", "stress", "1", 0.0),
        ("columns.diary.stress.scale = { low = 1, high = 5 }", "stress", "4", 7.5),
        (
            "columns.diary.sleep_quality.scale = { low = 0, high = 100, turned = true }",
            "sleep_quality",
            "100",
            1,
        ),
        ("columns.diary.sleep_quality.reverse = [1, 5]", "sleep_quality", "1", 5),
        ("columns.diary.sleep_quality.reverse = [1, 5]", "sleep_quality", "4", 2),
        ("columns.diary.headache.negate = true", "headache", "true", False),
        ("", "headache", "TRUE", True),
        ("", "headache", "yes", None),
        ('booleans = { yes = ["Y"], no = ["N"] }', "headache", "y", True),
        ("", "entry_status", "Complete", "complete"),
        (
            'columns.diary.entry_status.aliases = { Fini = "complete" }',
            "entry_status",
            "FINI",
            "complete",
        ),
        ("", "pain_max", "NA", None),
        ("", "pain_max", "999", 999.0),
        ('file.null_words = ["", "999"]', "pain_max", "999", None),
        ('ids.case = "upper"', "person_key", "cm-004", "CM-004"),
        ("", "triggers_asked", "stress|travel", "stress|travel"),
    ],
)
def test_a_declaration_decides_what_a_text_means(
    tmp_path: Path, declared: str, column: str, text: str, value: object
) -> None:
    assert _value(_profile(tmp_path, declared), column, text) == value


@pytest.mark.parametrize(
    ("form", "text", "day"),
    [
        ("%Y-%m-%d", "2025-03-04", "2025-03-04"),
        ("%d/%m/%Y", "03/04/2025", "2025-04-03"),
        ("%m/%d/%Y", "03/04/2025", "2025-03-04"),
        ("%d/%m/%Y", "03/13/2025", "None"),
        ("%d/%m/%Y", "2025-03-04", "None"),
        ("%Y%m%d", "20250304", "2025-03-04"),
        ("%d.%m.%y", "04.03.25", "2025-03-04"),
        ("%m/%d/%Y %I:%M:%S %p", "3/4/2025 12:00:00 AM", "2025-03-04"),
    ],
)
def test_day_and_month_are_read_in_the_declared_order_and_no_other(
    tmp_path: Path, form: str, text: str, day: str
) -> None:
    profile = _profile(tmp_path, f'dates.format = "{form}"')
    assert str(_value(profile, "diary_date", text)) == day


def test_a_site_that_writes_dates_in_two_ways_names_both(tmp_path: Path) -> None:
    profile = _profile(tmp_path, 'dates.formats = ["%Y%m%d", "%d.%m.%Y"]')
    read = [_value(profile, "diary_date", text) for text in ("20250304", "04.03.2025", "4 March")]
    assert [str(day) for day in read] == ["2025-03-04", "2025-03-04", "None"]


@pytest.mark.parametrize(
    ("epoch", "text", "day"),
    [
        ("1900", "45720", "2025-03-04"),
        ("1904", "44258", "2025-03-04"),
        ("1900", "2025-03-04", "2025-03-04"),
        ("", "45720", "None"),
    ],
)
def test_days_counted_by_excel_are_read_only_where_declared(
    tmp_path: Path, epoch: str, text: str, day: str
) -> None:
    profile = _profile(tmp_path, f'dates.excel_serials = "{epoch}"')
    assert str(_value(profile, "diary_date", text)) == day


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("04/03/2025 08:30", "2025-03-04 08:30:00"),
        ("2025-03-04T08:30:00Z", "2025-03-04 08:30:00"),
        ("04.03.2025 08:30", "None"),
    ],
)
def test_moments_are_read_in_iso_and_in_the_declared_forms(
    tmp_path: Path, text: str, moment: str
) -> None:
    profile = _profile(tmp_path, 'dates.timestamp_formats = ["%d/%m/%Y %H:%M"]')
    assert str(_value(profile, "recorded_at", text)) == moment


def test_years_of_two_digits_are_read_beside_years_of_four(tmp_path: Path) -> None:
    for forms in ('["%m-%d-%Y", "%m-%d-%y"]', '["%m-%d-%y", "%m-%d-%Y"]'):
        profile = _profile(tmp_path, f"dates.formats = {forms}")
        read = [str(_value(profile, "diary_date", text)) for text in ("11-17-2018", "1-7-20")]
        assert read == ["2018-11-17", "2020-01-07"]


def test_a_column_may_go_by_several_names_and_the_first_one_sent_is_read(tmp_path: Path) -> None:
    profile = _profile(tmp_path, 'columns.diary.pain_max.header = ["Pain", "Pain 0-10"]')
    required = tuple(column.name for column in DIARY if not column.nullable)
    for sent, read in ((("pain 0-10",), "pain 0-10"), (("pain 0-10", "pain"), "pain")):
        mapped = map_columns(DIARY, (*required, *sent), profile)
        assert "pain_max" in mapped.collected
        assert f'landed."{read}"' in mapped.sql


def test_relative_days_are_counted_from_day_0(tmp_path: Path) -> None:
    profile = _profile(tmp_path, "dates.relative = true")
    sql = typed_value(DIARY, DIARY.column("diary_date"), profile)
    with duckdb.connect() as con:
        days = con.execute(
            f"SELECT CAST({sql} AS VARCHAR) FROM (VALUES ('0'), ('-3'), ('40')) AS v(diary_day)"
        ).fetchall()
    assert days == [("2001-01-01",), ("2000-12-29",), ("2001-02-10",)]


def test_a_column_of_the_sites_own_becomes_a_factor(tmp_path: Path) -> None:
    declared = '[extra.x_smoke]\nlabel = "Smoke"\nmeaning = "Smoke nearby"\nprimary_lag = 1'
    profile = _profile(tmp_path, declared)
    [extra] = profile.extras
    assert (extra.header, extra.factor.primary_lag, extra.factor.claim) == (
        "x_smoke",
        1,
        Claim.CANDIDATE,
    )
    with duckdb.connect() as con:
        values = con.execute(
            f"SELECT {extra_value(extra, profile)} "
            "FROM (VALUES ('true'), ('false'), ('2.5'), ('much')) AS v(x_smoke)"
        ).fetchall()
    assert values == [(1.0,), (0.0,), (2.5,), (None,)]


def test_a_required_column_that_is_not_sent_refuses_the_file_by_name(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refusal:
        map_columns(DIARY, ("person_key", "diary_date"), _profile(tmp_path))
    assert refusal.value.sentence == "required columns are missing: entry_status"


def test_a_constant_stands_in_for_a_column_the_site_never_sends(tmp_path: Path) -> None:
    profile = _profile(tmp_path, 'columns.diary.entry_status.constant = "complete"')
    mapped = map_columns(DIARY, ("person_key", "diary_date"), profile)
    assert "entry_status" not in mapped.collected
    assert "'complete' AS \"entry_status\"" in mapped.sql


@pytest.mark.parametrize(
    ("name", "contracts"),
    [
        ("diary.csv", ["diary"]),
        ("diary_2025-03.csv.gz", ["diary"]),
        ("Diary-march.parquet", ["diary"]),
        ("diary_coverage.csv", ["diary_coverage"]),
        ("diaries.csv", []),
        ("notes.csv", []),
        ("export_7.csv", ["diary", "person"]),
    ],
)
def test_a_file_feeds_what_its_name_or_the_profile_says(
    tmp_path: Path, name: str, contracts: list[str]
) -> None:
    feeds = "".join(
        f'feeds.{contract} = {{ files = "export_*.csv", mapping = "own/{contract}" }}\n'
        for contract in ("diary", "person")
    )
    uses = uses_of(Path(name), _profile(tmp_path, feeds))
    assert [use.contract for use in uses] == contracts


def test_only_a_feed_of_the_profile_brings_a_foreign_mapping(tmp_path: Path) -> None:
    profile = _profile(tmp_path, 'feeds.diary = { files = "export_*.csv", mapping = "own/days" }')
    assert uses_of(Path("export_7.csv"), profile) == [Use("diary", "own/days")]
    assert uses_of(Path("diary.csv"), profile) == [Use("diary", None)]
