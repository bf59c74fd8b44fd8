"""Three things to ask next, each only as far as a printed row supports it."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from triggerscape.release.page.opening.parts import Step
from triggerscape.release.page.wording import Row, listed, number, number_of

Tables = Mapping[str, pl.DataFrame]

MOST_REFUSED = 0.05
"""A site is asked about its rows where one in twenty of any kind was refused."""
MOST_NAMED = 4
_RATIOS = {
    "migraine_days_ratio": "migraine days",
    "responder_50_ratio": "share of people whose migraine days halved",
}
_MOVING = {"mmd_mean": "migraine days", "acute_drug_days": "days with an acute drug"}


def next_steps(tables: Tables) -> tuple[Step, ...]:
    """About the data, about the sites, and about what not to lean on yet: always these three."""
    return (_data(tables), _sites(tables), _caution(tables))


def _data(tables: Tables) -> Step:
    """Sites with fewer diary days than expected, and the site with most rows refused."""
    compared = tables["pub.site_comparison"].filter(measure_id="completeness_ratio")
    short = _beyond(compared.filter(pl.col("estimate") < 1))
    said = []
    if short:
        sites = listed(_some([row["site_id"] for row in short]))
        ratios = listed(_some([number(row["estimate"], 2) for row in short]))
        said.append(
            f"Ask {sites} about missing diary days: {ratios} times those expected of people like "
            "theirs, further off than sites differ anyway."
        )
    worst = _most_refused(tables["pub.data_quality"])
    if worst is not None:
        said.append(
            f"Ask {worst['site_id']} about its {worst['contract_id'].replace('_', ' ')} rows: "
            f"{number(100 * worst['share'], 1)}% were refused, the largest share of any site."
        )
    nothing = "No site's diary days or refused rows stand out."
    return Step("Data", " ".join(said) or nothing, "quality" if worst is not None else "")


def _sites(tables: Tables) -> Step:
    """Sites where burden got worse in the newest window, and sites beyond the funnel."""
    said = _got_worse(tables["pub.burden_signal"])
    anchor = "burden" if said else "sites"
    compared = tables["pub.site_comparison"]
    outside = [
        f"{row['site_id']} has {number(row['estimate'], 2)} times the expected {words}"
        for measure, words in _RATIOS.items()
        for row in _beyond(compared.filter(measure_id=measure))
    ]
    if outside:
        said.append(
            f"Ask why: {'; '.join(_some(outside))}. Beyond chance and the people who come, sites "
            "differ in much that nobody records: this is a question, not a verdict."
        )
    if not said:
        return Step(
            "Sites",
            "No site got worse by more than it varies, or differs by more than chance and the "
            "people who come to it.",
        )
    return Step("Sites", " ".join(said), anchor)


def _got_worse(signals: pl.DataFrame) -> list[str]:
    """One question per measure that signals worse in the newest window of any site."""
    newest = signals.filter(pl.col("window_index") == pl.col("window_index").max())
    found = []
    for measure, words in _MOVING.items():
        worse = newest.filter(measure_id=measure, signal="worse").sort("site_id")
        if worse.height:
            named = [
                f"{row['site_id']} ({number(row['estimate'], 1)}, {number(row['center'], 1)} in "
                "its first windows)"
                for row in worse.iter_rows(named=True)
            ]
            found.append(f"Ask why {words} rose at {listed(_some(named))}.")
    return found


def _caution(tables: Tables) -> Step:
    """Findings that a failed control or inputs that moved ask to hold back on."""
    within = tables["pub.trigger_effect"].filter(estimand_id="within_person")
    failed = within.filter(verdict="negative_control_failed")["trigger_id"].n_unique()
    if failed:
        return Step(
            "Caution",
            f"Hold back on triggers: {number_of(failed, 'negative control', 'negative controls')} "
            "show an effect that they cannot have.",
            "triggers",
        )
    moved = tables["pub.model_drift"].filter(verdict="act").select("model_id", "input_id").unique()
    if moved.height:
        return Step(
            "Caution",
            f"Hold back on the forecast: {number_of(moved.height, 'input', 'inputs')} of its "
            "models moved by more than they may (model_drift, verdict act).",
        )
    return Step("Caution", "Negative controls hold, and no input of a model moved too far.")


def _beyond(rows: pl.DataFrame) -> list[Row]:
    """Sites beyond a limit of the funnel, furthest first."""
    outside = rows.filter(status="ok").filter(pl.col("funnel_band").str.starts_with("beyond"))
    far = pl.col("z_score").abs()
    order = outside.with_columns(far=far).sort("far", "site_id", descending=[True, False])
    return list(order.drop("far").iter_rows(named=True))


def _most_refused(quality: pl.DataFrame) -> Row | None:
    """The site and kind of table with the largest share of rows refused, if it is large."""
    place = ["site_id", "contract_id"]
    received, refused = (
        quality.filter(measure_id=measure, status="ok").select(
            *place, pl.col("n_rows").alias(measure)
        )
        for measure in ("rows_in", "rows_quarantined")
    )
    large = (
        received.join(refused, on=place)
        .with_columns(share=pl.col("rows_quarantined") / pl.col("rows_in"))
        .filter(pl.col("share").is_finite() & (pl.col("share") >= MOST_REFUSED))
        .sort("share", "site_id", "contract_id", descending=[True, False, False])
    )
    return large.row(0, named=True) if large.height else None


def _some(words: list[str]) -> list[str]:
    if len(words) <= MOST_NAMED:
        return words
    return [*words[:MOST_NAMED], f"{len(words) - MOST_NAMED} more"]
