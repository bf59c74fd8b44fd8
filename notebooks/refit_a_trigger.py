"""Fit one trigger again from the person-level copy, and compare with what was published.

Run it with ``marimo edit notebooks/refit_a_trigger.py`` or ``python notebooks/refit_a_trigger.py``,
inside the workspace whose people it reads; TRIGGERSCAPE_HOME names it.
"""

import marimo

__generated_with = "0.20.0"
app = marimo.App(width="medium")

with app.setup:
    import math

    import marimo as mo
    import polars as pl

    import triggerscape
    from flows.fits.trigger_design import TriggerDesign, recorded
    from models.triggers.adjustment.set_fits import SetFit
    from models.triggers.effects import effects_over_sites
    from models.triggers.within_person import fit_within_person
    from triggerscape.adjustment_sets import answering_models
    from triggerscape.factors import Claim, Factor


@app.cell
def _():
    trigger_id, basis = "sleep_short", "migraine"
    release = triggerscape.open_release()
    research = triggerscape.open_research()
    published = release.estimate(
        "trigger_effect", trigger_id=trigger_id, outcome_id=f"{basis}_onset"
    )
    mo.md(f"# One trigger, fitted again\n\nPublished: {published}")
    return basis, published, release, research, trigger_id


@app.cell
def _(basis, release, research):
    # The factors of this deployment, those that sites declare among them.
    catalogue = [
        Factor(code, label, domain, lag, Claim(claim), step)
        for code, label, domain, lag, claim, step in release.sql(
            "SELECT trigger_id, label, domain, lag_days, claim, step FROM dim_trigger"
        )
        .pl()
        .rows()
    ]
    factors = recorded(research.connection, catalogue, basis)
    design = TriggerDesign(research.connection, basis, factors)
    mo.md(f"{len(factors)} of {len(catalogue)} factors are recorded by somebody on a day at risk.")
    return design, factors


@app.cell
def _(design, factors, trigger_id):
    # The published estimate is adjusted for the declared set of the factor: the same columns here.
    [columns] = [
        columns for columns, codes in answering_models(factors).items() if trigger_id in codes
    ]
    fit = fit_within_person(design.onset(columns), columns)
    effect = effects_over_sites(design.onset, [SetFit(columns, (trigger_id,), fit)])[trigger_id]
    again = effect.published
    mo.md(
        f"""
        ## The model's own way

        Fixed-effects Poisson, each person against themselves: {fit.n_complete:,} days of
        {fit.n_people:,} people in which all of {len(columns)} factors are known,
        {fit.n_contributing:,} people with an attack and a day to compare it with. The estimate is
        {"the mean over sites" if effect.is_over_sites else "that of all people at once"}.
        """
    )
    return again, columns


@app.cell
def _(basis, research, trigger_id):
    # Mantel and Haenszel: each person a stratum, nothing else held alike. A page of arithmetic.
    [(plain, people)] = (
        research.sql(
            f"""
            WITH person AS (
                SELECT person_id,
                    sum(outcome) FILTER ({trigger_id} = 1) AS onsets_with,
                    count(*) FILTER ({trigger_id} = 1) AS days_with,
                    sum(outcome) FILTER ({trigger_id} = 0) AS onsets_without,
                    count(*) FILTER ({trigger_id} = 0) AS days_without
                FROM stable.onset_design
                WHERE attack_basis = '{basis}' AND is_at_risk AND NOT has_late_entry
                GROUP BY person_id
                HAVING days_with > 0 AND days_without > 0
            )
            SELECT
                sum(onsets_with * days_without / (days_with + days_without))
                / sum(onsets_without * days_with / (days_with + days_without)) AS rate_ratio,
                count(*) FILTER (onsets_with + onsets_without > 0) AS people
            FROM person
            """
        )
        .pl()
        .rows()
    )
    mo.md(
        f"""
        ## By hand

        Mantel and Haenszel's rate ratio over {people:,} people, not adjusted for anything else:
        {plain:.3f}. It need not be the published one; far from it would want a reason.
        """
    )
    return (plain,)


@app.cell
def _(again, plain, published):
    def ratio(log: float | None) -> float | None:
        return None if log is None else round(math.exp(log), 3)

    compared = pl.DataFrame(
        {
            "way": ["published", "fitted again", "by hand, unadjusted"],
            "rate_ratio": [published.value, ratio(again.log_rate_ratio), round(plain, 3)],
            "ci_low": [published.ci_low, ratio(again.ci_low), None],
            "ci_high": [published.ci_high, ratio(again.ci_high), None],
        }
    )
    is_the_same = compared.row(0)[1:] == compared.row(1)[1:]
    mo.vstack(
        [
            mo.md(
                "## Side by side\n\nThe release was made from these very days: "
                + ("the numbers are the same." if is_the_same else "**yet the numbers differ.**")
            ),
            mo.ui.table(compared),
        ]
    )
    return compared, is_the_same


if __name__ == "__main__":
    app.run()
