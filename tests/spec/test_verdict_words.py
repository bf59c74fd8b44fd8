"""Every verdict, reading and shape that a model can give is explained in dim_word."""

from __future__ import annotations

from enum import StrEnum

import pytest

from models.drift.stability import Drift
from models.forecast.features import FAMILIES, FEATURES
from models.forecast.judging.calibration import BIN_NAMES
from models.therapies.layers.layer_reading import LayerReading
from models.therapies.techniques.technique_reading import TechniqueReading
from models.therapies.therapy_verdicts import TherapyVerdictCode
from models.triggers.pairs.pair_rows import Reading
from models.triggers.people.effect_bands import BANDS
from models.triggers.people.person_spread import SpreadVerdict
from models.triggers.phenotypes.phenotype_rows import PhenotypeVerdict
from models.triggers.shapes.shape_word import Shape
from models.triggers.verdicts import VerdictCode
from triggerscape.meanings.words.every import WORDS


@pytest.mark.parametrize(
    ("column", "codes"),
    [
        ("verdict", VerdictCode),
        ("verdict", TherapyVerdictCode),
        ("verdict", SpreadVerdict),
        ("verdict", PhenotypeVerdict),
        ("verdict", Drift),
        ("reading", Reading),
        ("reading", LayerReading),
        ("reading", TechniqueReading),
        ("shape", Shape),
    ],
)
def test_every_word_a_model_concludes_with_is_explained(column: str, codes: type[StrEnum]):
    assert {str(code) for code in codes} <= set(WORDS[column])


def test_what_a_forecast_looks_at_is_explained():
    assert {*FEATURES, *FAMILIES} <= set(WORDS["feature_id"])
    assert set(FEATURES) <= set(WORDS["input_id"])
    assert set(BIN_NAMES) <= set(WORDS["forecast_bin"])


def test_every_band_of_rate_ratios_is_explained():
    assert {band.code for band in BANDS} <= set(WORDS["band_id"])
