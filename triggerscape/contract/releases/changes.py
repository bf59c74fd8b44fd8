"""The published change: which headline estimates moved since the release before, and why."""

from __future__ import annotations

from triggerscape.contract.language import Column, Kind, Role, Table
from triggerscape.contract.releases.columns import FIRST, STATUSES, key

REASONS = {
    "first_release": "there is no release before it",
    "schema": "the table, or a column it is known by, was not there before",
    "method": "code, settings or the rule of protection differ, whatever else does",
    "new_windows": "there are days that the release before did not have",
    "restated": "the same days again: deliveries came late, were corrected or withdrawn",
}
WHOLE_TABLE = "all"
NOTHING_BEFORE = "none"


def _copy(name: str, meaning: str) -> Column:
    # A note, though a number: it is printed in another table too, where it is judged and rounded.
    return Column(name, Kind.DOUBLE, meaning, role=Role.NOTE)


def _words(name: str, meaning: str, values: tuple[str, ...] = ()) -> Column:
    return Column(name, Kind.TEXT, meaning, values=values, nullable=False, role=Role.NOTE)


RELEASE_CHANGE = Table(
    name="pub.release_change",
    grain="one row per headline estimate that moved since the release before",
    key=("table_name", "row_id", "measure_id"),
    columns=(
        *FIRST,
        key("table_name", "The published table of the estimate"),
        key("row_id", "Its row: the words of its key, in order; all: the table as a whole"),
        key("measure_id", "What the estimate measures; see dim_measure"),
        _words("compared_with", "The release before; none where there is none"),
        _words(
            "reason",
            "; ".join(f"{reason}: {meaning}" for reason, meaning in REASONS.items()),
            tuple(REASONS),
        ),
        _copy("estimate", "The value now"),
        _copy("ci_low", "Lower end of its 95% interval"),
        _copy("ci_high", "Upper end of its 95% interval"),
        _copy("estimate_before", "The value in the release before"),
        _copy("ci_low_before", "Lower end of its 95% interval in the release before"),
        _copy("ci_high_before", "Upper end of its 95% interval in the release before"),
        Column("verdict", Kind.TEXT, "What may be said of it now", role=Role.NOTE),
        Column("verdict_before", Kind.TEXT, "What the release before said", role=Role.NOTE),
        _words(
            "status",
            "That of the row now; x for one that is gone, z for a table as a whole",
            STATUSES,
        ),
    ),
    warnings=(
        "What a release is compared with depends on what was published before, as in model_drift.",
        "An estimate that moved within its interval has not changed in any way that matters.",
    ),
)
