"""Every declared table, by name."""

from __future__ import annotations

from triggerscape.contract.core import CORE
from triggerscape.contract.diary import DIARY, DIARY_COVERAGE
from triggerscape.contract.estimates.catalogue import ESTIMATES
from triggerscape.contract.features import FEATURES
from triggerscape.contract.language import Table
from triggerscape.contract.ledger import LEDGER
from triggerscape.contract.months import MONTHS
from triggerscape.contract.person import PERSON, QUESTIONNAIRE
from triggerscape.contract.quality import QUALITY
from triggerscape.contract.releases.catalogue import PUBLISHED
from triggerscape.contract.sites import REFERENCE_SITE, SITES
from triggerscape.contract.trials import TRIALS
from triggerscape.contract.visit import THERAPY, VISIT

INPUTS: dict[str, Table] = {
    table.short_name: table
    for table in (PERSON, DIARY, DIARY_COVERAGE, VISIT, THERAPY, QUESTIONNAIRE)
}
TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        *INPUTS.values(),
        *CORE,
        *FEATURES,
        REFERENCE_SITE,
        *SITES,
        *TRIALS,
        *MONTHS,
        *ESTIMATES,
        *LEDGER,
        *QUALITY,
        *PUBLISHED,
    )
}
