"""How the tables of the burden may leave: by site, by subgroup, and who has chronic migraine.

A person is at one site and in one level of each kind of subgroup, in every window: both add up to
everybody. Everybody of a window is in population too, by age and by sex. That is left unsaid: it
would tie each window to every other, at 7 times the time, and was measured to hide no row more.
"""

from __future__ import annotations

from triggerscape.contract.releases.burden import BURDEN_SITE_WINDOW
from triggerscape.contract.releases.burden_subgroups import BURDEN_SUBGROUP, CHRONIC_SHARE
from triggerscape.disclosure.egress.spec import Adds, Egress, Parts, Period, words

_EVERYBODY = {"subgroup_kind": "all", "subgroup_level": "all"}
_IN_BOTH = "mmd_mean|mhd_mean|acute_drug_days|severe_day_share|hit6_mean|midas_mean"
_HIT = (("n_people", "n_people"), ("n_hit", "n_hit"), ("n_without", "n_without"))

SITES = Egress(
    table=BURDEN_SITE_WINDOW,
    keys=("site_id", "window_kind", "window_index", "measure_id"),
    period=Period.CLOSED,
    site_column="site_id",
    period_column="window_kind",
    study_values=frozenset({"personal"}),
    window_column="window_start",
    parts=(
        # Known days are days between the first and the last entry, and both need so many of them;
        # forms and visits count of those who have them.
        Parts("measure_id", Adds.WITHIN, whole="diary_completeness"),
        Parts("", Adds.WITHIN, of="pub.data_quality"),
        Parts(
            "site_id",
            Adds.EXACTLY,
            of=BURDEN_SUBGROUP.name,
            where=words(window_kind="calendar", measure_id=_IN_BOTH),
            matching=_EVERYBODY,
        ),
    ),
)
SUBGROUPS = Egress(
    table=BURDEN_SUBGROUP,
    keys=("subgroup_kind", "subgroup_level", "window_index", "measure_id"),
    period=Period.CLOSED,
    window_column="window_start",
    parts=(
        *(
            Parts(
                "subgroup_level",
                Adds.EXACTLY,
                of=BURDEN_SUBGROUP.name,
                where=words(subgroup_kind=kind),
                matching=_EVERYBODY,
            )
            for kind in ("age_band", "chronicity", "diagnosis", "sex")
        ),
    ),
)
CHRONIC = Egress(
    table=CHRONIC_SHARE,
    keys=("subgroup_kind", "subgroup_level", "window_index", "measure_id"),
    period=Period.CLOSED,
    window_column="window_start",
    sums=(("n_people", ("n_hit", "n_without")),),
    within=(("n_hit", "n_people"),),
    parts=(
        *(
            Parts(
                "subgroup_level",
                Adds.EXACTLY,
                of=CHRONIC_SHARE.name,
                where=words(subgroup_kind=kind),
                matching=_EVERYBODY,
                counts=_HIT,
            )
            for kind in ("age_band", "diagnosis", "sex")
        ),
        # Who is chronic has a headache rate and a migraine rate in the window.
        *(
            Parts(
                "",
                Adds.EXACTLY,
                of=BURDEN_SUBGROUP.name,
                where=words(subgroup_kind="all"),
                matching={
                    "subgroup_kind": "chronicity",
                    "subgroup_level": "chronic",
                    "measure_id": rate,
                },
                counts=(("n_hit", "n_people"),),
            )
            for rate in ("mhd_mean", "mmd_mean")
        ),
    ),
)

BURDEN_TABLES = (SITES, SUBGROUPS, CHRONIC)
