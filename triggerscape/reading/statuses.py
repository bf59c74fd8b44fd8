"""What the status of a published row says about why it carries no number."""

from __future__ import annotations


def why_no_number(status: str, threshold: int | None = None) -> str:
    """One sentence for a status; empty for ``ok``. It never tells what is hidden, nor which rule.

    Which of its reasons hides a confidential row is not said: it would tell about the row.
    """
    fewest = f"fewer than {threshold}" if threshold else "too few"
    return {
        "ok": "",
        "c": f"confidential: it may rest on {fewest} people, on too few sites or mostly on one, or "
        "give another hidden number away",
        "u": "unreliable: too uncertain to show, its interval is too wide",
        "x": "not available: the data could not give it",
        "z": "not applicable: there is no such number",
    }[status]
