"""How the tables of therapies may leave.

Who starts a group need not start its leaf anew, nor the other way round, and each comparison keeps
only people comparable in it: of their counts nothing adds up, yet a leaf too small to be shown can
be guessed from its group and the other leaves.
"""

from __future__ import annotations

from triggerscape.contract.releases.courses import THERAPY_COURSE
from triggerscape.contract.releases.doses import THERAPY_DOSE
from triggerscape.contract.releases.event_time import THERAPY_EVENT_TIME
from triggerscape.contract.releases.layers import THERAPY_COMBINATION
from triggerscape.contract.releases.techniques import THERAPY_TECHNIQUE
from triggerscape.contract.releases.therapies import THERAPY_DIAGNOSTIC, THERAPY_EFFECT
from triggerscape.contract.releases.value import THERAPY_VALUE
from triggerscape.disclosure.egress.spec import Adds, Egress, Parts, Period, words
from triggerscape.disclosure.egress.tables.therapy_words import GROUP_OF

_NEARLY = Parts("therapy_id", Adds.NEARLY, parent=GROUP_OF)
_ARMS = ("n_people", "n_comparator")

EFFECT = Egress(
    table=THERAPY_EFFECT,
    keys=("therapy_id", "comparator_id", "estimand_id", "measure_id"),
    period=Period.STUDY,
    parts=(_NEARLY,),
    alone=_ARMS,
)
DIAGNOSTIC = Egress(
    table=THERAPY_DIAGNOSTIC,
    keys=("therapy_id", "comparator_id", "measure_id"),
    period=Period.STUDY,
    parts=(_NEARLY,),
    alone=_ARMS,
    regardless_of={"n_people": ("measure_id",), "n_comparator": ("measure_id",)},
)
EVENT_TIME = Egress(
    table=THERAPY_EVENT_TIME,
    keys=("therapy_id", "comparator_id", "estimand_id", "measure_id", "event_window"),
    period=Period.STUDY,
    parts=(_NEARLY,),
    alone=_ARMS,
    # One study reads the people of a window once, for all that is said of it.
    regardless_of={
        "n_people": ("estimand_id", "measure_id"),
        "n_comparator": ("estimand_id", "measure_id"),
    },
)
COURSE = Egress(
    table=THERAPY_COURSE,
    keys=("therapy_id", "measure_id"),
    period=Period.STUDY,
    parts=(_NEARLY,),
    within=(("n_in_smaller_part", "n_people"),),
)
DOSE = Egress(
    table=THERAPY_DOSE,
    keys=("therapy_id", "estimand_id", "dose_id", "dose_level"),
    period=Period.STUDY,
    parts=(_NEARLY,),
    alone=("n_people", "n_reference"),
)
TECHNIQUE = Egress(
    table=THERAPY_TECHNIQUE,
    keys=("group_id", "comparator_id", "therapy_id", "estimand_id", "measure_id"),
    period=Period.STUDY,
    parts=(
        # The row of the group adds up those drawn together, and only they have such rows.
        Parts(
            "therapy_id",
            Adds.EXACTLY,
            parent=GROUP_OF,
            where=words(estimand_id="technique_drawn", measure_id="mmd_difference"),
        ),
        Parts("therapy_id", Adds.NEARLY, parent=GROUP_OF),
    ),
    alone=("n_comparator",),
    regardless_of={
        "n_people": ("estimand_id", "measure_id"),
        "n_comparator": ("estimand_id", "measure_id"),
    },
)
COMBINATION = Egress(
    table=THERAPY_COMBINATION,
    keys=("therapy_a", "therapy_b", "measure_id"),
    period=Period.STUDY,
    # Nobody is in two of the four arms, and everybody asked about is in one; no row says how many.
    alone=("n_people", "n_a", "n_b", "n_neither"),
    regardless_of=dict.fromkeys(("n_people", "n_a", "n_b", "n_neither"), ("measure_id",)),
)
VALUE = Egress(
    table=THERAPY_VALUE,
    keys=("therapy_id", "comparator_id", "currency", "measure_id"),
    period=Period.STUDY,
    parts=(
        # What is counted person by person, leaf and group alike: no start has to be a new one.
        Parts(
            "therapy_id",
            Adds.WITHIN,
            parent=GROUP_OF,
            where=words(
                comparator_id="none",
                measure_id="satisfaction_mean|covered_share|cost_per_course",
            ),
        ),
        _NEARLY,
    ),
    # Without a comparator it repeats n_people.
    alone=("n_comparator",),
    # Nobody: no site tells what is charged, or asks.
    nobody_is_no_secret=True,
)

THERAPY_TABLES = (EFFECT, DIAGNOSTIC, EVENT_TIME, COURSE, DOSE, TECHNIQUE, COMBINATION, VALUE)
