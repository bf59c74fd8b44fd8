"""Parts of a whole: a part too small to be shown must not follow from the others and the whole.

The whole, everybody, is published elsewhere. With one part hidden, everybody minus the parts shown
is that part: its people, and by weights even its estimate. So another part is hidden beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from triggerscape.contract.language import Role, Table
from triggerscape.disclosure.rule import Rule, person_counts

# The column that tells the parts of one whole apart, by published table.
PART_COLUMNS = {
    "pub.trigger_subgroup": "subgroup_level",
    "pub.model_metric": "slice_level",
    "pub.model_calibration": "slice_level",
    "pub.chronicity_change": "scope_id",
    "pub.medication_overuse": "scope_id",
}
# Tables that say several things of each part: every measure has parts of its own.
_MEASURED_APART = frozenset(PART_COLUMNS) - {"pub.trigger_subgroup"}
# Rows that compare the parts: not parts themselves.
COMPARING_MEASURES = frozenset({"interaction_test"})
_ROW, _SIZE = "row_of_parts", "size_of_part"


def hide_telling_parts(frame: pl.DataFrame, table: Table, rule: Rule) -> pl.DataFrame:
    """The frame with status ``c`` where a part, shown, would tell of one that must be hidden.

    Parts of one whole are rows alike in every other key; the size of a part is the smallest of its
    counts of people. Where one of them has 1 to threshold - 1 people, the smallest shown are hidden
    in turn until the hidden are at least two and together reach the threshold. A comparison of
    parts is hidden once any of its parts is: it would give the hidden one back. Frames of other
    tables come back as they are. For ``protect``, which keeps every ``c``, to be called on the
    result.
    """
    part = PART_COLUMNS.get(table.name)
    if part is None:
        return frame
    numbered = frame.with_row_index(_ROW)
    whole = [c.name for c in table if c.name in table.key and c.role is Role.DIMENSION]
    one_measure = set() if table.name in _MEASURED_APART else {"measure_id"}
    whole = [name for name in whole if name not in {part, *one_measure}]
    hidden: list[int] = []
    for _, rows in numbered.group_by(whole, maintain_order=True):
        is_comparing = pl.col("measure_id").is_in(sorted(COMPARING_MEASURES))
        fewest = pl.min_horizontal(person_counts(table)).alias(_SIZE)
        parts = rows.filter(~is_comparing).with_columns(fewest).sort(_SIZE, part)
        people = parts[_SIZE].to_list()
        is_shown = [status not in {"c", "x"} for status in parts["status"].to_list()]
        chosen = telling_parts(people, is_shown, rule.threshold)
        hidden += [parts[_ROW][place] for place in chosen]
        if chosen or any(0 < n < rule.threshold for n in people):
            hidden += rows.filter(is_comparing)[_ROW].to_list()
    is_telling = pl.col(_ROW).is_in(sorted(hidden))
    status = pl.when(is_telling).then(pl.lit("c")).otherwise(pl.col("status")).alias("status")
    return numbered.with_columns(status).drop(_ROW)


def telling_parts(people: Sequence[int], is_shown: Sequence[bool], threshold: int) -> list[int]:
    """Places of the parts to hide beside those too small, smallest first.

    ``people`` are the sizes in rising order; a part that is not shown for another reason still
    counts among the hidden.
    """
    small = [place for place, n in enumerate(people) if 0 < n < threshold]
    if not small:
        return []
    unseen = {p for p, n in enumerate(people) if n > 0 and (n < threshold or not is_shown[p])}
    chosen: list[int] = []
    for place, n in enumerate(people):
        if len(unseen) >= 2 and sum(people[p] for p in unseen) >= threshold:
            break
        if n > 0 and place not in unseen:
            unseen.add(place)
            chosen.append(place)
    return chosen
