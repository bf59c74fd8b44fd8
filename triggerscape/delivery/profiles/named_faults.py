"""Faults in what a profile names itself: factors of the site's own, and foreign files."""

from __future__ import annotations

from typing import Any

from triggerscape.contract.catalogue import INPUTS
from triggerscape.delivery.profiles.spelling import did_you_mean, shown
from triggerscape.factors import Claim

EXTRA_KEYS = tuple("label meaning step domain primary_lag claim low high header".split())
FEED_KEYS = ("files", "mapping")
_LONGEST_LAG = 3


def extra_faults(code: str, given: Any) -> list[str]:
    """The faults of extra.<code>."""
    place = f"extra.{code}"
    if not isinstance(given, dict):
        return [f"{place}: given {shown(given)}; write [{place}] and its keys below"]
    faults = [
        f"{place}.{key}: there is no such key; {did_you_mean(key, EXTRA_KEYS)}"
        for key in given
        if key not in EXTRA_KEYS
    ]
    if not code.startswith("x_"):
        faults.append(f"{place}: a column of your own begins with x_; example: [extra.x_{code}]")
    faults += [
        f'{place}.{key}: is missing; example: {key} = "Smoke nearby"'
        for key in ("label", "meaning")
        if key not in given
    ]
    faults += [
        f"{place}.{key}: given {shown(given[key])}; it takes words"
        for key in ("label", "meaning", "step", "domain", "header")
        if key in given and not isinstance(given[key], str)
    ]
    if given.get("claim", Claim.CANDIDATE) not in list(Claim):
        allowed = ", ".join(Claim)
        faults.append(f"{place}.claim: given {shown(given['claim'])}; it takes {allowed}")
    lag = given.get("primary_lag", 0)
    if type(lag) is not int or not 0 <= lag <= _LONGEST_LAG:
        faults.append(f"{place}.primary_lag: given {shown(lag)}; it takes 0 to 3 days")
    ends = [given[key] for key in ("low", "high") if key in given]
    if any(type(end) not in (int, float) for end in ends) or ends != sorted(ends):
        faults.append(f"{place}.low, high: given {shown(ends)}; they take two numbers, low first")
    return faults


def feed_faults(contract: str, given: Any) -> list[str]:
    """The faults of feeds.<contract>."""
    place = f"feeds.{contract}"
    faults = []
    if contract not in INPUTS:
        faults.append(f"{place}: there is no such contract; {did_you_mean(contract, INPUTS)}")
    if not isinstance(given, dict):
        return [*faults, f"{place}: given {shown(given)}; write [{place}] and its keys below"]
    for key in FEED_KEYS:
        if not isinstance(given.get(key), str):
            example = 'files = "export_*.csv"' if key == "files" else 'mapping = "own/diary"'
            faults.append(f"{place}.{key}: is missing; example: {example}")
    faults += [
        f"{place}.{key}: there is no such key; {did_you_mean(key, FEED_KEYS)}"
        for key in given
        if key not in FEED_KEYS
    ]
    return faults
