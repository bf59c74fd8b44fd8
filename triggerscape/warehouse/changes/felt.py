"""What the changes of its inputs mean for a step: whose rows they touch, and from which day on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.warehouse.blocks import BEGINNING, END, days_before
from triggerscape.warehouse.changes.change import ANYTHING, RECENT_DAYS, Change, Changes
from triggerscape.warehouse.statements import Felt, tables_read

if TYPE_CHECKING:
    from triggerscape.warehouse.build.bucket_views import BucketViews
    from triggerscape.warehouse.build.step import Step


def felt_by(views: BucketViews, step: Step, changes: Changes) -> Change | None:
    """What the changes of its inputs mean for a step; None when it feels nothing of them.

    The change of a table without days is felt from a person's first day on.
    """
    found = {name: changes[name] for name in step.inputs if name in changes}
    if not found:
        return None
    if not all(change.touched for change in found.values()):
        return ANYTHING
    [(name, change), *others] = found.items()
    if not others and step.felt == Felt() and not _ahead(step, name):
        return change
    views.uncut(tables_read(step.felt.up_to) if step.felt.up_to else ())
    parts = [_felt_of_input(views, step, name, change) for name, change in found.items()]
    con, target = views.con, f"felt_{step.contract.short_name}"
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {target} AS "
        f"SELECT person_id, min(since) AS since FROM ({' UNION ALL '.join(parts)}) "
        "GROUP BY person_id ORDER BY person_id"
    )
    if step.felt.up_to and not con.execute(f"FROM {target} LIMIT 1").fetchall():
        return None
    if step.felt.last_before or step.felt.stretch:
        views.open_built(step.contract)  # as it lies: what is before the change stays
    if step.felt.last_before:
        _begin_after_last(views, target, step.felt.last_before)
    if step.felt.stretch:
        _begin_with_stretch(views, target, step.felt.stretch)
    return Change(target)


def is_of_many(views: BucketViews, step: Step, change: Change) -> bool:
    """True when more than every fifth person of a table as it lies is touched.

    Their inputs are read through either way: picking out the rows of many costs more than making
    those of everybody.
    """
    old = views.kept(step.contract, BEGINNING)
    touched, others = views.con.execute(
        f"SELECT (SELECT count(*) FROM {change.touched}), (SELECT count(DISTINCT person_id) "
        f"FROM ({old}) ANTI JOIN {change.touched} USING (person_id))"
    ).fetchall()[0]
    return bool(4 * touched > others)


def _felt_of_input(views: BucketViews, step: Step, name: str, change: Change) -> str:
    """SELECT of who feels the change of an input, and from which day on."""
    select = (
        f"SELECT c.person_id, c.since - {_ahead(step, name)} AS since FROM {change.touched} AS c"
    )
    if step.felt.up_to and views.is_dated(name):
        # Another change of the same day may move the last day itself: an undated one is felt.
        select += (
            f" SEMI JOIN ({step.felt.up_to}) AS u(person_id, day) "
            "ON u.person_id = c.person_id AND u.day >= c.since"
        )
    return select


def _ahead(step: Step, name: str) -> int:
    return step.reach[name].ahead if name in step.reach else 0


def _begin_after_last(views: BucketViews, touched: str, days: str) -> None:
    """Begin after the last of some days before it; most people have one not long before."""
    con, tables = views.con, tables_read(days)
    newest = con.execute(f"SELECT max(since) FROM {touched}").fetchall()[0][0] or END
    for name in tables:
        views.cut(name, touched, RECENT_DAYS, days_before(newest, RECENT_DAYS))
    con.execute(f"CREATE OR REPLACE TEMP TABLE last_before AS {_last_before(touched, days)}")
    views.uncut(tables)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE long_before AS "
        "SELECT person_id, since FROM last_before WHERE day IS NULL"
    )
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {touched} AS "
        "SELECT person_id, coalesce(day + 1, since) AS since FROM (FROM last_before "
        f"WHERE day IS NOT NULL UNION ALL {_last_before('long_before', days)}) ORDER BY person_id"
    )


def _last_before(touched: str, days: str) -> str:
    """SELECT of each touched person's last such day before it; null where there is none."""
    return (
        "SELECT t.person_id, any_value(t.since) AS since, max(d.day) AS day "
        f"FROM {touched} AS t LEFT JOIN ({days}) AS d(person_id, day) "
        "ON d.person_id = t.person_id AND d.day < t.since GROUP BY t.person_id"
    )


def _begin_with_stretch(views: BucketViews, touched: str, stretches: str) -> None:
    """Begin with the first day of a stretch that the change falls into."""
    views.con.execute(
        f"CREATE OR REPLACE TEMP TABLE {touched} AS "
        "SELECT t.person_id, least(any_value(t.since), min(s.first_day)) AS since "
        f"FROM {touched} AS t LEFT JOIN ({stretches}) AS s(person_id, first_day, last_day) "
        "ON s.person_id = t.person_id AND s.first_day < t.since AND s.last_day >= t.since "
        "GROUP BY t.person_id ORDER BY t.person_id"
    )
