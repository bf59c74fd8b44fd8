"""At how many sites burden changed, and how many would seem to by chance, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from triggerscape.release.derived.control_chart import expected_false_alarms
from triggerscape.release.page.wording import Row, listed, number, number_of

MOST_NAMED = 6
_DOWN, _UP = frozenset({"better", "lower"}), frozenset({"worse", "higher"})


def signal_reading(signals: Mapping[str, Sequence[Row]]) -> str:
    """The newest window shown of every site, judged by the site's own first windows.

    ``signals`` are rows of pub.burden_signal in time order, by site, of a measure whose fewer is
    better. Empty where there is no site.
    """
    newest = {site: rows[-1]["signal"] for site, rows in signals.items() if rows}
    judged = {site: word for site, word in newest.items() if word != "baseline"}
    if not newest:
        return ""
    if not judged:
        return "No site has enough windows yet to say whether its burden changes."
    down, up = (_with(judged, words) for words in (_DOWN, _UP))
    common = len(judged) - len(down) - len(up)
    early = len(newest) - len(judged)
    chance = expected_false_alarms([_windows_judged(signals[site]) for site in judged])
    said = (
        f"Judged by its own first windows, burden fell at {_named(down)}, rose at {_named(up)} and "
        f"shows common variation at {number_of(common, 'site', 'sites')}"
    )
    if early:
        said += f"; {number_of(early, 'site has', 'sites have')} too few windows yet"
    return (
        f"{said}. By chance alone about {number(chance, 1)} of "
        f"{number_of(len(judged), 'site', 'sites')} would signal."
        + _moved_before(signals, [*down, *up])
    )


def signal_words(row: Row | None) -> str:
    """What the chart says of one window: ``better: beyond a limit``; a dash where it says nothing.

    A baseline that moves already says so.
    """
    if row is None:
        return "–"
    word = "common variation" if row["signal"] == "common" else row["signal"]
    return f"{word}: {row['rule']}" if row["rule"] else word


def _moved_before(signals: Mapping[str, Sequence[Row]], changed: Sequence[str]) -> str:
    """A warning where sites that signal had moved before they could be judged."""
    moving = sum(
        any(row["signal"] == "baseline" and row["rule"] for row in signals[site])
        for site in changed
    )
    if not moving:
        return ""
    return (
        f" Of the {len(changed)} that do, {moving} moved within their first windows already: there "
        "the change was under way, not new."
    )


def _windows_judged(rows: Sequence[Row]) -> int:
    return sum(row["signal"] != "baseline" for row in rows)


def _with(judged: Mapping[str, str], words: frozenset[str]) -> list[str]:
    return [site for site, word in judged.items() if word in words]


def _named(sites: list[str]) -> str:
    if not sites:
        return "none"
    said = number_of(len(sites), "site", "sites")
    return f"{said} ({listed(sites)})" if len(sites) <= MOST_NAMED else said
