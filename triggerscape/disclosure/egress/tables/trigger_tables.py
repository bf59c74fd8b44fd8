"""How the tables of triggers may leave.

A fit reads the days on which every factor of its adjustment set is known, and each analysis has its
own: the people of one row are among those of another only where both come from the same fit. Where
that is not so, nothing is said of their counts. Nobody means that no diary records the factor.
"""

from __future__ import annotations

from triggerscape.contract.releases.absolute import TRIGGER_BURDEN
from triggerscape.contract.releases.exposure_strata import EXPOSURE_STRATUM
from triggerscape.contract.releases.pairs import TRIGGER_COMBINATION
from triggerscape.contract.releases.people import PHENOTYPE, TRIGGER_PERSON_SPREAD
from triggerscape.contract.releases.perceived import PERCEIVED_TRIGGER
from triggerscape.contract.releases.sensitivity import TRIGGER_SENSITIVITY
from triggerscape.contract.releases.shapes import DOSE_RESPONSE
from triggerscape.contract.releases.subgroups import TRIGGER_SUBGROUP
from triggerscape.contract.releases.triggers import (
    TRIGGER_EFFECT,
    TRIGGER_ODDS,
    TRIGGER_SITE,
    TRIGGER_TIMING,
)
from triggerscape.disclosure.egress.spec import Adds, Egress, Parts, Period, words

_FIT = {"estimand_id": "within_person"}
_RATES = words(measure_id="onset_rate")
_RATIOS = words(measure_id="onset_ratio")
_BANDS = ("posture_band", "sleep_band", "stress_band")

EFFECT = Egress(
    table=TRIGGER_EFFECT,
    keys=("trigger_id", "estimand_id", "outcome_id", "measure_id"),
    period=Period.STUDY,
    parts=(
        # Pooled over sites or with what sites have in common: the same fit of the same days.
        Parts(
            "",
            Adds.EXACTLY,
            of="pub.trigger_effect",
            where=words(estimand_id="within_person_pooled"),
            matching=_FIT,
        ),
    ),
    nobody_is_no_secret=True,
)
TIMING = Egress(
    table=TRIGGER_TIMING,
    keys=("trigger_id", "outcome_id", "lag_days", "measure_id"),
    period=Period.STUDY,
    alone=("n_people",),
    nobody_is_no_secret=True,
)
SITE = Egress(
    table=TRIGGER_SITE,
    keys=("trigger_id", "outcome_id", "site_id", "measure_id"),
    period=Period.STUDY,
    site_column="site_id",
    parts=(Parts("site_id", Adds.EXACTLY, of="pub.trigger_effect", matching=_FIT),),
    nobody_is_no_secret=True,
)
ODDS = Egress(
    table=TRIGGER_ODDS,
    keys=("trigger_id", "outcome_id", "measure_id"),
    period=Period.STUDY,
    alone=("n_people",),
    nobody_is_no_secret=True,
)
SUBGROUP = Egress(
    table=TRIGGER_SUBGROUP,
    keys=("trigger_id", "outcome_id", "subgroup_kind", "subgroup_level", "measure_id"),
    period=Period.STUDY,
    parts=(
        Parts(
            "subgroup_level",
            Adds.NEARLY,
            where=words(measure_id="rate_ratio"),
            of="pub.trigger_effect",
            matching=_FIT,
        ),
    ),
    nobody_is_no_secret=True,
)
ABSOLUTE = Egress(
    table=TRIGGER_BURDEN,
    keys=("trigger_id", "outcome_id", "measure_id"),
    period=Period.STUDY,
    parts=(
        # All three count the people with an attack on an exposed day.
        Parts(
            "",
            Adds.EXACTLY,
            of="pub.trigger_burden",
            where=words(measure_id="attributable_share|attributable_days"),
            matching={"measure_id": "attributable_attacks"},
        ),
    ),
    nobody_is_no_secret=True,
)
SENSITIVITY = Egress(
    table=TRIGGER_SENSITIVITY,
    keys=("trigger_id", "estimand_id", "outcome_id", "analysis_id", "measure_id"),
    period=Period.STUDY,
    # Who tells two analyses apart may be in only one of them.
    alone=("n_people", "n_changed"),
    nobody_is_no_secret=True,
)
PERCEIVED = Egress(
    table=PERCEIVED_TRIGGER,
    keys=("perceived_id", "outcome_id", "measure_id"),
    period=Period.STUDY,
    within=(("n_ticked", "n_people"),),
    regardless_of={"n_people": ("measure_id",), "n_ticked": ("measure_id",)},
)
DOSES = Egress(
    table=DOSE_RESPONSE,
    keys=("dose_id", "estimand_id", "outcome_id", "amount", "measure_id"),
    period=Period.STUDY,
    alone=("n_people",),
    nobody_is_no_secret=True,
)
PAIRS = Egress(
    table=TRIGGER_COMBINATION,
    keys=("first_id", "second_id", "estimand_id", "outcome_id", "measure_id"),
    period=Period.STUDY,
    alone=("n_people",),
    regardless_of={"n_people": ("measure_id",)},
    nobody_is_no_secret=True,
)
SPREAD = Egress(
    table=TRIGGER_PERSON_SPREAD,
    keys=("trigger_id", "estimand_id", "outcome_id", "measure_id", "band_id"),
    period=Period.STUDY,
    # Where nobody is counted apart, n_counted repeats n_people. Who was drawn is chance.
    at_most=(("n_counted", "n_people"),),
    alone=("n_people_in_all",),
    regardless_of={
        "n_people": ("measure_id", "band_id"),
        "n_people_in_all": ("measure_id", "band_id"),
    },
    nobody_is_no_secret=True,
)
KINDS = Egress(
    table=PHENOTYPE,
    keys=("phenotype_id", "estimand_id", "outcome_id", "feature_id", "measure_id"),
    period=Period.STUDY,
    # A group is a sum of chances: nobody was put into one.
    alone=("n_people", "n_people_in_all"),
    regardless_of={
        "n_people": ("feature_id", "measure_id"),
        "n_people_in_all": ("phenotype_id", "feature_id", "measure_id"),
    },
    nobody_is_no_secret=True,
)

STRATA = Egress(
    table=EXPOSURE_STRATUM,
    keys=(*_BANDS, "estimand_id", "outcome_id", "measure_id"),
    period=Period.STUDY,
    parts=(
        # Who has a day of a band has it in some stratum, and other days in others.
        *(Parts(band, Adds.OVERLAPPING, where=_RATES) for band in _BANDS),
        # A ratio also asks for a day at the reference of the stratum, and for an attack.
        *(Parts(band, Adds.WITHIN, where=_RATIOS) for band in _BANDS),
        Parts(
            "",
            Adds.WITHIN,
            where=_RATIOS,
            of="pub.exposure_stratum",
            matching={"estimand_id": "stratum_observed", "measure_id": "onset_rate"},
        ),
    ),
)

TRIGGER_TABLES = (
    EFFECT,
    TIMING,
    SITE,
    ODDS,
    SUBGROUP,
    ABSOLUTE,
    SENSITIVITY,
    PERCEIVED,
    DOSES,
    STRATA,
    PAIRS,
    SPREAD,
    KINDS,
)
