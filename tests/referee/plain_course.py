"""A second, plain calculation of who turned: one person after another, one window after another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

WINDOW_RULE = 3
Row = tuple[str, str, int, int, bool]  # rule, change, person, window, did it turn


def is_chronic(known: int, headache: int, migraine_known: int, migraine: int) -> bool | None:
    """One month by itself: 15 headache and 8 migraine days of 28, from 14 known days."""
    frequent = 28 * headache >= 15 * known if known >= 14 else None
    migrainous = 28 * migraine >= 8 * migraine_known if migraine_known >= 14 else None
    if frequent is False or migrainous is False:
        return False
    return None if frequent is None or migrainous is None else True


def changes_of(person: int, months: Mapping[int, bool | None]) -> Iterator[Row]:
    """Every window in which this person could have turned, by both rules."""
    for window, now in months.items():
        before = months.get(window - 1)
        if now is not None and before is not None:
            yield ("one_window", _change(before), person, window, now != before)
    said: list[bool | None] = []  # what the rule stood at after each window of the watch
    for window in range(min(months), max(months) + 1):
        last = [months.get(window - back) for back in range(WINDOW_RULE)]
        if any(month is None for month in last):
            said = []
            continue
        if len(said) >= WINDOW_RULE and said[-1] is not None and said[-1] == said[-WINDOW_RULE]:
            stood = said[-1]
            yield ("three_windows", _change(stood), person, window, all(m != stood for m in last))
        agreed = last[0] if len(set(last)) == 1 else None
        said.append(agreed if agreed is not None else (said[-1] if said else None))


def _change(was_chronic: bool) -> str:
    return "reversion" if was_chronic else "chronification"
