"""The work on one bucket: settling, building and designing touch the files of that bucket only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.feature_steps import design_steps, feature_steps
from triggerscape.warehouse.build.building import build_bucket
from triggerscape.warehouse.build.designs import build_designs
from triggerscape.warehouse.build.settling import settle_bucket
from triggerscape.warehouse.reference.tables import make_reference

if TYPE_CHECKING:
    from flows.run import Run
    from triggerscape.warehouse.build.step import Built
    from triggerscape.warehouse.ledger.deliveries import SiteDeliveries

SETTLE, BUILD, DESIGN = "settle", "build", "design"
# The files of a bucket that a stage reads or writes, by the first letters of their paths.
READS: dict[str, tuple[str, ...]] = {
    SETTLE: (".built/", "accepted.", "fate."),
    BUILD: (".built/", "accepted.", "fate.", "features."),
    DESIGN: (".built/", "features.", "design.", "trials.", "months."),
}


def work_on(
    run: Run, stage: str, bucket: int, deliveries: SiteDeliveries, *, side_by_side: int = 1
) -> list[Built]:
    """Do one stage of one bucket; gives back what became of each table."""
    with run.connect_to_build(bucket, side_by_side) as con:
        make_reference(con, run.settings)
        if stage == SETTLE:
            return settle_bucket(con, run.lake, bucket, deliveries)
        if stage == BUILD:
            steps = feature_steps(run)
            return build_bucket(con, run.lake, bucket, steps, run.settings, deliveries=deliveries)
        steps = design_steps(run)
        read = [step.contract for step in feature_steps(run)]
        return build_designs(con, run.lake, bucket, steps, run.settings, inputs=read)
