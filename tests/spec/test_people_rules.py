"""What is said of how people differ: sampling, bands, words, and the rows."""

from __future__ import annotations

from math import log

import numpy as np
import polars as pl
import pytest

from models.results import Support
from models.triggers.people.effect_bands import BANDS, shares_of_responders, shares_under_spread
from models.triggers.people.normal_spread import NormalSpread, Spread
from models.triggers.people.own_likelihood import OwnLikelihood
from models.triggers.people.people_fit import PooledModel, control_excess, possible_causes
from models.triggers.people.person_evidence import PersonEvidence
from models.triggers.people.person_intervals import ClearPeople, count_clear_people
from models.triggers.people.person_spread import PersonSpread, SpreadVerdict, spread_verdict
from models.triggers.people.responders import Responders
from models.triggers.people.sampled_people import Turnstile, sample_people
from models.triggers.people.spread_rows import MEASURES, SpreadFound, spread_rows
from triggerscape.contract.estimates.people import PERSON_SPREAD_ESTIMATE
from triggerscape.factors import FACTORS, Claim, Factor

CHEESE = Factor("cheese", "Cheese", "diet", 1)
CONTROL = Factor("x_none", "Nothing", "other", 0, Claim.NEGATIVE_CONTROL)
PEOPLE = Support(n_people=1000, n_person_days=90_000, n_events=9_000, n_sites=6)


def a_spread(sd: float, gain: float) -> NormalSpread:
    """A spread whose likelihood is ``gain`` (twice the log) above that of everybody alike."""
    best = Spread(0.0, 0.01, sd, gain / 2)
    common = Spread(0.0, 0.01, 0.0, 0.0)
    region = tuple(Spread(0.0, 0.01, one, gain / 2 - 1.92) for one in (sd / 2, sd * 1.5))
    return NormalSpread(best, common, region)


def a_factor(
    *, gain: float = 30.0, better: float = 0.0, detectable: float = 0.1, share: float = 0.13
) -> PersonSpread:
    return PersonSpread(
        n_people=1000,
        pooled=0.1,
        normal=a_spread(0.2, gain),
        responders=Responders(share, 0.1, 0.2, log(1.6), 0.4, 0.6, 0.0, 20.0, better),
        clear=ClearPeople(own=0.005, by_chance=0.1, shrunken=0.3),
        cochran_q=1100.0,
        typical_variance=0.3,
        smallest_detectable=detectable,
    )


def test_everybody_takes_part_while_there_are_few() -> None:
    chosen = sample_people({"north": 3, "south": 2}, 5)
    assert all(flags.all() for flags in chosen.values())


def test_a_sample_keeps_each_site_its_share_and_is_the_same_every_time() -> None:
    people = {"north": 600, "south": 300, "west": 100}
    first, second = sample_people(people, 101), sample_people(people, 101)
    assert {site: int(flags.sum()) for site, flags in first.items()} == {
        "north": 61,
        "south": 30,
        "west": 10,
    }
    assert all(np.array_equal(first[site], second[site]) for site in people)


def test_a_turnstile_goes_on_where_the_site_s_last_block_ended() -> None:
    chosen = {"north": np.array([True, False, True, True])}
    turnstile = Turnstile(chosen)
    assert turnstile.let_in("north", 3).tolist() == [True, False, True]
    assert turnstile.let_in("north", 1).tolist() == [True]


def test_bands_hold_everybody_once() -> None:
    shares = shares_under_spread(a_spread(0.3, 30.0), 0.1, BANDS)
    assert sum(share.value for share in shares) == pytest.approx(1.0)
    assert all(share.low <= share.value <= share.high for share in shares)


def test_without_a_spread_everybody_is_in_the_band_of_the_common_effect() -> None:
    alike = NormalSpread(
        Spread(0.0, 0.01, 0.0, 0.0), Spread(0.0, 0.01, 0.0, 0.0), (Spread(0.0, 0.01, 0.0, 0.0),)
    )
    shares = dict(
        zip(
            [band.code for band in BANDS],
            shares_under_spread(alike, log(1.3), BANDS),
            strict=True,
        )
    )
    assert shares["1.2_to_1.5"].value == 1.0


def test_responders_stand_in_two_bands() -> None:
    found = a_factor().responders
    shares = shares_of_responders(found, BANDS)
    by_code = {band.code: round(share.value, 2) for band, share in zip(BANDS, shares, strict=True)}
    assert by_code["0.83_to_1.2"] == 0.87
    assert by_code["1.5_to_2"] == 0.13


@pytest.mark.parametrize(
    ("found", "q_value", "word"),
    [
        (a_factor(better=5.0), 0.001, SpreadVerdict.SOME_RESPOND),
        (a_factor(better=3.0), 0.001, SpreadVerdict.PEOPLE_DIFFER),
        (a_factor(better=5.0, share=0.6), 0.001, SpreadVerdict.PEOPLE_DIFFER),
        (a_factor(better=5.0), 0.2, SpreadVerdict.NO_SPREAD_SHOWN),
        (a_factor(detectable=0.5), 0.2, SpreadVerdict.INSUFFICIENT_DATA),
    ],
)
def test_the_word_for_a_candidate(found: PersonSpread, q_value: float, word: str) -> None:
    assert spread_verdict(found, Claim.CANDIDATE, q_value)[0] == word


@pytest.mark.parametrize(
    ("gain", "word"),
    [(0.5, SpreadVerdict.CONTROL_OK), (9.0, SpreadVerdict.CONTROL_FAILED)],
)
def test_a_negative_control_is_judged_by_itself(gain: float, word: str) -> None:
    assert spread_verdict(a_factor(gain=gain), Claim.NEGATIVE_CONTROL, None)[0] == word


def rows_of(*found: SpreadFound) -> pl.DataFrame:
    return spread_rows(found, "migraine_onset")


def test_the_rows_fill_the_contract_and_name_every_key_once() -> None:
    rows = rows_of(
        SpreadFound(CHEESE, a_factor(better=5.0), "", PEOPLE, 1200),
        SpreadFound(CONTROL, None, "the diaries of fewer than 50 people speak about it", PEOPLE, 9),
    )
    assert set(rows.columns) == set(PERSON_SPREAD_ESTIMATE.column_names)
    assert rows.select(PERSON_SPREAD_ESTIMATE.key).is_unique().all()
    silent = rows.filter(pl.col("trigger_id") == "x_none")
    assert set(silent["status"]) == {"not_estimable"}
    assert set(silent["measure_id"]) == set(MEASURES)


def test_a_share_of_few_people_says_how_few_they_are() -> None:
    """Five of a thousand people are five people: the release must be able to hide them."""
    rows = rows_of(SpreadFound(CHEESE, a_factor(), "", PEOPLE, 1200))
    counted = dict(zip(rows["measure_id"], rows["n_counted"], strict=False))
    assert counted["share_clear_own"] == 5
    assert counted["share_clear_shrunken"] == 300
    assert counted["rate_ratio_spread"] == 1000


def test_responders_are_published_only_where_they_are_shown() -> None:
    for better, status in ((5.0, "estimated"), (1.0, "not_estimable")):
        rows = rows_of(SpreadFound(CHEESE, a_factor(better=better), "", PEOPLE, 1200))
        (row,) = rows.filter(pl.col("measure_id") == "share_responding").to_dicts()
        assert row["status"] == status


def test_early_signs_are_nothing_people_respond_to() -> None:
    claims = {factor.claim for factor in possible_causes(FACTORS)}
    assert claims == {Claim.CANDIDATE, Claim.NEGATIVE_CONTROL}


def evidence_of(score: list[float]) -> PersonEvidence:
    """People with one unit of information each about one factor."""
    one = np.ones(len(score))
    return PersonEvidence(
        attacks=4 * one,
        days=90 * one,
        dispersion=one,
        score=np.array([score], dtype=np.float32),
        information=one[np.newaxis].astype(np.float32),
        third=0 * one[np.newaxis].astype(np.float32),
        site=np.zeros(len(score), dtype=np.intp),
        sites=("north",),
    )


@pytest.mark.parametrize(
    ("scores", "factor", "excess"),
    [
        ([2.0, -2.0, 2.0, -2.0], CONTROL, 4.0),
        ([0.5, -0.5, 0.5, -0.5], CONTROL, 1.0),
        ([2.0, -2.0, 2.0, -2.0], CHEESE, 1.0),
    ],
    ids=["a loud control", "a quiet control", "no control"],
)
def test_chance_is_as_wide_as_negative_controls_show_it(
    scores: list[float], factor: Factor, excess: float
) -> None:
    pooled = PooledModel((factor,), np.zeros(1), {}, {"north": 4})
    assert control_excess(evidence_of(scores), pooled) == pytest.approx(excess)


def test_one_attack_never_makes_anybody_clear() -> None:
    """One attack on one of two kinds of day excludes nothing at 90%."""
    half = np.full(60, 0.5)
    people = OwnLikelihood(np.full(60, 0.5), np.ones(60), np.ones(60), half, half, half)
    clear = count_clear_people(people, 0.0, a_spread(0.2, 1.0))
    assert clear.own == 0.0
    assert clear.by_chance == 0.0
