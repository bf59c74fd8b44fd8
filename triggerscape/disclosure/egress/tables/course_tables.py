"""How the tables of people and of the course of the illness may leave."""

from __future__ import annotations

from triggerscape.contract.releases.chronicity import CHRONICITY_CHANGE, MEDICATION_OVERUSE
from triggerscape.contract.releases.population import POPULATION, THERAPY_USE
from triggerscape.contract.releases.quality import DATA_QUALITY
from triggerscape.contract.releases.site_comparison import SITE_COMPARISON
from triggerscape.disclosure.egress.spec import Adds, Egress, Parts, Period, words
from triggerscape.disclosure.egress.tables.therapy_words import GROUP_OF, WITHIN_ALL

# People of a site in data_quality are all who have a known day there: the whole of any other count.
_CHANGED = (("n_people", "n_people"), ("n_changed", "n_changed"), ("n_unchanged", "n_unchanged"))
_HIT = (("n_people", "n_people"), ("n_hit", "n_hit"), ("n_without", "n_without"))
_BY_WINDOW = 2  # who changed at least once: of "never did" less holds from window to window

CHRONICITY = Egress(
    table=CHRONICITY_CHANGE,
    keys=("rule_id", "scope_id", "window_id", "measure_id"),
    period=Period.CLOSED,
    site_column="scope_id",
    period_column="window_id",
    study_values=frozenset({"all"}),
    window_column="window_id",
    sums=(("n_people", ("n_changed", "n_unchanged")),),
    within=(("n_changed", "n_people"),),
    parts=(
        Parts("scope_id", Adds.EXACTLY, counts=_CHANGED),
        Parts("window_id", Adds.OVERLAPPING, counts=_CHANGED[:_BY_WINDOW]),
        *(
            Parts(
                "",
                Adds.EXACTLY,
                of="pub.chronicity_change",
                where=words(measure_id=f"{change}_trend"),
                matching={"measure_id": f"{change}_rate"},
                counts=_CHANGED,
            )
            for change in ("chronification", "reversion")
        ),
    ),
)
OVERUSE = Egress(
    table=MEDICATION_OVERUSE,
    keys=("class_id", "scope_id", "window_id", "measure_id"),
    period=Period.CLOSED,
    site_column="scope_id",
    period_column="window_id",
    study_values=frozenset({"all"}),
    window_column="window_id",
    sums=(("n_people", ("n_hit", "n_without")),),
    within=(("n_hit", "n_people"),),
    parts=(
        Parts("scope_id", Adds.EXACTLY, counts=_HIT),
        Parts("window_id", Adds.OVERLAPPING, counts=_HIT[:_BY_WINDOW]),
        # Newly over and no longer over are asked of some of those whose windows are judged.
        Parts("measure_id", Adds.WITHIN, whole="overuse_share"),
    ),
)
PEOPLE = Egress(
    table=POPULATION,
    keys=("scope_id", "sex", "age_band", "measure_id"),
    period=Period.STUDY,
    site_column="scope_id",
    base=10,
    parts=(
        Parts("scope_id", Adds.EXACTLY),
        Parts("sex", Adds.EXACTLY),
        Parts("age_band", Adds.EXACTLY),
        Parts("", Adds.WITHIN, of="pub.data_quality", called={"scope_id": "site_id"}),
    ),
)
USE = Egress(
    table=THERAPY_USE,
    keys=("scope_id", "use_id", "measure_id"),
    period=Period.STUDY,
    site_column="scope_id",
    parts=(
        Parts("scope_id", Adds.EXACTLY),
        Parts("use_id", Adds.OVERLAPPING, parent=GROUP_OF),
        Parts("use_id", Adds.OVERLAPPING, parent=WITHIN_ALL),
        Parts(
            "",
            Adds.WITHIN,
            of="pub.population",
            matching={"sex": "all", "age_band": "all", "measure_id": "people"},
        ),
    ),
)
QUALITY = Egress(
    table=DATA_QUALITY,
    keys=("site_id", "contract_id", "measure_id"),
    period=Period.STUDY,
    site_column="site_id",
    alone=("n_people",),
    regardless_of={"n_people": ("contract_id", "measure_id")},
)

SITES = Egress(
    table=SITE_COMPARISON,
    keys=("site_id", "estimand_id", "measure_id"),
    period=Period.STUDY,
    site_column="site_id",
    parts=(Parts("", Adds.WITHIN, of="pub.data_quality"),),
)

COURSE_TABLES = (CHRONICITY, OVERUSE, PEOPLE, USE, QUALITY, SITES)
