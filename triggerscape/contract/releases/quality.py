"""What the sites sent, and what became of it."""

from __future__ import annotations

from triggerscape.contract.language import Column, Kind, Role, Table
from triggerscape.contract.releases.columns import FIRST, STATUSES, key

DATA_QUALITY = Table(
    name="pub.data_quality",
    grain="one row per site, kind of table and measure",
    key=("site_id", "contract_id", "measure_id"),
    columns=(
        *FIRST,
        key("site_id", "The site; see dim_site"),
        key("contract_id", "The kind of table the site sent"),
        Column(
            "measure_id",
            Kind.TEXT,
            "What the count measures; see dim_measure",
            nullable=False,
            role=Role.DIMENSION,
        ),
        Column("n_rows", Kind.BIGINT, "Rows, rounded", unit="{row}", role=Role.COUNT),
        Column(
            "n_people",
            Kind.BIGINT,
            "People in the site's accepted rows, rounded",
            unit="{person}",
            role=Role.COUNT,
        ),
        Column(
            "status",
            Kind.TEXT,
            "ok; c confidential; x not available",
            values=STATUSES,
            nullable=False,
            role=Role.NOTE,
        ),
    ),
)
