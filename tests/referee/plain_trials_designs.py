"""The trials themselves, a second time: who is compared with whom, decided person by person."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from plain_features_diary import by_person
from plain_features_people import Row
from plain_features_therapies import GROUP_OF
from plain_trials_zero import PRIME

NEEDED = ("mmd_m1", "mmd_m2", "mmd_m3", "mmd_after", "age_years", "is_female", "is_chronic")
OF_START = ("co_starts", "leaf", "sessions_28", "minutes_28", "is_stopped_by_84")
PER_STARTER = 5
MONTH = timedelta(28)


class Trials:
    """Every table a trial is made from, looked up by person."""

    def __init__(self, made: dict[str, list[Row]]) -> None:
        self.uses = by_person(made["first_use"])
        self.starts = made["start"]
        self.stops = {(row["person_id"], row["therapy_id"]): row for row in made["course_stop"]}
        self.possible = [(row["person_id"], row["index_date"]) for row in made["possible_zero"]]
        self.people = {
            (row["person_id"], row["index_date"]): row
            for row in made["person_at_zero"]
            if all(row[name] is not None for name in NEEDED)
        }

    def active(self, therapy: str, comparator: str) -> list[Row]:
        rows = []
        for start in self.starts:
            if start["therapy_id"] not in (therapy, comparator):
                continue
            other = comparator if start["therapy_id"] == therapy else therapy
            used = self._first(start["person_id"], other)
            zero = self.people.get((start["person_id"], start["index_date"]))
            if zero and (used is None or used > start["index_date"]):
                arm = int(start["therapy_id"] == therapy)
                rows.append({**zero, "arm": arm, **{name: start[name] for name in OF_START}})
        return rows

    def no_start(self, therapy: str) -> list[Row]:
        starters = []
        for start in self.starts:
            zero = self.people.get((start["person_id"], start["index_date"]))
            if zero and start["therapy_id"] == therapy:
                starters.append({**zero, "arm": 1, **{name: start[name] for name in OF_START}})
        waiting = []
        for who, day in self.possible:
            used = self._first(who, therapy)
            if (who, day) in self.people and (used is None or used > day):
                waiting.append(self.people[who, day])
        others = [
            {**row, "arm": 0, **dict.fromkeys(OF_START), "co_starts": self._near(row, therapy)}
            for row in drawn(waiting, starters)
        ]
        return in_order([*starters, *others])

    def layers(self, one: str, other: str) -> list[Row]:
        starters, waiting = [], []
        for (who, day), zero in self.people.items():
            used = [self._first(who, therapy) for therapy in (one, other)]
            first = min((date for date in used if date), default=None)
            if (who, day) in self.possible and (first is None or first >= day + MONTH):
                waiting.append(zero)
            is_new = any(
                (start["person_id"], start["index_date"]) == (who, day)
                and start["therapy_id"] in (one, other)
                for start in self.starts
            )
            if first == day and is_new:
                has_one, has_other = (date is not None and date < day + MONTH for date in used)
                starters.append({**zero, "arm": has_one + 2 * has_other})
        neither = [{**row, "arm": 0} for row in drawn(waiting, starters)]
        rows = in_order([*starters, *neither])
        return [{**row, "co_starts": self._near(row, one, other)} for row in rows]

    def stopping(self, therapy: str) -> list[Row]:
        starters, waiting = [], []
        for start in self.starts:
            if start["therapy_id"] != therapy:
                continue
            who, begun = start["person_id"], start["index_date"]
            stop = self.stops.get((who, therapy))
            ended = stop and stop["stop_date"]
            if ended and (who, ended) in self.people and ended >= begun + MONTH:
                days = (ended - begun).days
                starters.append({**self.people[who, ended], "course_days": days, "arm": 1})
            for person, day in self.possible:
                is_on = person == who and day >= begun + MONTH and (not ended or ended > day)
                if is_on and (who, day) in self.people:
                    days = (day - begun).days
                    waiting.append({**self.people[who, day], "course_days": days})
        still = [{**row, "arm": 0} for row in drawn(waiting, starters)]
        rows = in_order([*starters, *still])
        return [{**row, "co_starts": self._near(row, therapy)} for row in rows]

    def _first(self, person: int, therapy: str):
        days = [u["index_date"] for u in self.uses.get(person, []) if u["therapy_id"] == therapy]
        return days[0] if days else None

    def _near(self, zero: Row, *therapies: str) -> int:
        return sum(
            use["therapy_id"] in GROUP_OF
            and not {use["therapy_id"], GROUP_OF[use["therapy_id"]]} & set(therapies)
            and abs((use["index_date"] - zero["index_date"]).days) <= 28
            for use in self.uses.get(zero["person_id"], [])
        )


def drawn(waiting: list[Row], starters: list[Row]) -> list[Row]:
    """So many for each starter of their month, in an order that looks like chance."""
    by_month: dict[int, list[Row]] = defaultdict(list)
    for row in waiting:
        by_month[row["month_index"]].append(row)
    chosen = []
    for month, rows in by_month.items():
        places = PER_STARTER * sum(row["month_index"] == month for row in starters)
        chosen += sorted(rows, key=lambda row: (_mix(row), row["person_id"]))[:places]
    return chosen


def _mix(row: Row) -> int:
    mixed = (row["person_id"] // PRIME % PRIME + 104729 * (row["month_index"] + 5000)) % PRIME
    return int(mixed**2 % PRIME)


def in_order(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row["person_id"], row["index_date"]))
