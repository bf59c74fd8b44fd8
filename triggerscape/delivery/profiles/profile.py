"""A site's profile: everything in which its files differ from the contract, never guessed."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from triggerscape.contract.catalogue import INPUTS
from triggerscape.errors import SettingsError
from triggerscape.factors import Claim, Factor
from triggerscape.vocabulary import ENTRY_BASES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_COLUMN_KEYS = frozenset({"header", "constant", "multiply", "reverse", "negate", "aliases"})
_EXTRA_KEYS = frozenset(
    {"label", "meaning", "step", "domain", "primary_lag", "claim", "low", "high", "header"}
)
_TOP_KEYS = frozenset(
    {"site_code", "timezone", "entry_basis", "is_synthetic", "file", "dates", "booleans", "ids"}
    | {"columns", "extra", "feeds"}
)
_SECTION_KEYS = {
    "file": frozenset({"encoding", "delimiter", "decimal", "null_words"}),
    "dates": frozenset({"format", "relative"}),
    "booleans": frozenset({"yes", "no"}),
    "ids": frozenset({"case"}),
}


@dataclass(frozen=True)
class ColumnRule:
    """How one contract column is found and turned into the contract's unit at this site."""

    header: str | None = None
    constant: str | None = None
    multiply: float | None = None
    reverse: tuple[float, float] | None = None
    negate: bool = False
    aliases: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ExtraColumn:
    """An x_ column the site sends and wants analysed as a factor."""

    factor: Factor
    meaning: str
    header: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Feed:
    """Files whose shape is foreign: a mapping in sql/sources/ turns them into one contract."""

    contract: str
    files: str
    mapping: str


@dataclass(frozen=True)
class SiteProfile:
    """The declared differences of one site."""

    site_code: str
    timezone: str = "UTC"
    entry_basis: str = "daily_prompt"
    is_synthetic: bool = False
    encoding: str = "utf-8"
    delimiter: str = ","
    decimal: str = "."
    null_words: tuple[str, ...] = ("", "NA")
    date_format: str = "%Y-%m-%d"
    dates_are_relative: bool = False
    yes_words: tuple[str, ...] = ("true",)
    no_words: tuple[str, ...] = ("false",)
    id_case: str = "preserve"
    columns: Mapping[str, Mapping[str, ColumnRule]] = field(default_factory=dict)
    extras: tuple[ExtraColumn, ...] = ()
    feeds: tuple[Feed, ...] = ()
    text: str = ""

    def rule(self, contract: str, column: str) -> ColumnRule:
        """The rule of one column; the plain one when the site does not differ."""
        return self.columns.get(contract, {}).get(column, ColumnRule())


def read_profile(path: Path) -> SiteProfile:
    """The profile in a TOML file. SettingsError lists every fault at once."""
    text = path.read_text(encoding="utf-8")
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError("E110", f"not valid TOML: {error}", where=str(path)) from error
    faults = _faults(tree, path.stem)
    if faults:
        raise SettingsError(
            "E111", "; ".join(faults), where=str(path), fix="correct the profile, then run again"
        )
    file, dates, booleans = tree.get("file", {}), tree.get("dates", {}), tree.get("booleans", {})
    return SiteProfile(
        site_code=tree["site_code"],
        timezone=tree.get("timezone", "UTC"),
        entry_basis=tree.get("entry_basis", "daily_prompt"),
        is_synthetic=tree.get("is_synthetic", False),
        encoding=file.get("encoding", "utf-8"),
        delimiter=file.get("delimiter", ","),
        decimal=file.get("decimal", "."),
        null_words=tuple(file.get("null_words", ("", "NA"))),
        date_format=dates.get("format", "%Y-%m-%d"),
        dates_are_relative=dates.get("relative", False),
        yes_words=tuple(booleans.get("yes", ("true",))),
        no_words=tuple(booleans.get("no", ("false",))),
        id_case=tree.get("ids", {}).get("case", "preserve"),
        columns={
            contract: {name: _column_rule(rule) for name, rule in rules.items()}
            for contract, rules in tree.get("columns", {}).items()
        },
        extras=tuple(_extra(code, given) for code, given in sorted(tree.get("extra", {}).items())),
        feeds=tuple(
            Feed(contract, given["files"], given["mapping"])
            for contract, given in sorted(tree.get("feeds", {}).items())
        ),
        text=text,
    )


def _column_rule(given: dict[str, Any]) -> ColumnRule:
    reverse = given.get("reverse")
    constant = given.get("constant")
    return ColumnRule(
        header=given.get("header"),
        constant=None if constant is None else str(constant),
        multiply=given.get("multiply"),
        reverse=None if reverse is None else (float(reverse[0]), float(reverse[1])),
        negate=given.get("negate", False),
        aliases=given.get("aliases", {}),
    )


def _extra(code: str, given: dict[str, Any]) -> ExtraColumn:
    factor = Factor(
        code,
        given["label"],
        given.get("domain", "other"),
        given.get("primary_lag", 0),
        Claim(given.get("claim", "candidate")),
        given.get("step", "yes against no"),
    )
    return ExtraColumn(
        factor, given["meaning"], given.get("header", code), given.get("low"), given.get("high")
    )


def _faults(tree: dict[str, Any], stem: str) -> list[str]:
    faults = [f"unknown key {key}" for key in sorted(set(tree) - _TOP_KEYS)]
    faults += [
        f"{section}: unknown key {key}; known: {', '.join(sorted(known))}"
        for section, known in _SECTION_KEYS.items()
        for key in sorted(set(tree.get(section, {})) - known)
    ]
    if tree.get("file", {}).get("decimal", ".") not in (".", ","):
        faults.append("file.decimal must be a point or a comma")
    if tree.get("site_code") != stem:
        faults.append(f'site_code must be "{stem}", the name of the file')
    if tree.get("entry_basis", "daily_prompt") not in ENTRY_BASES:
        faults.append(f"entry_basis must be one of {', '.join(ENTRY_BASES)}")
    if tree.get("ids", {}).get("case", "preserve") not in ("preserve", "upper"):
        faults.append("ids.case must be preserve or upper")
    for contract, rules in tree.get("columns", {}).items():
        faults += _column_faults(contract, rules)
    for code, given in tree.get("extra", {}).items():
        faults += _extra_faults(code, given)
    for contract, given in tree.get("feeds", {}).items():
        if contract not in INPUTS:
            faults.append(f"feeds.{contract}: no such contract; known: {', '.join(INPUTS)}")
        if set(given) != {"files", "mapping"}:
            faults.append(f"feeds.{contract} needs files and mapping")
    return faults


def _column_faults(contract: str, rules: dict[str, Any]) -> list[str]:
    if contract not in INPUTS:
        return [f"columns.{contract}: no such contract; known: {', '.join(INPUTS)}"]
    known = INPUTS[contract].column_names
    faults = [f"columns.{contract}.{name}: no such column" for name in rules if name not in known]
    for name, rule in rules.items():
        strange = sorted(set(rule) - _COLUMN_KEYS)
        if strange:
            faults.append(f"columns.{contract}.{name}: unknown key {', '.join(strange)}")
        if "reverse" in rule and len(rule["reverse"]) != 2:
            faults.append(f"columns.{contract}.{name}.reverse needs [lowest, highest]")
    return faults


def _extra_faults(code: str, given: dict[str, Any]) -> list[str]:
    faults = []
    if not code.startswith("x_"):
        faults.append(f"extra.{code}: a column of your own begins with x_")
    if not {"label", "meaning"} <= set(given):
        faults.append(f"extra.{code} needs label and meaning")
    if set(given) - _EXTRA_KEYS:
        faults.append(f"extra.{code}: unknown key {', '.join(sorted(set(given) - _EXTRA_KEYS))}")
    if given.get("claim", "candidate") not in list(Claim):
        faults.append(f"extra.{code}.claim must be one of {', '.join(Claim)}")
    if given.get("primary_lag", 0) not in (0, 1, 2, 3):
        faults.append(f"extra.{code}.primary_lag must be 0 to 3 days")
    return faults
