"""The published comparison of sites: is one different by more than chance and who comes to it?"""

from __future__ import annotations

from triggerscape.contract.language import Column, Kind, Role, Table
from triggerscape.contract.releases.columns import FIRST, estimate, key


def _number(name: str, meaning: str, decimals: int = 2) -> Column:
    return Column(name, Kind.DOUBLE, meaning, unit="1", role=Role.ESTIMATE, decimals=decimals)


SITE_COMPARISON = Table(
    name="pub.site_comparison",
    grain="one row per site, estimand and measure",
    key=("site_id", "estimand_id", "measure_id"),
    columns=(
        *FIRST,
        key("site_id", "The site; see dim_site"),
        key("estimand_id", "What is estimated; see dim_estimand"),
        *estimate(decimals=2),
        _number("observed_mean", "Observed at the site: a share, or days per 28", 2),
        _number("expected_mean", "Expected of people like those of the site", 2),
        _number("limit_95_low", "Lower 95% limit of the funnel at this site"),
        _number("limit_95_high", "Upper 95% limit of the funnel at this site"),
        _number("limit_998_low", "Lower 99.8% limit of the funnel at this site"),
        _number("limit_998_high", "Upper 99.8% limit of the funnel at this site"),
        _number("overdispersion_phi", "How far sites differ anyway: 1 by chance alone", 1),
        _number("tau2", "Variance between sites beyond chance, log scale", 3),
        _number("z_score", "Distance from expected, that variance taken in", 1),
        Column("funnel_band", Kind.TEXT, "within, beyond 95%, beyond 99.8%", role=Role.NOTE),
        Column("reason", Kind.TEXT, "Why there is no figure", role=Role.NOTE),
    ),
    warnings=(
        "Sites differ in much that nobody records: the funnel of site_comparison is as wide as "
        "sites differ anyway, and a site beyond it is a question to ask, not a verdict.",
    ),
)
