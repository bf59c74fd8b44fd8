"""Every table of estimates."""

from __future__ import annotations

from triggerscape.contract.estimates.absolute import BURDEN_ESTIMATE
from triggerscape.contract.estimates.audit import TRIGGER_AUDIT_ESTIMATE
from triggerscape.contract.estimates.chronicity import (
    CHRONICITY_CHANGE_ESTIMATE,
    MEDICATION_OVERUSE_ESTIMATE,
)
from triggerscape.contract.estimates.courses import THERAPY_COURSE_ESTIMATE
from triggerscape.contract.estimates.doses import DOSE_ESTIMATE
from triggerscape.contract.estimates.event_time import EVENT_TIME_ESTIMATE
from triggerscape.contract.estimates.exposure_strata import EXPOSURE_STRATUM_ESTIMATE
from triggerscape.contract.estimates.forecast import FORECAST_ESTIMATES
from triggerscape.contract.estimates.layers import COMBINATION_ESTIMATE
from triggerscape.contract.estimates.models import MODEL_DRIFT_ESTIMATE, MODEL_VERSION_ESTIMATE
from triggerscape.contract.estimates.pairs import TRIGGER_COMBINATION_ESTIMATE
from triggerscape.contract.estimates.people import PERSON_SPREAD_ESTIMATE, PHENOTYPE_ESTIMATE
from triggerscape.contract.estimates.sensitivity import SENSITIVITY_ESTIMATE
from triggerscape.contract.estimates.shapes import DOSE_RESPONSE_ESTIMATE
from triggerscape.contract.estimates.site_comparison import SITE_COMPARISON_ESTIMATE
from triggerscape.contract.estimates.subgroups import SUBGROUP_ESTIMATE
from triggerscape.contract.estimates.techniques import TECHNIQUE_ESTIMATE
from triggerscape.contract.estimates.therapies import THERAPY_DIAGNOSTIC_ESTIMATE, THERAPY_ESTIMATE
from triggerscape.contract.estimates.triggers import (
    TRIGGER_ESTIMATE,
    TRIGGER_ODDS_ESTIMATE,
    TRIGGER_SITE_ESTIMATE,
    TRIGGER_TIMING_ESTIMATE,
)
from triggerscape.contract.estimates.value import THERAPY_VALUE_ESTIMATE
from triggerscape.contract.language import Table

ESTIMATES: tuple[Table, ...] = (
    TRIGGER_ESTIMATE,
    TRIGGER_TIMING_ESTIMATE,
    TRIGGER_SITE_ESTIMATE,
    TRIGGER_ODDS_ESTIMATE,
    TRIGGER_AUDIT_ESTIMATE,
    SUBGROUP_ESTIMATE,
    BURDEN_ESTIMATE,
    SENSITIVITY_ESTIMATE,
    DOSE_RESPONSE_ESTIMATE,
    EXPOSURE_STRATUM_ESTIMATE,
    TRIGGER_COMBINATION_ESTIMATE,
    PERSON_SPREAD_ESTIMATE,
    PHENOTYPE_ESTIMATE,
    CHRONICITY_CHANGE_ESTIMATE,
    MEDICATION_OVERUSE_ESTIMATE,
    SITE_COMPARISON_ESTIMATE,
    MODEL_VERSION_ESTIMATE,
    MODEL_DRIFT_ESTIMATE,
    THERAPY_ESTIMATE,
    THERAPY_DIAGNOSTIC_ESTIMATE,
    DOSE_ESTIMATE,
    TECHNIQUE_ESTIMATE,
    COMBINATION_ESTIMATE,
    EVENT_TIME_ESTIMATE,
    THERAPY_COURSE_ESTIMATE,
    THERAPY_VALUE_ESTIMATE,
    *FORECAST_ESTIMATES,
)
