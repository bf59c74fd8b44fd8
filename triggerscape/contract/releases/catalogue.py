"""Every published table."""

from __future__ import annotations

from triggerscape.contract.language import Table
from triggerscape.contract.releases.absolute import TRIGGER_BURDEN
from triggerscape.contract.releases.burden import BURDEN_SITE_WINDOW
from triggerscape.contract.releases.burden_subgroups import BURDEN_SUBGROUP, CHRONIC_SHARE
from triggerscape.contract.releases.chronicity import CHRONICITY_CHANGE, MEDICATION_OVERUSE
from triggerscape.contract.releases.courses import THERAPY_COURSE
from triggerscape.contract.releases.derived import DERIVED
from triggerscape.contract.releases.doses import THERAPY_DOSE
from triggerscape.contract.releases.event_time import THERAPY_EVENT_TIME
from triggerscape.contract.releases.exposure_strata import EXPOSURE_STRATUM
from triggerscape.contract.releases.forecast import FORECAST
from triggerscape.contract.releases.layers import THERAPY_COMBINATION
from triggerscape.contract.releases.models import MODEL_DRIFT, MODEL_VERSION
from triggerscape.contract.releases.pairs import TRIGGER_COMBINATION
from triggerscape.contract.releases.people import PHENOTYPE, TRIGGER_PERSON_SPREAD
from triggerscape.contract.releases.perceived import PERCEIVED_TRIGGER
from triggerscape.contract.releases.population import POPULATION, THERAPY_USE
from triggerscape.contract.releases.quality import DATA_QUALITY
from triggerscape.contract.releases.references import REFERENCES
from triggerscape.contract.releases.sensitivity import TRIGGER_SENSITIVITY
from triggerscape.contract.releases.shapes import DOSE_RESPONSE
from triggerscape.contract.releases.site_comparison import SITE_COMPARISON
from triggerscape.contract.releases.subgroups import TRIGGER_SUBGROUP
from triggerscape.contract.releases.techniques import THERAPY_TECHNIQUE
from triggerscape.contract.releases.therapies import THERAPY_DIAGNOSTIC, THERAPY_EFFECT
from triggerscape.contract.releases.triggers import (
    TRIGGER_EFFECT,
    TRIGGER_ODDS,
    TRIGGER_SITE,
    TRIGGER_TIMING,
)
from triggerscape.contract.releases.value import THERAPY_VALUE

FACTS: tuple[Table, ...] = (
    BURDEN_SITE_WINDOW,
    BURDEN_SUBGROUP,
    CHRONIC_SHARE,
    TRIGGER_EFFECT,
    TRIGGER_TIMING,
    TRIGGER_SITE,
    TRIGGER_ODDS,
    TRIGGER_SUBGROUP,
    TRIGGER_BURDEN,
    TRIGGER_SENSITIVITY,
    PERCEIVED_TRIGGER,
    DOSE_RESPONSE,
    EXPOSURE_STRATUM,
    TRIGGER_COMBINATION,
    TRIGGER_PERSON_SPREAD,
    PHENOTYPE,
    CHRONICITY_CHANGE,
    MEDICATION_OVERUSE,
    SITE_COMPARISON,
    MODEL_VERSION,
    MODEL_DRIFT,
    THERAPY_EFFECT,
    THERAPY_DIAGNOSTIC,
    THERAPY_DOSE,
    THERAPY_TECHNIQUE,
    THERAPY_COMBINATION,
    THERAPY_EVENT_TIME,
    THERAPY_COURSE,
    THERAPY_VALUE,
    *FORECAST,
    POPULATION,
    THERAPY_USE,
    DATA_QUALITY,
)

PUBLISHED: tuple[Table, ...] = FACTS + DERIVED + REFERENCES
