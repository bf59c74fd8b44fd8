"""Contract of the wide table of therapies: one row per comparison, what each fact says of it."""

from __future__ import annotations

from triggerscape.contract.language import Kind, Table
from triggerscape.contract.releases.columns import FIRST, key
from triggerscape.contract.releases.copied import INTERVAL, Copy, note
from triggerscape.contract.releases.courses import THERAPY_COURSE
from triggerscape.contract.releases.population import THERAPY_USE
from triggerscape.contract.releases.therapies import THERAPY_EFFECT
from triggerscape.contract.releases.value import THERAPY_VALUE


def _therapy(prefix: str, measure: str, estimand: str, *more: str) -> Copy:
    return Copy(
        prefix,
        THERAPY_EFFECT,
        (("estimand_id", estimand), ("measure_id", measure)),
        (("therapy_id", "therapy_id"), ("comparator_id", "comparator_id")),
        (*INTERVAL, *more),
    )


_SAME = (("therapy_id", "therapy_id"),)
THERAPY_COPIES = (
    Copy(
        "use",
        THERAPY_USE,
        (("scope_id", "all"), ("measure_id", "people_with_therapy")),
        (("therapy_id", "use_id"),),
        ("n_people", "status"),
    ),
    _therapy(
        "mmd_difference",
        "mmd_difference",
        "att_aipw",
        "n_people",
        "n_comparator",
        "overlap_share",
        "largest_imbalance",
        "verdict",
    ),
    # A range has two ends and no middle.
    Copy(
        "mmd_bracket",
        THERAPY_EFFECT,
        (("estimand_id", "att_bracket"), ("measure_id", "mmd_difference")),
        (("therapy_id", "therapy_id"), ("comparator_id", "comparator_id")),
        ("ci_low", "ci_high", "status"),
    ),
    _therapy("responder_50_difference", "responder_50_difference", "att_aipw"),
    _therapy("acute_drug_day_difference", "acute_drug_day_difference", "att_aipw"),
    _therapy("hit6_difference", "hit6_difference", "att_aipw"),
    Copy("stopped_by_day_84", THERAPY_COURSE, (("measure_id", "stopped_by_day_84"),), _SAME),
    Copy(
        "satisfaction_mean",
        THERAPY_VALUE,
        (("comparator_id", "none"), ("currency", "none"), ("measure_id", "satisfaction_mean")),
        _SAME,
    ),
)
COST = Copy(
    "cost_per_28_days",
    THERAPY_VALUE,
    (("comparator_id", "none"), ("measure_id", "cost_per_28_days")),
    (*_SAME, ("cost_currency", "currency")),
)
WIDE_THERAPY_SUMMARY = Table(
    name="pub.wide_therapy_summary",
    grain="one row per therapy and comparator",
    key=("therapy_id", "comparator_id"),
    columns=(
        *FIRST,
        key("therapy_id", "The therapy; see dim_therapy"),
        key("comparator_id", "The therapy it is compared with, or no_start; see dim_therapy"),
        note("label", "label of pub.dim_therapy for the therapy"),
        note("therapy_group", "therapy_group of pub.dim_therapy for the therapy"),
        note("comparator_label", "label of pub.dim_therapy for the comparator"),
        note(
            "comparator_rank",
            "1: of the active comparators with a shown difference, the one with the most overlap, "
            "then the most people; none for no_start and for what is not shown",
            Kind.INTEGER,
        ),
        *(column for copy in THERAPY_COPIES for column in copy.columns),
        note(
            "checks_deciding",
            "Checks of pub.therapy_diagnostic that can undo the verdict",
            Kind.INTEGER,
        ),
        note("checks_met", "Those of them that are met", Kind.INTEGER),
        note(
            "cost_currency",
            "The currency in which most people's cost is shown; where none is, the first by name",
        ),
        *COST.columns,
    ),
)
