"""Trees on disk: the same bytes, the same forecasts, and nothing beyond the list is opened."""

from __future__ import annotations

import io
import json
import pickle
import zipfile
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import skops.io
from sklearn.ensemble import HistGradientBoostingRegressor, RandomForestRegressor

from models.registry.tree_file import trees_as_bytes, trees_from_bytes
from triggerscape.errors import DisclosureRefused, TriggerscapeError


def months(seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    draw = np.random.default_rng(seed)
    features = draw.normal(size=(800, 3))
    features[::9, 1] = np.nan
    return features, draw.poisson(np.exp(0.4 * features[:, 0])).astype(float)


def grown() -> HistGradientBoostingRegressor:
    return HistGradientBoostingRegressor(
        loss="poisson", max_iter=8, early_stopping=False, random_state=1
    ).fit(*months())


@cache
def kept() -> bytes:
    return trees_as_bytes(grown())


def rewritten(change) -> bytes:
    """The kept file with its list of parts changed by hand."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(kept())) as parts, zipfile.ZipFile(target, "w") as out:
        for name in parts.namelist():
            content = parts.read(name)
            if name == "schema.json":
                schema = json.loads(content)
                change(schema)
                content = json.dumps(schema).encode()
            out.writestr(name, content)
    return target.getvalue()


def test_the_same_trees_are_the_same_bytes():
    assert trees_as_bytes(grown()) == kept()


def test_what_comes_back_forecasts_the_same():
    features, _ = months(4)
    assert np.array_equal(trees_from_bytes(kept()).predict(features), grown().predict(features))


def test_what_came_back_is_kept_as_the_same_bytes():
    assert trees_as_bytes(trees_from_bytes(kept())) == kept()


def test_rows_hidden_in_an_attribute_are_not_kept():
    estimator = grown()
    estimator.training_rows_ = months()[0]
    with pytest.raises(DisclosureRefused, match="training_rows_"):
        trees_as_bytes(estimator)


def test_rows_hidden_deeper_are_not_kept():
    estimator = grown()
    estimator._predictors[0][0].rows = months()[0]
    with pytest.raises(DisclosureRefused, match=r"TreePredictor\.rows"):
        trees_as_bytes(estimator)


def test_another_kind_of_model_is_not_kept():
    forest = RandomForestRegressor(n_estimators=2, random_state=1).fit(*months())
    with pytest.raises(DisclosureRefused, match="RandomForestRegressor"):
        trees_as_bytes(forest)


class Planted:
    """Runs what it likes when it is unpickled."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self):
        return (Path.touch, (self.target,))


def test_a_planted_pickle_is_refused_and_nothing_runs(tmp_path: Path):
    target = tmp_path / "it-ran"
    with pytest.raises(TriggerscapeError, match="not a skops file"):
        trees_from_bytes(pickle.dumps(Planted(target)))
    assert not target.exists()


def test_a_planted_skops_file_is_refused_and_nothing_runs(tmp_path: Path):
    target = tmp_path / "it-ran"

    def plant(schema: dict) -> None:
        schema["content"]["content"]["_loss"] = {
            "__class__": "system",
            "__module__": "os",
            "__loader__": "FunctionNode",
            "content": f"touch {target}",
            "__id__": 9999,
        }

    with pytest.raises(TriggerscapeError, match=r"os\.system"):
        trees_from_bytes(rewritten(plant))
    assert not target.exists()


def test_a_type_that_skops_would_trust_is_refused_too():
    """A random forest is harmless to skops; it is no forecast of ours."""
    forest = RandomForestRegressor(n_estimators=2, random_state=1).fit(*months())
    with pytest.raises(TriggerscapeError, match="RandomForestRegressor"):
        trees_from_bytes(skops.io.dumps(forest))


def test_an_added_attribute_is_refused():
    def add(schema: dict) -> None:
        held = schema["content"]["content"]
        held["training_rows_"] = held["train_score_"]

    with pytest.raises(TriggerscapeError, match="training_rows_"):
        trees_from_bytes(rewritten(add))


def test_a_known_name_from_another_module_is_refused():
    def rename(schema: dict) -> None:
        schema["__module__"] = "elsewhere"

    with pytest.raises(TriggerscapeError, match=r"elsewhere\.HistGradientBoostingRegressor"):
        trees_from_bytes(rewritten(rename))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"{}", b"\x80\x04K\x01."])
def test_what_is_no_skops_file_is_refused(content: bytes):
    with pytest.raises(TriggerscapeError, match="E725"):
        trees_from_bytes(content)


def test_a_bomb_is_refused_before_it_is_unpacked():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("schema.json", b"0" * 250_000_000)
    with pytest.raises(TriggerscapeError, match="larger"):
        trees_from_bytes(target.getvalue())
