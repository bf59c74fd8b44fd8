"""A site's own codes by example: what a profile may say of them, and what is refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from triggerscape.delivery.drafts.writing import profile_text
from triggerscape.delivery.guessing.drafting import Draft
from triggerscape.delivery.guessing.guess import Guess
from triggerscape.delivery.profiles.profile import SiteProfile
from triggerscape.delivery.profiles.reading import profile_from
from triggerscape.delivery.sources.format_names import format_names
from triggerscape.errors import SettingsError
from triggerscape.warehouse.statements import sql_folder

HERE = Path("AA.toml")


def _profile(declared: str) -> SiteProfile:
    return profile_from(f'site_code = "AA"\n{declared}', HERE)


def _faults(declared: str) -> list[str]:
    with pytest.raises(SettingsError) as error:
        _profile(declared)
    return error.value.message.split("\n")


def test_codes_of_the_sites_own_are_kept_as_they_are_written() -> None:
    declared = """
[therapy_codes]
"local:OMT-4" = "omt_cranial"
"local:PT*" = "physio_unspecified"
"cpt:98925" = "omt_soft_tissue"
"icd10pcs:7W00X.1" = "outside"
"""
    assert _profile(declared).therapy_codes == {
        "local:OMT-4": "omt_cranial",
        "local:PT*": "physio_unspecified",
        "cpt:98925": "omt_soft_tissue",
        "icd10pcs:7W00X.1": "outside",
    }
    assert _profile("").therapy_codes == {}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            '"local:1" = "omt_cranil"',
            'local:1: given "omt_cranil"; there is no such therapy; did you mean "omt_cranial"?',
        ),
        (
            '"local:1" = 7',
            'local:1: given 7; it takes a therapy; example: "local:OMT-4" = "omt_cranial"',
        ),
        (
            '"ctp:98925" = "omt_cranial"',
            'ctp:98925: there is no such code system as "ctp"; did you mean "cpt"?',
        ),
        ('98925 = "omt_cranial"', "98925: it takes system:code, or system:beginning*; example: "),
        ('"local: " = "omt_cranial"', "local: : it takes system:code, or system:beginning*; exam"),
        ('"local:A*4" = "omt_hvla"', "local:A*4: a * stands at the end only, for every code that"),
        ('"local:A|B" = "omt_hvla"', "local:A|B: a code cannot have a | in it: one line for each"),
        ('"name:migra*" = "omt_hvla"', "name:migra*: a name is given in whole words, without a *"),
        ('"name:--" = "outside"', "name:--: a name is given in whole words, without a *"),
        (
            '"name:Novo Kopf" = "outside"\n"name:novo-kopf" = "outside"',
            'name:novo-kopf: given beside "name:Novo Kopf", which is the same code; keep one',
        ),
        (
            'local.OMT = "omt_hvla"',
            "local: given {'OMT': 'omt_hvla'}; put the code in quotes; example: \"local:OMT-4\"",
        ),
        (
            '"local:a1" = "omt_hvla"\n"local: A1" = "omt_hvla"',
            'local: A1: given beside "local:a1", which is the same code; keep one',
        ),
    ],
)
def test_a_code_says_where_it_is_wrong_and_what_it_may_be(line: str, said: str) -> None:
    said = f"therapy_codes.{said}"
    assert [fault[: len(said)] for fault in _faults(f"[therapy_codes]\n{line}")] == [said]


def test_every_fault_among_the_codes_is_told_at_once() -> None:
    told = _faults('[therapy_codes]\n"ctp:1*2" = "nothing"\n"local:1" = true')
    begins = (
        'ctp:1*2: there is no such code system as "ctp"',
        "ctp:1*2: a * stands at the end only",
        'ctp:1*2: given "nothing"; there is no such therapy',
        "local:1: given true; it takes a therapy",
    )
    assert len(told) == len(begins)
    for fault, begin in zip(told, begins, strict=True):
        assert fault.startswith(f"therapy_codes.{begin}")


def test_a_section_of_codes_that_is_no_section_is_told() -> None:
    assert _faults('therapy_codes = "cpt"') == [
        'therapy_codes: given "cpt"; it is a section: write [therapy_codes]'
    ]


def test_the_formats_are_the_folders_that_declare_one() -> None:
    folder = sql_folder() / "sources"
    assert format_names()
    assert all((folder / name / "format.toml").is_file() for name in format_names())
    assert "kostecki_dillon" not in format_names()


@pytest.mark.parametrize("name", format_names())
def test_a_profile_names_the_format_of_what_its_site_sends(name: str) -> None:
    assert _profile(f'format = "{name}"').format == name


def test_a_format_there_is_not_is_answered_with_those_there_are() -> None:
    [fault] = _faults('format = "omop6"')
    assert fault.startswith('format: given "omop6"; it takes ')
    assert all(f'"{name}"' in fault for name in format_names())
    assert _profile("").format is None


def test_a_draft_writes_a_format_and_codes_as_a_profile_reads_them() -> None:
    guesses = (
        Guess("format", "omop", "its file names and headers"),
        Guess("therapy_codes.local:OMT.4", "omt_cranial", "12 rows have it"),
        Guess("therapy_codes.local:X*", "outside", "nobody can tell", is_open=True),
    )
    profile = profile_from(profile_text("AA", Draft("visit", 12, guesses, {}, (), ())), HERE)
    assert profile.format == "omop"
    assert profile.therapy_codes == {"local:OMT.4": "omt_cranial"}
    assert profile.unconfirmed == tuple(guess.key for guess in guesses)
