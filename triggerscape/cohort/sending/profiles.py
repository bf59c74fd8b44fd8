"""The profile of each site: the declared differences between its files and the contract."""

from __future__ import annotations

from dataclasses import dataclass

from triggerscape.cohort.clinical.codes import therapy_code_lines
from triggerscape.cohort.sending.file_formats import FileFormat
from triggerscape.cohort.setting.sites import Site

_CONTROL: dict[str, str | int] = {
    "step": "yes against no",
    "domain": "control",
    "primary_lag": 1,
    "claim": "negative_control",
    "low": 0,
    "high": 1,
}
_EXTRAS: dict[str, dict[str, str | int]] = {
    "x_craving": {
        "label": "Craving for food",
        "meaning": "Any craving for particular food on this day",
        "step": "yes against no",
        "domain": "early sign",
        "primary_lag": 1,
        "claim": "premonitory",
        "low": 0,
        "high": 1,
    },
    "x_humidity": {
        "label": "Humid warm day",
        "meaning": "Relative humidity of May to September, in interquartile ranges; otherwise 0",
        "step": "per interquartile range",
        "domain": "weather",
        "primary_lag": 0,
        "claim": "candidate",
        "low": -4,
        "high": 4,
    },
    "x_nc1": {"label": "Negative control 1", "meaning": "Drawn to do nothing", **_CONTROL},
    "x_nc2": {"label": "Negative control 2", "meaning": "Drawn to do nothing", **_CONTROL},
    "x_nc3": {"label": "Negative control 3", "meaning": "Drawn to do nothing", **_CONTROL},
    "x_pressure_drop": {
        "label": "Fall in air pressure",
        "meaning": "Air pressure fell sharply where the site is",
        "step": "yes against no",
        "domain": "weather",
        "primary_lag": 0,
        "claim": "candidate",
        "low": 0,
        "high": 1,
    },
}


@dataclass(frozen=True)
class ClinicalSide:
    """The format a clinic's system writes, and the therapies it has codes of its own for."""

    file_format: FileFormat
    therapy_codes: tuple[str, ...]


def profile_text(
    site: Site, *, is_typed: bool, are_numbers: bool = False, clinical: ClinicalSide | None = None
) -> str:
    """The site's profile as TOML.

    ``is_typed`` files, Parquet and Excel, have types, so nothing is said about their text.
    ``are_numbers`` says that keys are figures alone, ``clinical`` in which format visits come.
    """
    lines = [
        f'site_code = "{site.code}"',
        f'timezone = "{site.timezone}"',
        f'entry_basis = "{site.entry_basis}"',
        "is_synthetic = true",
    ]
    if site.hemisphere != "north":
        lines.append(f'hemisphere = "{site.hemisphere}"')
    if clinical:
        lines.append(f'format = "{clinical.file_format}"')
    if are_numbers:
        lines += ["", "[ids]", "digits_are_pseudonyms = true"]
    if not is_typed:
        lines += _text_rules(site)
    if clinical:
        lines += therapy_code_lines(clinical.therapy_codes, clinical.file_format)
    lines += _column_rules(site)
    for code, said in _EXTRAS.items():
        if code not in site.not_collected:
            lines += ["", f"[extra.{code}]"]
            lines += [f"{name} = {_toml(value)}" for name, value in said.items()]
    return "\n".join(lines) + "\n"


def _text_rules(site: Site) -> list[str]:
    lines = []
    if "semicolon" in site.traits:
        lines += ["", "[file]", 'delimiter = ";"', 'decimal = ","']
    if "day_first" in site.traits:
        lines += ["", "[dates]", 'format = "%d/%m/%Y"']
    if "yes_no" in site.traits:
        lines += ["", "[booleans]", 'yes = ["Y"]', 'no = ["N"]']
    return lines


def _column_rules(site: Site) -> list[str]:
    lines = []
    if "sleep_minutes" in site.traits:
        lines += ["", "[columns.diary.sleep_hours]", 'header = "sleep_min"', f"multiply = {1 / 60}"]
    if "headache_free" in site.traits:
        lines += ["", "[columns.diary.headache]", 'header = "headache_free"', "negate = true"]
    if "posture_reversed" in site.traits:
        lines += ["", "[columns.diary.posture_rating]", "reverse = [1, 5]"]
    if "mean_item_hit6" in site.traits:
        lines += ["", "[columns.questionnaire.total]", 'scale = "mean_item"']
    return lines


def _toml(value: str | int) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)
