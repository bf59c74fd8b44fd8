"""How reference tables and derived ones may leave: nobody is in them who is not elsewhere."""

from __future__ import annotations

from triggerscape.contract.releases.changes import RELEASE_CHANGE
from triggerscape.contract.releases.derived import DERIVED
from triggerscape.contract.releases.references import (
    DICTIONARY,
    DIM_ESTIMAND,
    DIM_MEASURE,
    DIM_SITE,
    DIM_THERAPY,
    DIM_TRIGGER,
    RELEASE,
)
from triggerscape.contract.releases.words import DIM_SUBGROUP, DIM_WORD
from triggerscape.disclosure.egress.spec import Egress, Period

REFERENCE_TABLES = (
    Egress(RELEASE, ("release_id",), Period.NONE),
    # Copies of cells of other tables, held to them by triggerscape.release.changes.check.
    Egress(RELEASE_CHANGE, ("table_name", "row_id", "measure_id"), Period.NONE),
    # What follows from printed rows, as triggerscape.release.derived.catalogue checks it does.
    *(Egress(table, table.key, Period.NONE) for table in DERIVED),
    Egress(DICTIONARY, ("table_name", "column_name"), Period.NONE),
    Egress(DIM_MEASURE, ("measure_id",), Period.NONE),
    Egress(DIM_ESTIMAND, ("estimand_id",), Period.NONE),
    Egress(DIM_SITE, ("site_id",), Period.NONE),
    Egress(DIM_TRIGGER, ("trigger_id",), Period.NONE),
    Egress(DIM_THERAPY, ("therapy_id",), Period.NONE),
    Egress(DIM_SUBGROUP, ("subgroup_kind", "subgroup_level"), Period.NONE),
    Egress(DIM_WORD, ("column_name", "word"), Period.NONE),
)
