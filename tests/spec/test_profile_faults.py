"""Faulty profiles by example: the key, what was given, what it takes, an example to copy."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triggerscape.contract.catalogue import INPUTS
from triggerscape.delivery.profiles.column_faults import COLUMN_KEYS
from triggerscape.delivery.profiles.conversions import units_of
from triggerscape.delivery.profiles.date_forms import contradictions
from triggerscape.delivery.profiles.faults import faults_of
from triggerscape.delivery.profiles.keys import KEYS
from triggerscape.delivery.profiles.profile import Expected, SiteProfile
from triggerscape.delivery.profiles.reading import profile_from, read_profile
from triggerscape.errors import SettingsError

HERE = Path("AA.toml")
PLACES = st.sampled_from(
    [
        *(key.path for key in KEYS),
        *("file", "columns", "columns.diary", "columns.diary.stress", "columns.diary.entry_status"),
        *(f"columns.diary.stress.{key}" for key in COLUMN_KEYS),
        *("extra", "extra.x_a", "extra.x_a.low", "extra.x_a.claim", "feeds", "feeds.diary"),
        *("therapy_codes", "therapy_codes.local:1", "therapy_codes.local:1*", "therapy_codes.cpt"),
    ]
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=4))
    | st.sampled_from(["diary", "%d/%m/%Y", {}, [], [1, 5], {"low": 0, "high": 0}]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)


def _profile(declared: str) -> SiteProfile:
    return profile_from(f'site_code = "AA"\n{declared}', HERE)


def _faults(declared: str) -> list[str]:
    with pytest.raises(SettingsError) as error:
        _profile(declared)
    return error.value.message.split("\n")


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ("dats.relative = true", 'dats: there is no such key; did you mean "dates"?'),
        ("quux = 1", "quux: there is no such key; known: site_code, timezone"),
        ('file.delimeter = ";"', 'file.delimeter: there is no such key; did you mean "delimiter"?'),
        ('file = ";"', 'file: given ";"; it is a section: write [file]'),
        (
            'file.decimal = "·"',
            'file.decimal: given "·"; it takes "." or ","; example: decimal = ","',
        ),
        ('file.delimiter = ";;"', 'file.delimiter: given ";;"; it takes one of , ; |'),
        ('file.encoding = "utf-9"', 'file.encoding: given "utf-9"; it takes the name of an enc'),
        ('file.encoding = "rot13"', 'file.encoding: given "rot13"; it takes the name of an enc'),
        ("file.title_lines = true", "file.title_lines: given true; it takes a whole number from 0"),
        ("file.title_lines = 51", "file.title_lines: given 51; it takes a whole number from 0"),
        ('file.null_words = "NA"', 'file.null_words: given "NA"; it takes a list of words'),
        (
            'file = { decimal = ",", thousands = "," }',
            'file.thousands: given ",", which is the decimal sign; declare both',
        ),
        ('timezone = "Europe/Lodnon"', 'timezone: given "Europe/Lodnon"; it takes the name of a'),
        ('hemisphere = "southern"', 'hemisphere: given "southern"; it takes "north" or "south"'),
        ('entry_basis = "guess"', 'entry_basis: given "guess"; it takes "daily_prompt" or'),
        ('dates.formats = ["%d/%m"]', "dates.formats: given ['%d/%m']; it takes a list of forms"),
        (
            'dates.formats = ["%d/%m/%Y", "%m/%d/%Y"]',
            'dates.formats: "%d/%m/%Y" and "%m/%d/%Y" read one text as two days; keep the one',
        ),
        (
            'dates = { format = "%d/%m/%Y", formats = ["%d.%m.%Y"] }',
            "dates.format: given beside dates.formats; keep dates.formats alone",
        ),
        (
            'dates.timestamp_formats = ["%d/%m/%Y"]',
            "dates.timestamp_formats: given ['%d/%m/%Y']; it takes a list of forms with a year, a",
        ),
        ("dates.excel_serials = 1900", "dates.excel_serials: given 1900; it takes "),
        ('booleans.yes = ["false"]', 'booleans.yes: "false" is in booleans.no too; a word has one'),
        (
            'file.null_words = ["N"]\nbooleans.no = ["n"]',
            'file.null_words: "n" is in booleans.no too; a word has one meaning',
        ),
        ('ids.case = "lower"', 'ids.case: given "lower"; it takes "preserve" or "upper"; example'),
        (
            'expected.history_start = "2024"',
            'expected.history_start: given "2024"; it takes a date',
        ),
        (
            "expected.unmapped_limit = 8",
            "expected.unmapped_limit: given 8; it takes a share from 0",
        ),
        (
            "expected.unmapped_limit = 0.08",
            "expected.unmapped_limit: given without a reason; say why so many codes are unknown",
        ),
        ('expected.contracts = ["dairy"]', "expected.contracts: given ['dairy']; it takes a list"),
        (
            'confirm = ["date.formats"]',
            'confirm: "date.formats" names no key of a profile; did you mean "dates.formats"?',
        ),
    ],
)
def test_a_plain_key_says_what_was_given_and_what_it_takes(declared: str, said: str) -> None:
    assert [fault[: len(said)] for fault in _faults(declared)] == [said]


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ("dairy.pain_max.multiply = 2", 'dairy: there is no such contract; did you mean "diary"?'),
        (
            "diary.pain_mx.multiply = 2",
            'diary.pain_mx: there is no such column; did you mean "pain',
        ),
        (
            "diary.pain_max.mutliply = 2",
            "diary.pain_max.mutliply: there is no such key; did you me",
        ),
        ('diary.pain_max = "Pain"', 'diary.pain_max: given "Pain"; write [columns.diary.pain_max]'),
        (
            "diary.pain_max.header = []",
            "diary.pain_max.header: given []; it takes a name or a list",
        ),
        ("diary.pain_max.multiply = 0", "diary.pain_max.multiply: given 0; it takes a number"),
        ("diary.pain_max.multiply = nan", "diary.pain_max.multiply: given nan; it takes a number"),
        ("diary.headache.multiply = 2", "diary.headache.multiply: only a number is converted"),
        ("diary.pain_max.reverse = [1]", "diary.pain_max.reverse: given [1]; it takes [lowest, hi"),
        ("diary.pain_max.reverse = [5, 1]", "diary.pain_max.reverse: given [5, 1]; it takes [low"),
        (
            'diary.sleep_hours.unit = "days"',
            'diary.sleep_hours.unit: given "days"; it takes h, min, s',
        ),
        (
            'diary.meals_skipped.unit = "h"',
            'diary.meals_skipped.unit: given "h"; it takes none: meals_skipped has one unit only',
        ),
        (
            'diary.sleep_hours = { unit = "min", multiply = 60 }',
            "diary.sleep_hours.multiply: given beside unit; each converts the number, keep one",
        ),
        (
            "diary.stress = { scale = { low = 1, high = 5 }, reverse = [1, 5] }",
            "diary.stress.reverse: given beside scale; each converts the number, keep one",
        ),
        ("diary.stress.scale = { low = 1 }", "diary.stress.scale: given {'low': 1}; it takes low"),
        (
            "diary.sleep_hours.scale = { low = 0, high = 1 }",
            "diary.sleep_hours.scale: sleep_hours is no score; declare its unit instead",
        ),
        ("diary.pain_max.negate = true", "diary.pain_max.negate: given true; it takes true or fal"),
        (
            'diary.entry_status.constant = "done"',
            'diary.entry_status.constant: given "done"; not a word of the contract; known: comp',
        ),
        (
            'diary.entry_status.aliases = { Fini = "complet" }',
            'diary.entry_status.aliases.Fini: given "complet"; no word of the contract; did you',
        ),
        ('diary.pain_max.aliases = { a = "b" }', "diary.pain_max.aliases: pain_max has no closed"),
    ],
)
def test_a_column_says_where_it_is_wrong_and_what_it_may_be(declared: str, said: str) -> None:
    said = f"columns.{said}"
    assert [fault[: len(said)] for fault in _faults(f"columns.{declared}")] == [said]


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        (
            'extra.smoke = { label = "S", meaning = "S" }',
            "extra.smoke: a column of your own begins with x_; example: [extra.x_smoke]",
        ),
        (
            'extra.x_smoke = { label = "S" }',
            "extra.x_smoke.meaning: is missing; example: meaning =",
        ),
        (
            'extra.x_smoke = { label = "S", meaning = "S", primary_lag = 9 }',
            "extra.x_smoke.primary_lag: given 9; it takes 0 to 3 days",
        ),
        (
            'extra.x_smoke = { label = "S", meaning = "S", claim = "cause" }',
            'extra.x_smoke.claim: given "cause"; it takes candidate, premonitory, negative_control',
        ),
        (
            'extra.x_smoke = { label = "S", meaning = "S", low = 5, high = 1 }',
            "extra.x_smoke.low, high: given [5, 1]; they take two numbers, low first",
        ),
        ('feeds.diary = { files = "a*" }', "feeds.diary.mapping: is missing; example: mapping ="),
        (
            'feeds.dairy = { files = "a*", mapping = "m" }',
            'feeds.dairy: there is no such contract; did you mean "diary"?',
        ),
    ],
)
def test_what_a_site_names_itself_is_held_to_its_form(declared: str, said: str) -> None:
    assert [fault[: len(said)] for fault in _faults(declared)] == [said]


@given(st.lists(st.tuples(PLACES, VALUES), max_size=6))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_whatever_stands_in_a_profile_is_read_or_told_and_nothing_else(given_values) -> None:
    tree = {"site_code": "AA"}
    for place, value in given_values:
        *parts, key = place.split(".")
        section = tree
        for part in parts:
            inner = section.setdefault(part, {})
            section = inner if isinstance(inner, dict) else {}
        section[key] = value
    assert all(isinstance(fault, str) and fault for fault in faults_of(tree, "AA"))


def test_every_fault_of_a_profile_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "BB.toml"
    path.write_text('site_code = "AA"\ncolour = 1\nids.case = "lower"', encoding="utf-8")
    with pytest.raises(SettingsError) as error:
        read_profile(path)
    told = [fault.split(":")[0] for fault in error.value.message.split("\n")]
    assert told == ["site_code", "colour", "ids.case"]
    assert error.value.where == str(path)


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.path)
def test_the_example_of_every_key_is_taken_and_its_default_is_what_silence_means(key) -> None:
    example = tomllib.loads(f"value = {key.example}")["value"]
    assert key.takes(example)
    default = list(key.default) if isinstance(key.default, tuple) else key.default
    assert default is None or key.takes(default)
    reason = 'expected.unmapped_reason = "new codes"\n' if "limit" in key.path else ""
    assert _profile(f"{reason}{key.path} = {key.example}").text.endswith(key.example)


def test_a_profile_with_guesses_nobody_confirmed_names_them() -> None:
    assert _profile('confirm = ["dates.formats", "columns.diary.water_ml.unit"]').unconfirmed == (
        "dates.formats",
        "columns.diary.water_ml.unit",
    )
    four = _profile('confirm = ["timezone", "ids.case", "file.sheet", "dates.relative"]')
    assert "look at timezone, ids.case, file.sheet and 1 more" in four.draft_sentence
    assert (_profile("").unconfirmed, _profile("").draft_sentence) == ((), "")


def test_what_a_site_promises_is_kept_beside_how_it_writes() -> None:
    declared = "[expected]\ncadence_days = 31\nmin_rows = 500\ncontracts = ['diary', 'visit']"
    assert _profile(declared).expected == Expected(31, 500, None, ("diary", "visit"))
    assert _profile("").expected == Expected()


@pytest.mark.parametrize(
    ("forms", "at_odds"),
    [
        (("%d/%m/%Y", "%m/%d/%Y"), True),
        (("%d-%m-%y", "%y-%m-%d"), True),
        (("%d/%m/%Y", "%d.%m.%Y"), False),
        (("%Y-%m-%d", "%Y%m%d", "%d/%m/%Y"), False),
        (("%d/%m/%Y", "%d/%m/%Y %H:%M"), False),
        (("%d %b %Y", "%b %d %Y"), False),
    ],
)
def test_two_forms_contradict_when_one_text_is_two_days(
    forms: tuple[str, ...], at_odds: bool
) -> None:
    assert bool(contradictions(forms)) is at_odds


def test_the_contracts_own_unit_is_always_among_the_units_of_a_column() -> None:
    offered = [(c.name, units_of(c)) for table in INPUTS.values() for c in table if units_of(c)]
    assert {"sleep_hours", "water_ml", "caffeine_mg", "pain_max"} <= {name for name, _ in offered}
    assert all(1.0 in units.values() for _, units in offered)
