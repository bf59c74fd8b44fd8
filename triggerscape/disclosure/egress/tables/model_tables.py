"""How the tables of models and their forecasts may leave."""

from __future__ import annotations

from triggerscape.contract.releases.forecast import (
    MODEL_CALIBRATION,
    MODEL_INFLUENCE,
    MODEL_METRIC,
)
from triggerscape.contract.releases.models import MODEL_DRIFT, MODEL_VERSION
from triggerscape.disclosure.egress.spec import Adds, Egress, Parts, Period, words

_EVERYBODY = {"slice_kind": "all", "slice_level": "all"}
# A person's months lie in several levels of what changes from month to month.
_SLICES = {
    "sex": Adds.EXACTLY,
    "site": Adds.EXACTLY,
    "age_band": Adds.OVERLAPPING,
    "chronicity": Adds.OVERLAPPING,
    "fifth of the forecast": Adds.OVERLAPPING,
}


def _slices(table_name: str) -> tuple[Parts, ...]:
    """Each kind of slice, of everybody in the same table."""
    return tuple(
        Parts(
            "slice_level",
            adds,
            of=table_name,
            where=words(slice_kind=kind),
            matching=_EVERYBODY,
        )
        for kind, adds in _SLICES.items()
    )


METRIC = Egress(
    table=MODEL_METRIC,
    keys=("model_id", "validation", "slice_kind", "slice_level", "baseline", "measure_id"),
    period=Period.STUDY,
    site_column="slice_level",
    site_where=words(slice_kind="site"),
    parts=_slices(MODEL_METRIC.name),
    regardless_of={"n_people": ("baseline", "measure_id")},
)
CALIBRATION = Egress(
    table=MODEL_CALIBRATION,
    keys=("model_id", "validation", "slice_kind", "slice_level", "forecast_bin", "measure_id"),
    period=Period.STUDY,
    site_column="slice_level",
    site_where=words(slice_kind="site"),
    parts=(
        *(
            part
            for part in _slices(MODEL_CALIBRATION.name)
            if "fifth of the forecast" not in part.where["slice_kind"]
        ),
        Parts("forecast_bin", Adds.OVERLAPPING),
        # The same months as the slice's own figures.
        Parts(
            "",
            Adds.EXACTLY,
            of=MODEL_METRIC.name,
            where=words(forecast_bin="all"),
            matching={"baseline": "none", "measure_id": "deviance_explained"},
        ),
    ),
)
INFLUENCE = Egress(
    table=MODEL_INFLUENCE,
    keys=("model_id", "influence_kind", "feature_id", "value_set", "measure_id"),
    period=Period.STUDY,
    alone=("n_people",),
)
VERSION = Egress(
    table=MODEL_VERSION,
    keys=("model_id", "table_name"),
    period=Period.STUDY,
    alone=("n_people",),
    regardless_of={"n_people": ("table_name",)},
    # Of a model without a version nobody is counted.
    nobody_is_no_secret=True,
)
DRIFT = Egress(
    table=MODEL_DRIFT,
    keys=("model_id", "input_id", "measure_id"),
    period=Period.STUDY,
    alone=("n_people", "n_people_then"),
    nobody_is_no_secret=True,
)

MODEL_TABLES = (METRIC, CALIBRATION, INFLUENCE, VERSION, DRIFT)
