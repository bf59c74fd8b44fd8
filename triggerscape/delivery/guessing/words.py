"""Guesses at words: what stands for nothing, for yes and for no."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import polars as pl

from triggerscape.contract.language import Kind
from triggerscape.delivery.guessing.guess import Guess
from triggerscape.delivery.guessing.spellings import ALIASES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from triggerscape.contract.language import Table

# Closed lists: a word is shown in a draft only if it is one of these.
NULL_WORDS = tuple(
    "NA N/A n/a na NULL null None none NaN nan #N/A #NULL! . - -- – ? missing unknown -99 -999 "
    "-9999 999 9999".split()
)
_SENTINELS = frozenset({"-99", "-999", "-9999", "999", "9999"})
# Fewer other words than this are mistakes, and refused row by row.
MOST_STRANGE = 0.05
_YES_NO = (
    ("true", "false"),
    ("yes", "no"),
    ("y", "n"),
    ("t", "f"),
    ("1", "0"),
    ("x", ""),
    ("ja", "nein"),
    ("j", "n"),
    ("oui", "non"),
    ("o", "n"),
    ("si", "no"),
    ("sí", "no"),
    ("s", "n"),
    ("예", "아니오"),
    ("있음", "없음"),
)


def null_guess(sample: pl.DataFrame, headers: dict[str, str], table: Table) -> Guess | None:
    """The words that stand for nothing in columns of numbers, days, yes-no and closed words."""
    counted: Counter[str] = Counter()
    for name, header in headers.items():
        column = table.column(name)
        if column.kind is Kind.TEXT and not column.values:
            continue
        for word, count in _counts(sample[header]).items():
            is_ours = column.values and word.lower() in column.values
            may_be_value = word in _SENTINELS and (
                column.high is None or (column.low or 0) <= float(word) <= column.high
            )
            if word in NULL_WORDS and not is_ours and not may_be_value:
                counted[word] += count
    strange = {word: count for word, count in counted.items() if word != "NA"}
    if not strange:
        return None
    words = sorted(strange, key=NULL_WORDS.index)
    seen = ", ".join(f'"{word}" {strange[word]} times' for word in words)
    return Guess("file.null_words", ["", "NA", *words], f"where a value belongs: {seen}")


def boolean_guesses(
    sample: pl.DataFrame, headers: dict[str, str], table: Table, nulls: Iterable[str]
) -> list[Guess]:
    """The words for yes and no, when every yes-no column is written in known pairs of words."""
    places = [h for name, h in headers.items() if table.column(name).kind is Kind.BOOLEAN]
    skipped = {"", *nulls}
    words: Counter[str] = Counter()
    for header in places:
        words.update({w: n for w, n in _counts(sample[header]).items() if w not in skipped})
    folded = {word.lower() for word in words}
    if not folded or folded <= {"true", "false"}:
        return []
    yes = [y for y, n in _YES_NO if y in folded and (n in folded or not n or len(folded) == 1)]
    no = [n for y, n in _YES_NO if n in folded and n and (y in folded or len(folded) == 1)]
    strangers = folded - set(yes) - set(no)
    amiss = sum(count for word, count in words.items() if word.lower() in strangers)
    rest = _not_shown(amiss)
    if amiss > MOST_STRANGE * words.total() or not yes or not no:
        known = folded & {word for pair in _YES_NO for word in pair}
        seen = f"{', '.join(sorted(known)) or 'no known word'} in {_columns(places)}{rest}"
        return [
            Guess("booleans.yes", yes or ["yes"], seen, is_open=True),
            Guess("booleans.no", no or ["no"], seen, is_open=True),
        ]
    return [
        Guess("booleans.yes", list(dict.fromkeys(yes)), _said(yes, words, places) + rest),
        Guess("booleans.no", list(dict.fromkeys(no)), _said(no, words, places) + rest),
    ]


def alias_guesses(sample: pl.DataFrame, headers: dict[str, str], table: Table) -> list[Guess]:
    """What common words of others mean in the contract's closed lists."""
    guesses = []
    for name, header in headers.items():
        meant, words = ALIASES.get(name, {}), Counter[str]()
        for word, count in _counts(sample[header]).items():
            words[word.lower()] += count
        found = {word: meant[word] for word in sorted(words) if word in meant}
        ours = {*found, *(word.lower() for word in table.column(name).values)}
        amiss = sum(count for word, count in words.items() if ours and word not in ours)
        rest = _not_shown(amiss)
        key = f"columns.{table.short_name}.{name}.aliases"
        if amiss > MOST_STRANGE * words.total():
            proposal = found or {"theirs": table.column(name).values[0]}
            seen = f"say what the site's words mean{rest}"
            guesses.append(Guess(key, proposal, seen, is_open=True))
        elif found:
            seen = ", ".join(f'"{word}" {words[word]} times' for word in found)
            guesses.append(Guess(key, found, f"words no list of ours has: {seen}{rest}"))
    return guesses


def _said(words: list[str], counted: Counter[str], places: list[str]) -> str:
    found = ", ".join(
        f'"{word}" {sum(n for w, n in counted.items() if w.lower() == word)} times'
        for word in dict.fromkeys(words)
    )
    return f"{found}, in {_columns(places)}"


def _not_shown(cells: int) -> str:
    return f"; cells with other words, which are not shown here: {cells}" if cells else ""


def _columns(places: list[str]) -> str:
    return "one yes-no column" if len(places) == 1 else f"{len(places)} yes-no columns"


def _counts(cells: pl.Series) -> dict[str, int]:
    counted = cells.drop_nulls().value_counts(sort=True)
    return dict(zip(counted[:, 0].to_list(), counted[:, 1].to_list(), strict=True))
