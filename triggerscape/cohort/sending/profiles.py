"""The profile of each site: the declared differences between its files and the contract."""

from __future__ import annotations

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


def profile_text(site: Site, *, as_parquet: bool) -> str:
    """The site's profile as TOML. A Parquet file has types, so nothing is said about its text."""
    lines = [
        f'site_code = "{site.code}"',
        f'timezone = "{site.timezone}"',
        f'entry_basis = "{site.entry_basis}"',
        "is_synthetic = true",
    ]
    if not as_parquet:
        lines += _text_rules(site)
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
    return lines


def _toml(value: str | int) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)
