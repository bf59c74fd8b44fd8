"""What is estimated of sites beside each other."""

from __future__ import annotations

from triggerscape.contract.estimates.columns import count, number, text
from triggerscape.contract.language import Table

SITE_COMPARISON_ESTIMATE = Table(
    name="estimates.site_comparison",
    grain="one row per site and measure",
    key=("site_code", "measure_id"),
    columns=(
        text("site_code", "The site"),
        text("measure_id", "What is compared"),
        text("status", "estimated, or not_estimable"),
        text("reason", "Why there is no estimate"),
        number("observed_mean", "What was observed: a share, or days per 28"),
        number("expected_mean", "What is expected of people like those of the site"),
        number("ratio", "Observed over expected"),
        number("ci_low", "Lower end of its 95% interval"),
        number("ci_high", "Upper end of its 95% interval"),
        number("limit_95_low", "Lower 95% limit of the funnel at this site"),
        number("limit_95_high", "Upper 95% limit"),
        number("limit_998_low", "Lower 99.8% limit"),
        number("limit_998_high", "Upper 99.8% limit"),
        number("phi", "Over-dispersion: mean squared winsorised z score"),
        number("tau2", "Variance between sites beyond chance, log scale"),
        number("z", "z score with that variance in it"),
        text("band", "within, beyond 95%, beyond 99.8%"),
        count("n_people", "People behind it", "{person}"),
        count("n_days", "Their days, where days are counted", "d"),
    ),
)
