"""One case of the catalogue: what a site sends, what becomes of its rows, what is said of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from triggerscape.delivery.refusals import MISSHAPEN


@dataclass(frozen=True)
class Spoiled:
    """One site's delivery, for one row of the catalogue.

    ``account`` reads: rows in = accepted + quarantined + duplicates. ``rules`` are all the rules
    that refuse something of it; ``says`` is what the user reads about the site, and where it is
    empty nothing is said. ``letter`` tells the cases of a row apart. ``supersedes`` says that some
    accepted row takes the place of another.
    """

    row: int
    letter: str
    what: str
    files: dict[str, bytes] = field(repr=False)
    account: str
    rules: set[str] = field(default_factory=set)
    says: str = ""
    profile: str = ""
    supersedes: bool = False

    @property
    def site(self) -> str:
        """The site that sends it: C, the row, the letter."""
        return f"C{self.row:02d}{self.letter}"

    @property
    def name(self) -> str:
        """What the test of this case is called."""
        return f"{self.site}: {self.what}"

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """Rows in, accepted, quarantined and duplicates."""
        rows_in, accepted, quarantined, duplicates = map(
            int, self.account.replace("=", "+").split("+")
        )
        return rows_in, accepted, quarantined, duplicates

    @property
    def becomes(self) -> str:
        """The catalogue's letter for what becomes of it, from the account and the rules."""
        _, accepted, quarantined, duplicates = self.counts
        if self.file_rules:
            return "Q-file"
        if quarantined:
            return "Q-row"
        if duplicates:
            return "I"
        if self.supersedes:
            return "S"
        if self.says:
            return "W" if accepted or "no rows" in self.says else "wait"
        return "N"

    @property
    def file_rules(self) -> set[str]:
        """The rules by which all of it is refused or held back."""
        whole = ("file.", "review.", "privacy.")
        return {rule for rule in self.rules if rule.startswith(whole)} - {MISSHAPEN}


def diary(
    place: str,
    what: str,
    data: bytes,
    account: str,
    *,
    rule: str = "",
    says: str = "",
    profile: str = "",
    supersedes: bool = False,
) -> Spoiled:
    """A delivery of one diary.csv; ``place`` is the row and a letter, ``rule`` has blanks between.

    Where rules are given and no ``says``, what is read begins with the first rule.
    """
    return files_of(
        place,
        what,
        {"diary.csv": data},
        account,
        rule=rule,
        says=says,
        profile=profile,
        supersedes=supersedes,
    )


def files_of(
    place: str,
    what: str,
    files: dict[str, bytes],
    account: str,
    *,
    rule: str = "",
    says: str = "",
    profile: str = "",
    supersedes: bool = False,
) -> Spoiled:
    """The same for a delivery of several files, or of one with another name."""
    row, letter = int(place[:2]), place[2:]
    rules = rule.split()
    said = says or (f"rows held back by {rules[0]} (" if rules else "")
    return Spoiled(row, letter, what, files, account, set(rules), said, profile, supersedes)
