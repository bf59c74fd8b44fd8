"""Contract of the wide table of sites: one row per window, a column per measure."""

from __future__ import annotations

from triggerscape.contract.language import Kind, Table
from triggerscape.contract.releases.burden import BURDEN_SITE_WINDOW
from triggerscape.contract.releases.columns import FIRST, key
from triggerscape.contract.releases.copied import INTERVAL, Copy, note
from triggerscape.meanings.course_measures import BURDEN_MEASURES

MAIN_MEASURE = "mmd_mean"
# Its meaning stands with the value of therapies, of which it is told too.
_ALSO = ("satisfaction_mean",)


def _burden(measure: str) -> Copy:
    return Copy(
        measure,
        BURDEN_SITE_WINDOW,
        (("window_kind", "calendar"), ("measure_id", measure)),
        (("site_id", "site_id"), ("window_index", "window_index")),
        (*INTERVAL, "n_people") if measure == MAIN_MEASURE else INTERVAL,
    )


WINDOW_COPIES = tuple(
    _burden(measure) for measure in (*(one[0] for one in BURDEN_MEASURES), *_ALSO)
)
WIDE_SITE_WINDOW = Table(
    name="pub.wide_site_window",
    grain="one row per site and calendar window, a column per measure",
    key=("site_id", "window_index"),
    columns=(
        *FIRST,
        key("site_id", "The site; see dim_site"),
        key("window_index", "Number of the window; see dim_window", Kind.INTEGER),
        note("window_start", "First day of its 28", Kind.DATE),
        *(column for copy in WINDOW_COPIES for column in copy.columns),
    ),
    warnings=(
        "Wide tables repeat other tables: quote the fact that a column names, with its warnings.",
    ),
)
