"""A draft as the text of a profile, every guess beneath what was seen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from triggerscape.delivery.profiles.keys import sections

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triggerscape.delivery.guessing.drafting import Draft
    from triggerscape.delivery.guessing.guess import Guess, Value

# The section whose keys are codes of the site's own.
_CODES = "therapy_codes"


def profile_text(site_code: str, draft: Draft, identifiers: Sequence[str] = ()) -> str:
    """The TOML of a draft: it reads as a profile at once, and waits for somebody to confirm it."""
    lines = [
        f"# Site {site_code}, drafted by triggerscape init from a sample of {draft.rows:,} rows.",
        "# What stands in confirm was guessed, or no file can tell it. Look at each line, correct",
        "# it and take its name out of the list: until the list is empty, nothing of this site is",
        "# loaded. A key behind a # is a proposal: take the # away, or leave it there to decline.",
    ]
    if identifiers:
        lines += [
            "#",
            f"# THESE COLUMNS IDENTIFY PEOPLE: {_listed(identifiers)}",
            "# A file that has them is refused whole, whatever stands below: ask for one without.",
        ]
    lines += ["", f"site_code = {_toml(site_code)}"]
    lines += _confirm([guess.key for guess in draft.guesses])
    lines += [line for guess in draft.guesses if "." not in guess.key for line in _line(guess)]
    for section in (*sections(), "columns", _CODES):
        lines += _section(section, draft.guesses)
    lines += _left_over(draft)
    return "\n".join(lines) + "\n"


def _confirm(keys: Sequence[str]) -> list[str]:
    return ["confirm = [", *(f"    {_toml(key)}," for key in dict.fromkeys(keys)), "]"]


def _section(section: str, guesses: Sequence[Guess]) -> list[str]:
    """The lines of one section; of columns, one table after the other."""
    ours = [guess for guess in guesses if guess.key.startswith(f"{section}.")]
    lines = []
    for head in dict.fromkeys(_head(guess) for guess in ours):
        lines += ["", f"[{head}]"]
        lines += [line for guess in ours if _head(guess) == head for line in _line(guess)]
    return lines


def _head(guess: Guess) -> str:
    return _split(guess)[0]


def _split(guess: Guess) -> tuple[str, str]:
    """The table a key stands in and its name there; a code of the site's own may have dots."""
    section, _, name = guess.key.partition(".")
    if section == _CODES:
        return section, _toml(name)
    table, _, name = guess.key.rpartition(".")
    return table, name


def _line(guess: Guess) -> list[str]:
    mark = "# " if guess.is_open else ""
    name = _split(guess)[1]
    return [f"# {_one_line(guess.seen)}", f"{mark}{name} = {_toml(guess.value)}"]


def _left_over(draft: Draft) -> list[str]:
    lines = []
    if draft.missing:
        lines += ["", f"# Required, and not in the sample: {', '.join(draft.missing)}"]
        lines += [
            f'# [columns.{draft.contract}.{name}]  header = "…", or constant = "…"'
            for name in draft.missing
        ]
    if draft.unknown:
        lines += ["", "# No column of the contract answers to these; they are left behind:"]
        lines += [f"#   {_one_line(_toml(header))}" for header in draft.unknown]
        lines += [
            "# To have one analysed as a factor of the site's own, declare it as [extra.x_…]."
        ]
    return lines


def _listed(names: Sequence[str]) -> str:
    return ", ".join(_one_line(_toml(name)) for name in names)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _toml(value: Value) -> str:
    """A TOML value; JSON's strings, numbers and lists are TOML's too."""
    if isinstance(value, Mapping):
        pairs = (f"{_key(name)} = {_toml(given)}" for name, given in value.items())
        return f"{{ {', '.join(pairs)} }}"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(name: str) -> str:
    return name if name.isidentifier() and name.isascii() else _toml(name)
