"""Compare two therapies again from trials.*, in the model's way and by plain regression.

Run it with ``marimo edit notebooks/redo_a_comparison.py`` or
``python notebooks/redo_a_comparison.py``, inside the workspace whose people it reads;
TRIGGERSCAPE_HOME names it.
"""

import marimo

__generated_with = "0.20.0"
app = marimo.App(width="medium")

with app.setup:
    import marimo as mo
    import numpy as np
    import polars as pl

    import triggerscape
    from flows.fits.therapy_trials import TherapyTrials
    from models.therapies.therapy_rows import comparison_rows


@app.cell
def _():
    release = triggerscape.open_release()
    research = triggerscape.open_research()
    pairs = release.sql(
        """
        SELECT therapy_id, comparator_id FROM therapy_effect
        WHERE measure_id = 'mmd_difference' AND estimand_id = 'att_aipw' AND status = 'ok'
            AND comparator_id <> 'no_start'
        ORDER BY n_people DESC, therapy_id, comparator_id
        """
    ).pl()
    mo.md(
        f"# A comparison of therapies, done again\n\n{pairs.height} pairs have a published estimate"
        + ("; the largest is taken." if pairs.height else ": too few people started anything here.")
    )
    return pairs, release, research


@app.cell
def _(pairs, research):
    therapy, comparator = pairs.row(0) if pairs.height else ("omt", "dry_needling")
    people = TherapyTrials(research.connection, ()).active(therapy, comparator)
    arms = people.group_by("arm").agg(
        pl.len().alias("people"),
        pl.col("age_years", "mmd_before", "mmd_after", "co_starts").mean().round(2),
    )
    mo.vstack(
        [
            mo.md(
                f"""
                ## Who started {therapy} (arm 1) and who {comparator} (arm 0)

                Everybody whose first start of either was new, with their migraine days per 28
                before it and in days 28 to 83 after it.
                """
            ),
            mo.ui.table(arms.sort("arm")),
        ]
    )
    return comparator, people, therapy


@app.cell
def _(people):
    # Who is alike is held alike: months before, age, sex, chronicity and site; least squares.
    known = people.drop_nulls(["mmd_before", "mmd_after", "age_years", "is_female", "is_chronic"])
    sites = sorted(known["site_code"].unique().to_list())[1:]
    held = known.select(
        pl.lit(1.0).alias("all"),
        pl.col("arm", "mmd_before", "age_years").cast(pl.Float64),
        pl.col("is_female", "is_chronic").cast(pl.Float64),
        *((pl.col("site_code") == site).cast(pl.Float64).alias(f"site {site}") for site in sites),
    ).to_numpy()
    after = known["mmd_after"].to_numpy()
    can_be_fitted = known["arm"].n_unique() == 2 and known.height > held.shape[1] + 10
    raw = plain = None
    if can_be_fitted:
        means = known.group_by("arm").agg(pl.col("mmd_after").mean()).sort("arm")["mmd_after"]
        raw = means[1] - means[0]
        plain = float(np.linalg.lstsq(held, after, rcond=None)[0][1])
    mo.md(
        "## By plain regression\n\n"
        + (
            f"Unadjusted, starters differ by {raw:+.2f} migraine days per 28; with the months "
            f"before, age, sex, chronicity and site held alike, by {plain:+.2f}."
            if can_be_fitted
            else f"{known.height} people are too few for it."
        )
    )
    return plain, raw


@app.cell
def _(comparator, pairs, people, release, therapy):
    compared = largest_gap = None
    if pairs.height:
        fitted = comparison_rows(people, therapy, comparator).effects
        key = ["estimand_id", "measure_id"]
        again = fitted.filter(pl.col("measure_id") == "mmd_difference").select(
            *key,
            pl.col("difference").cast(pl.Float64).round(2).alias("estimate"),
            pl.col("ci_low", "ci_high").cast(pl.Float64).round(2),
        )
        published = release.sql(
            f"""
            SELECT estimand_id, measure_id, estimate, ci_low, ci_high, verdict FROM therapy_effect
            WHERE therapy_id = '{therapy}' AND comparator_id = '{comparator}'
                AND measure_id = 'mmd_difference'
            ORDER BY estimand_id
            """
        ).pl()
        compared = published.join(again, on=key, how="left", suffix="_again").sort("estimand_id")
        gaps = [
            (pl.col(name) - pl.col(f"{name}_again")).abs().max()
            for name in ("estimate", "ci_low", "ci_high")
        ]
        largest_gap = compared.select(pl.max_horizontal(gaps)).item()
    mo.vstack(
        [
            mo.md(
                f"""
                ## The model's way, published and done again

                `att_aipw` weighs and adjusts, `att_did` compares changes since months 6 to 4
                before; the bracket is the range of both. Where the two differ, what the months
                just before the start did to the decision lies between them. Between what was
                published and what is found here the largest gap is {largest_gap:.2f}.
                """
            ),
            mo.ui.table(compared),
        ]
        if compared is not None
        else [mo.md("Nothing is published to compare with.")]
    )
    return compared, largest_gap


if __name__ == "__main__":
    app.run()
