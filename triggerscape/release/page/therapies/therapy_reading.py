"""What the comparisons of therapies come to, in sentences made from their numbers."""

from __future__ import annotations

from collections.abc import Mapping

from triggerscape.release.page.wording import (
    Row,
    interval,
    listed,
    number,
    number_of,
    verdict,
    with_interval,
)

WORTHWHILE = frozenset({"supported", "supported_with_context"})
MOST_SAID = 6
"""Comparisons that each get a sentence; of more, those that are supported do."""
_METHODS = {
    "att_bracket": "Range of both methods",
    "att_aipw": "Weighting and outcome model",
    "att_did": "Difference in differences",
}


def method(row: Row) -> str:
    """The method of a row in plain words."""
    estimand = str(row["estimand_id"])
    return _METHODS.get(estimand, estimand)


def order(estimand: str) -> tuple[int, str]:
    """By which methods stand in order: the range of both first."""
    known = list(_METHODS)
    return (known.index(estimand) if estimand in known else len(known), estimand)


def headline(rows: list[Row]) -> Row:
    """The row a comparison is quoted by."""
    return min(rows, key=lambda row: order(row["estimand_id"]))


def therapy_reading(pairs: Mapping[str, list[Row]], threshold: int) -> str:
    """One sentence per comparison with another therapy: the difference, its interval, the verdict.

    Of more than ``MOST_SAID`` comparisons those not supported are only counted.
    """
    if not pairs:
        return "No comparison of therapies could be made."
    said = {pair: headline(rows) for pair, rows in pairs.items()}
    if len(said) <= MOST_SAID:
        return _sentences(said, threshold)
    supported = {pair: row for pair, row in said.items() if row["verdict"] in WORTHWHILE}
    unsettled = sum(row["verdict"] == "not_settled" for row in said.values())
    few = len(said) - len(supported) - unsettled
    verb = "is" if len(supported) == 1 else "are"
    counted = (
        f"Of {len(said)} comparisons of two therapies {len(supported)} {verb} supported, "
        f"{unsettled} not settled; {few} {'has' if few == 1 else 'have'} too few people."
    )
    return f"{counted} {_sentences(supported, threshold)}".strip()


def no_start_reading(pairs: Mapping[str, list[Row]]) -> str:
    """How many of those compared do better than no start, and what that does not say.

    Empty where no comparison was made.
    """
    if not pairs:
        return ""
    found = {therapy: headline(rows) for therapy, rows in pairs.items()}
    found = {therapy: row for therapy, row in found.items() if interval(row)}
    if not found:
        return "Against no start no therapy could be compared by both methods."
    better = [
        f"{therapy} ({number(row['ci_low'], 2)} to {number(row['ci_high'], 2)})"
        for therapy, row in found.items()
        if row["verdict"] in WORTHWHILE and (row["ci_high"] or 0) < 0
    ]
    named = f": {listed(better[:MOST_SAID])}" if better else ""
    more = f" and {len(better) - MOST_SAID} more" if len(better) > MOST_SAID else ""
    return (
        f"Against no start {len(better)} of {number_of(len(found), 'therapy', 'therapies')} "
        f"{'comes' if len(better) == 1 else 'come'} with worthwhile fewer migraine days"
        f"{named}{more}; the response to starting anything is in these."
    )


def _sentences(rows: Mapping[str, Row], threshold: int) -> str:
    return " ".join(f"{pair}: {_said(row, threshold)}." for pair, row in rows.items())


def _said(row: Row, threshold: int) -> str:
    value = row["estimate"]
    if value is None:
        is_range = interval(row) is not None
        return f"{_range(row)}, {verdict(row)}" if is_range else with_interval(row, 2, threshold)
    amount = (
        "no difference"
        if value == 0
        else f"{number(abs(value), 2)} {'fewer' if value < 0 else 'more'} migraine days in 28"
    )
    low, high = number(row["ci_low"], 2), number(row["ci_high"], 2)
    return f"{amount} (95% interval of the difference {low} to {high}), {verdict(row)}"


def _range(row: Row) -> str:
    """``0.55 to 1.18 fewer migraine days in 28``, or from fewer to more."""
    low, high = row["ci_low"], row["ci_high"]
    near, far = sorted((abs(low), abs(high)))
    if high < 0 or low > 0:
        way = "fewer" if high < 0 else "more"
        return f"{number(near, 2)} to {number(far, 2)} {way} migraine days in 28"
    return f"from {number(-low, 2)} fewer to {number(high, 2)} more migraine days in 28"
