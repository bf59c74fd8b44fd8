"""Twelve sites whose differences are known: a draft of each finds them, or leaves them open."""

from __future__ import annotations

from pathlib import Path

import pytest

from triggerscape.cohort.deliveries import write_deliveries
from triggerscape.cohort.population import make_population
from triggerscape.cohort.truth import default_truth
from triggerscape.contract.catalogue import INPUTS
from triggerscape.delivery.drafts.new_site import draft_site
from triggerscape.delivery.profiles.profile import SiteProfile
from triggerscape.delivery.profiles.reading import read_profile
from triggerscape.workspace import Workspace

SITES = [f"S{number:02d}" for number in range(1, 13)]
# Nobody can tell from a file on which end of the scale the site put the best.
UNTOLD = "columns.diary.posture_rating.reverse"


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The deliveries of the twelve sites, with the profiles that are true of them."""
    home = tmp_path_factory.mktemp("cohort")
    write_deliveries(make_population(120, 84, 12, 21, default_truth()), home)
    return home


@pytest.fixture(scope="module")
def drafts(sent: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, SiteProfile]:
    """A draft of each site, from its first diary and nothing else."""
    workspace = Workspace(tmp_path_factory.mktemp("drafts"))
    diaries = {site: min(sent.glob(f"inbox/{site}/*/diary.*")) for site in SITES}
    drafted = [draft_site(workspace, site, diary, None) for site, diary in diaries.items()]
    return {one.site_code: read_profile(Path(one.profile)) for one in drafted}


@pytest.mark.parametrize("site", SITES)
def test_a_draft_finds_what_a_site_declares(
    site: str, sent: Path, drafts: dict[str, SiteProfile]
) -> None:
    true = read_profile(sent / "sites" / f"{site}.toml")
    draft = drafts[site]
    written = ("encoding", "delimiter", "decimal", "thousands", "title_lines", "date_formats")
    for name in (*written, "excel_epoch", "id_case", "dates_are_relative", "entry_basis"):
        assert getattr(draft, name) == getattr(true, name), name
    for name in ("yes_words", "no_words"):
        assert {w.lower() for w in getattr(draft, name)} == {w.lower() for w in getattr(true, name)}


@pytest.mark.parametrize("site", SITES)
def test_no_guess_at_a_column_is_wrong(
    site: str, sent: Path, drafts: dict[str, SiteProfile]
) -> None:
    true = read_profile(sent / "sites" / f"{site}.toml")
    draft = drafts[site]
    for column in INPUTS["diary"].column_names:
        guessed, declared = draft.rule("diary", column), true.rule("diary", column)
        assert (guessed.multiply, guessed.negate) == (declared.multiply, declared.negate), column
        if declared.headers:
            assert guessed.headers == declared.headers
        if declared.reverse:
            assert guessed.reverse is None
            assert UNTOLD in draft.unconfirmed


@pytest.mark.parametrize("site", ["S01", "S06"])
def test_a_draft_from_questionnaires_sees_which_site_sends_means(
    site: str, sent: Path, tmp_path: Path
) -> None:
    answers = min(sent.glob(f"inbox/{site}/*/questionnaire.csv"))
    drafted = draft_site(Workspace(tmp_path), site, answers, None)
    rule = read_profile(Path(drafted.profile)).rule("questionnaire", "total")
    assert rule.is_mean_item is (site == "S06")
    true = read_profile(sent / "sites" / f"{site}.toml").rule("questionnaire", "total")
    assert rule.is_mean_item == true.is_mean_item
