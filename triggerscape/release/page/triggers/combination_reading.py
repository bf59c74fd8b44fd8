"""What the pairs of factors come to, in sentences made from their numbers."""

from __future__ import annotations

from dataclasses import dataclass

from triggerscape.release.page.wording import Row, listed, number, number_of

CALLED_AT = 0.1
"""The q value up to which a pair is a finding; about that share of findings is chance."""
MOST_SAID = 4
"""Pairs that are named in the sentence; of more, the rest are counted."""
_FINDINGS = ("more_than_multiplied", "less_than_multiplied", "more_than_added", "less_than_added")


@dataclass(frozen=True)
class Pair:
    """Two factors: attacks beyond their sum, the rate against their product, how often they meet.

    Each a row of pub.trigger_combination.
    """

    label: str
    excess: Row
    ratio: Row
    lift: Row

    @property
    def reading(self) -> str:
        """What may be said of the two; empty where the pair is hidden."""
        return self.ratio["reading"] or ""

    @property
    def adds_up_to_more(self) -> bool:
        """True where more attacks than the sum are a finding."""
        return self.is_finding(self.excess) and self.excess["estimate"] > 0

    def is_finding(self, row: Row) -> bool:
        """True where the pair has a finding and it shows in this row."""
        q_value = row["q_value"]
        return self.reading in _FINDINGS and q_value is not None and q_value <= CALLED_AT


def combination_reading(pairs: list[Pair]) -> str:
    """How many pairs were looked at, which are worse together, and how sure that is."""
    seen = [pair for pair in pairs if pair.ratio["status"] == "ok"]
    if not seen:
        return "No two factors fell on the same day often enough to be looked at together."
    worse = [pair for pair in seen if pair.adds_up_to_more]
    less = sum(pair.is_finding(pair.excess) and not pair.adds_up_to_more for pair in seen)
    apart = [pair.ratio["estimate"] > 1 for pair in seen if pair.is_finding(pair.ratio)]
    said = [
        f"Of {number_of(len(seen), 'pair', 'pairs')} looked at, {_worse(worse)}.",
        f"{number_of(less, 'pair brings', 'pairs bring')} fewer." if less else "",
        f"Against the two multiplied, {sum(apart)} {'is' if sum(apart) == 1 else 'are'} more "
        f"often followed by an attack and {len(apart) - sum(apart)} less often."
        if apart
        else "No pair departs from the two simply multiplying.",
    ]
    rest = len(pairs) - len(seen)
    words = f"{number_of(rest, 'pair is', 'pairs are')} hidden or met too rarely."
    said.append(words if rest else "")
    return " ".join(sentence for sentence in said if sentence)


def by_chance(q_value: float) -> str:
    """A q value in words: of findings at least as strong, how many are expected to be chance."""
    if q_value > CALLED_AT:
        return "may be chance"
    odds = f"about 1 in {1 / q_value:,.0f}" if q_value else "fewer than 1 in 10,000"
    return f"{odds} findings this strong is chance"


def _worse(pairs: list[Pair]) -> str:
    verb = f"{'brings' if len(pairs) == 1 else 'bring'} more attacks on days with both"
    if not pairs:
        return "none brings more attacks on days with both than the two add up to"
    named = listed([_quote(pair) for pair in pairs[:MOST_SAID]])
    more = f" and {len(pairs) - MOST_SAID} more" if len(pairs) > MOST_SAID else ""
    return f"{len(pairs)} {verb} than the two add up to: {named}{more}"


def _quote(pair: Pair) -> str:
    row = pair.excess
    return (
        f"{pair.label} ({number(row['estimate'], 1)} more in 100 such days, 95% interval "
        f"{number(row['ci_low'], 1)} to {number(row['ci_high'], 1)}; "
        f"{by_chance(row['q_value'])})"
    )
