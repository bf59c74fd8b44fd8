"""The files of one version of a model, from what a run found: bytes that depend on nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from models.registry.model_card import ModelCard, Performance, Population
from models.registry.opening import CARD, CARD_TEXT, MODEL, REFERENCE, TREES
from models.registry.purposes import PURPOSES
from models.registry.tree_file import trees_as_bytes
from models.registry.tree_safety import refuse_what_remembers, without_traces
from triggerscape.registry.kept import plain_json

if TYPE_CHECKING:
    from models.forecast.forecast_model import ForecastModel
    from triggerscape.disclosure.rule import Rule


@dataclass(frozen=True)
class Made:
    """What a version was made of, beside its parameters: nothing of it is a clock or a place."""

    model_id: str
    settings: Mapping[str, Any]
    inputs: str
    code_version: str
    n_people: int
    n_sites: int
    first_window: str | None
    last_window: str | None


def coefficient_files(
    made: Made,
    tables: Sequence[Mapping[str, Any]],
    performance: Sequence[Performance],
    reference: Mapping[str, Any],
    rule: Rule,
) -> dict[str, bytes]:
    """model.json, reference.json and what the card will say, for a model of coefficients."""
    told = {"model_id": made.model_id, "settings": _settings(made), "tables": list(tables)}
    files = {MODEL: plain_json(told), REFERENCE: plain_json(reference)}
    return _with_card(files, made, performance, tuple(reference), rule)


def forecast_files(
    made: Made,
    model: ForecastModel,
    performance: Sequence[Performance],
    reference: Mapping[str, Any],
    rule: Rule,
) -> dict[str, bytes]:
    """The same with the trees in model.skops.

    DisclosureRefused where the forecast tells who it learnt from, has a leaf of few people, or
    holds what is not on the list.
    """
    training = model.training
    refuse_what_remembers(training.membership_auc, training.fewest_people_in_a_leaf, rule.threshold)
    summary = {
        name: _rounded(value, rule) if name in ("n_people", "n_person_months") else value
        for name, value in training.as_dict().items()
    }
    summary["fewest_people_in_a_leaf"] = rule.threshold
    told = {
        "model_id": made.model_id,
        "feature_names": list(model.feature_names),
        "settings": model.settings.as_dict(),
        "training": summary,
        "score_limit": float(f"{model.score_limit:.3g}"),
        "run_settings": _settings(made),
    }
    files = {
        TREES: trees_as_bytes(as_kept(model, rule).estimator),
        MODEL: plain_json(told),
        REFERENCE: plain_json(reference),
    }
    privacy = Performance("all", "all", "membership_auc", round(training.membership_auc, 3))
    settings = {**_settings(made), **model.settings.as_dict()}
    made = replace(made, settings=settings)
    return _with_card(files, made, [*performance, privacy], model.feature_names, rule)


def as_kept(model: ForecastModel, rule: Rule) -> ForecastModel:
    """The model with its trees as they are written: it forecasts what the opened file does."""
    return replace(model, estimator=without_traces(model.estimator, rule.rounding_base))


def stamped(files: Mapping[str, bytes], version: str) -> dict[str, bytes]:
    """The files with the version written into the card."""
    return {
        name: content.replace(_VERSION.encode(), version.encode())
        if name in (CARD, CARD_TEXT)
        else content
        for name, content in files.items()
    }


_VERSION = "{version-of-this-model}"


def _with_card(
    files: Mapping[str, bytes],
    made: Made,
    performance: Sequence[Performance],
    features: Sequence[str],
    rule: Rule,
) -> dict[str, bytes]:
    words = PURPOSES[made.model_id]
    few = made.n_people < rule.threshold
    card = ModelCard(
        model_id=made.model_id,
        version=_VERSION,
        title=words.title,
        what_for=words.what_for,
        what_not_for=words.what_not_for,
        population=Population(
            n_people=None if few else _rounded(made.n_people, rule),
            n_sites=made.n_sites,
            first_window=made.first_window,
            last_window=made.last_window,
            inclusion=words.inclusion,
        ),
        estimands=words.estimands,
        features=tuple(features),
        settings=_settings(made),
        performance=tuple(performance),
        limits=words.limits,
        caveats=words.caveats,
        code_version=made.code_version,
        inputs=made.inputs,
        files=tuple(sorted({*files, CARD, CARD_TEXT})),
    )
    return {**files, CARD: plain_json(card.as_dict()), CARD_TEXT: card.text().encode()}


def _settings(made: Made) -> dict[str, Any]:
    """The run's settings and the constants that no setting changes, by name."""
    constants = {f"constant.{k}": v for k, v in PURPOSES[made.model_id].constants.items()}
    return {**made.settings, **constants}


def _rounded(n: float, rule: Rule) -> int:
    base = rule.rounding_base
    return max((2 * int(n) + base) // (2 * base) * base, rule.fewest_shown)
