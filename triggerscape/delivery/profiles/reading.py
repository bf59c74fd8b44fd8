"""From a TOML file to a checked site profile."""

from __future__ import annotations

import os
import tomllib
from typing import TYPE_CHECKING, Any

from triggerscape.contract.catalogue import INPUTS
from triggerscape.delivery.profiles.conversions import MEAN_ITEM, line_between, units_of
from triggerscape.delivery.profiles.date_forms import short_years_first
from triggerscape.delivery.profiles.faults import faults_of, value_of
from triggerscape.delivery.profiles.keys import KEYS
from triggerscape.delivery.profiles.profile import (
    ColumnRule,
    Expected,
    ExtraColumn,
    Feed,
    SiteProfile,
)
from triggerscape.errors import SettingsError
from triggerscape.factors import Claim, Factor

if TYPE_CHECKING:
    from pathlib import Path

    from triggerscape.contract.language import Column


def read_profile(path: Path) -> SiteProfile:
    """The profile in a TOML file. SettingsError lists every fault at once."""
    try:
        text = path.read_text(encoding="utf-8")
    except (PermissionError, IsADirectoryError) as error:
        raise SettingsError(
            "E110",
            f"the profile cannot be read: {os.strerror(error.errno or 0).lower()}",
            where=str(path),
            fix=f"chmod u+r {path}, or chown",
        ) from None
    except UnicodeDecodeError:
        raise SettingsError(
            "E110", "the profile is not UTF-8", where=str(path), fix="save it as UTF-8"
        ) from None
    return profile_from(text, path)


def read_profiles(folder: Path) -> tuple[dict[str, SiteProfile], dict[str, str]]:
    """Every profile in a folder by site, drafts among them, and the faults of the others."""
    profiles, faults = {}, {}
    for path in sorted(folder.glob("*.toml")):
        try:
            profiles[path.stem] = read_profile(path)
        except SettingsError as error:
            faults[path.stem] = error.message
    return profiles, faults


def profile_from(text: str, path: Path) -> SiteProfile:
    """The profile in a text that lies, or will lie, at ``path``. SettingsError as above."""
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            "E110", f"not valid TOML: {error}", where=str(path), fix="correct that line"
        ) from error
    faults = faults_of(tree, path.stem)
    if faults:
        raise SettingsError(
            "E111", "\n".join(faults), where=str(path), fix="correct the profile, then run again"
        )
    return _profile(tree, text)


def _profile(tree: dict[str, Any], text: str) -> SiteProfile:
    given = {key.path: _given(tree, key.path, key.default) for key in KEYS}
    if given["dates.format"] is not None:
        given["dates.formats"] = (given["dates.format"],)
    return SiteProfile(
        site_code=tree["site_code"],
        timezone=given["timezone"],
        hemisphere=given["hemisphere"],
        entry_basis=given["entry_basis"],
        format=given["format"],
        is_synthetic=given["is_synthetic"],
        unconfirmed=given["confirm"],
        encoding=given["file.encoding"],
        delimiter=given["file.delimiter"],
        decimal=given["file.decimal"],
        thousands=given["file.thousands"],
        null_words=given["file.null_words"],
        title_lines=given["file.title_lines"],
        totals_words=given["file.totals_words"],
        null_padding=given["file.null_padding"],
        unquoted=given["file.unquoted"],
        sheet=given["file.sheet"],
        date_formats=short_years_first(given["dates.formats"]),
        timestamp_formats=short_years_first(given["dates.timestamp_formats"]),
        excel_epoch=given["dates.excel_serials"],
        dates_are_relative=given["dates.relative"],
        yes_words=given["booleans.yes"],
        no_words=given["booleans.no"],
        id_case=given["ids.case"],
        digits_are_pseudonyms=given["ids.digits_are_pseudonyms"],
        expected=Expected(
            given["expected.cadence_days"],
            given["expected.min_rows"],
            given["expected.history_start"],
            given["expected.contracts"],
            given["expected.unmapped_limit"],
        ),
        columns={
            contract: {
                name: _column_rule(INPUTS[contract].column(name), rule)
                for name, rule in rules.items()
            }
            for contract, rules in tree.get("columns", {}).items()
        },
        extras=tuple(_extra(code, said) for code, said in sorted(tree.get("extra", {}).items())),
        feeds=tuple(
            Feed(contract, said["files"], said["mapping"])
            for contract, said in sorted(tree.get("feeds", {}).items())
        ),
        therapy_codes=tree.get("therapy_codes", {}),
        text=text,
    )


def _given(tree: dict[str, Any], path: str, default: Any) -> Any:
    try:
        value = value_of(tree, path)
    except KeyError:
        return default
    return tuple(value) if isinstance(value, list) else value


def _column_rule(column: Column, given: dict[str, Any]) -> ColumnRule:
    header, constant = given.get("header", []), given.get("constant")
    multiply, add = given.get("multiply"), None
    if "unit" in given:
        factor = units_of(column)[given["unit"]]
        # The contract's own unit converts nothing: a whole number must stay whole.
        multiply = None if factor == 1 else factor
    scale = given.get("scale")
    if isinstance(scale, dict):
        turned = scale.get("turned", False)
        line = line_between(column, scale["low"], scale["high"], turned=turned)
        multiply, add = line.multiply, line.add
    reverse = given.get("reverse")
    return ColumnRule(
        headers=tuple(header) if isinstance(header, list) else (header,),
        constant=None if constant is None else _as_text(constant),
        multiply=None if multiply is None else float(multiply),
        add=add,
        reverse=None if reverse is None else (float(reverse[0]), float(reverse[1])),
        negate=given.get("negate", False),
        is_mean_item=scale == MEAN_ITEM,
        aliases=given.get("aliases", {}),
    )


def _as_text(constant: str | float) -> str:
    return str(constant).lower() if isinstance(constant, bool) else str(constant)


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
