"""Every fault of a profile at once: the key, what was given, what it takes, an example."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from triggerscape.delivery.profiles.column_faults import column_faults
from triggerscape.delivery.profiles.date_forms import contradictions
from triggerscape.delivery.profiles.keys import KEYS, NAMED_PARTS, sections
from triggerscape.delivery.profiles.named_faults import extra_faults, feed_faults
from triggerscape.delivery.profiles.spelling import did_you_mean, shown
from triggerscape.delivery.profiles.therapy_code_faults import said_twice, therapy_code_faults

if TYPE_CHECKING:
    from collections.abc import Iterable


def faults_of(tree: dict[str, Any], stem: str) -> list[str]:
    """The faults of a parsed profile; ``stem`` is its file's name without .toml."""
    faults = []
    if tree.get("site_code") != stem:
        given = shown(tree["site_code"]) if "site_code" in tree else "nothing"
        faults.append(
            f'site_code: given {given}; it must be "{stem}", the name of the file; '
            f'example: site_code = "{stem}"'
        )
    faults += _unknown(tree) + _not_taken(tree)
    if not faults:
        faults += _at_odds(tree)
    return faults + _named_parts(tree)


def value_of(tree: dict[str, Any], path: str) -> Any:
    """The value at section.key; KeyError when it is not given."""
    *section, key = path.split(".")
    return tree[section[0]][key] if section else tree[key]


def _unknown(tree: dict[str, Any]) -> list[str]:
    tops = ["site_code", *(k.path for k in KEYS if "." not in k.path), *sections(), *NAMED_PARTS]
    faults = [
        f"{name}: there is no such key; {did_you_mean(name, tops)}"
        for name in tree
        if name not in tops
    ]
    for section in (*sections(), *NAMED_PARTS):
        given = tree.get(section, {})
        if not isinstance(given, dict):
            faults.append(f"{section}: given {shown(given)}; it is a section: write [{section}]")
        elif section in sections():
            known = [k.path.split(".")[1] for k in KEYS if k.path.startswith(f"{section}.")]
            faults += [
                f"{section}.{name}: there is no such key; {did_you_mean(name, known)}"
                for name in given
                if name not in known
            ]
    return faults


def _not_taken(tree: dict[str, Any]) -> list[str]:
    faults = []
    for key in KEYS:
        try:
            value = value_of(tree, key.path)
        except (KeyError, TypeError):
            continue
        if not key.takes(value):
            name = key.path.split(".")[-1]
            faults.append(
                f"{key.path}: given {shown(value)}; it takes {key.expects}; "
                f"example: {name} = {key.example}"
            )
    return faults


def _at_odds(tree: dict[str, Any]) -> list[str]:
    """Keys that are each well formed and cannot both be meant."""
    file, dates, booleans = (tree.get(name, {}) for name in ("file", "dates", "booleans"))
    faults = []
    if file.get("thousands") and file["thousands"] == file.get("decimal", "."):
        faults.append(
            f"file.thousands: given {shown(file['thousands'])}, which is the decimal sign; "
            'declare both, example: decimal = "," and thousands = "."'
        )
    if "format" in dates and "formats" in dates:
        faults.append("dates.format: given beside dates.formats; keep dates.formats alone")
    for one, other in contradictions(tuple(dates.get("formats", ()))):
        faults.append(
            f'dates.formats: "{one}" and "{other}" read one text as two days; keep the one the '
            "site writes: where both occur, nobody can tell which is meant"
        )
    expected = tree.get("expected", {})
    if "unmapped_limit" in expected and not expected.get("unmapped_reason", "").strip():
        faults.append(
            "expected.unmapped_limit: given without a reason; say why so many codes are unknown, "
            'example: unmapped_reason = "half of what we bill is surgery"'
        )
    faults += _not_to_confirm(tree.get("confirm", ()))
    words = {
        "booleans.yes": _lower(booleans.get("yes", ("true",))),
        "booleans.no": _lower(booleans.get("no", ("false",))),
        "file.null_words": _lower(file.get("null_words", ())),
    }
    for one, other in (
        ("booleans.yes", "booleans.no"),
        ("file.null_words", "booleans.yes"),
        ("file.null_words", "booleans.no"),
    ):
        both = sorted(words[one] & words[other])
        if both:
            faults.append(f"{one}: {shown(both[0])} is in {other} too; a word has one meaning")
    return faults


def _not_to_confirm(waiting: Iterable[str]) -> list[str]:
    known = [key.path for key in KEYS]
    return [
        f"confirm: {shown(path)} names no key of a profile; {did_you_mean(path, known)}"
        for path in waiting
        if path not in known and path.split(".")[0] not in NAMED_PARTS
    ]


def _lower(words: Any) -> set[str]:
    return {word.strip().lower() for word in words}


def _named_parts(tree: dict[str, Any]) -> list[str]:
    checks = (
        ("columns", column_faults),
        ("extra", extra_faults),
        ("feeds", feed_faults),
        ("therapy_codes", therapy_code_faults),
    )
    faults = [
        fault
        for part, faults_in in checks
        if isinstance(tree.get(part), dict)
        for name, given in tree[part].items()
        for fault in faults_in(name, given)
    ]
    codes = tree.get("therapy_codes")
    return faults + (said_twice(codes) if isinstance(codes, dict) else [])
