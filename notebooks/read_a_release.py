"""Read a release: what is found, how sure it is, and what changed since the release before.

Run it with ``marimo edit notebooks/read_a_release.py`` or ``python notebooks/read_a_release.py``;
TRIGGERSCAPE_HOME names the workspace.
"""

import marimo

__generated_with = "0.20.0"
app = marimo.App(width="medium")

with app.setup:
    import marimo as mo
    import polars as pl

    import triggerscape
    from triggerscape.reading.places import release_file
    from triggerscape.release.history import list_releases


@app.cell
def _():
    release = triggerscape.open_release()
    mo.md(
        f"""
        # Release {release.release_id}

        As of {release.as_of}{", a made-up population" if release.is_synthetic else ""}. Every
        number below is one row of one table, with its interval, the people behind it and a
        status: anything but `ok` carries no number.
        """
    )
    return (release,)


@app.cell
def _(release):
    shown = release.sql(
        """
        SELECT 'trigger_effect' AS table_name, status, count(*) AS n_rows
        FROM trigger_effect GROUP BY status
        UNION ALL
        SELECT 'therapy_effect', status, count(*) FROM therapy_effect GROUP BY status
        UNION ALL
        SELECT 'burden_site_window', status, count(*) FROM burden_site_window GROUP BY status
        ORDER BY table_name, status
        """
    ).pl()
    mo.vstack([mo.md("## How much is shown, and how much is not"), mo.ui.table(shown)])
    return (shown,)


@app.cell
def _(release):
    triggers = release.sql(
        """
        SELECT t.label, e.estimate, e.ci_low, e.ci_high, e.q_value, e.n_people, e.verdict,
            e.smallest_detectable, e.verdict_rule
        FROM trigger_effect AS e JOIN dim_trigger AS t ON t.trigger_id = e.trigger_id
        WHERE e.estimand_id = 'within_person' AND e.status = 'ok'
        ORDER BY e.estimate DESC, t.label, e.outcome_id
        """
    ).pl()
    clear = triggers.filter((pl.col("ci_low") > 1) | (pl.col("ci_high") < 1))
    mo.vstack(
        [
            mo.md(
                f"""
                ## What comes before an attack

                {triggers.height} factors have an estimate, and the interval of {clear.height} lies
                on one side of 1. How sure that is depends on more than the interval: `q_value`
                counts how many factors were looked at, `verdict` what else could make the same
                number, and `smallest_detectable` what these data could have found at all.
                """
            ),
            mo.ui.table(triggers),
        ]
    )
    return clear, triggers


@app.cell
def _(release, triggers):
    told = [
        release.estimate("trigger_effect", trigger_id=trigger).sentence
        for (trigger,) in release.sql(
            "SELECT trigger_id FROM trigger_effect WHERE estimand_id = 'within_person' "
            "AND status = 'ok' ORDER BY estimate DESC, trigger_id LIMIT 3"
        )
        .pl()
        .rows()
    ]
    mo.md("\n\n".join([f"## The strongest of {triggers.height}, as sentences", *told]))
    return (told,)


@app.cell
def _(release):
    releases = list_releases(release_file(None).parent.parent)
    place = [one.release_id for one in releases].index(release.release_id)
    before = releases[:place]
    key = ["trigger_id", "estimand_id", "outcome_id", "measure_id"]
    asked = f"SELECT {', '.join(key)}, estimate, ci_low, ci_high, status FROM trigger_effect"
    changed = None
    if before:
        with triggerscape.open_release(before[-1].path, quiet=True) as old:
            changed = (
                old.sql(asked)
                .pl()
                .join(release.sql(asked).pl(), on=key, how="full", coalesce=True, suffix="_now")
                .with_columns(
                    moved=(pl.col("estimate_now") - pl.col("estimate")).abs(),
                    is_outside=(pl.col("estimate_now") < pl.col("ci_low"))
                    | (pl.col("estimate_now") > pl.col("ci_high")),
                )
                .filter((pl.col("moved") > 0) | (pl.col("status") != pl.col("status_now")))
                .sort([pl.col("moved"), *key], descending=[True, *[False] * 4], nulls_last=True)
            )
    mo.vstack(
        [mo.md(f"## What moved since release {before[-1].release_id}"), mo.ui.table(changed)]
        if changed is not None
        else [mo.md("## What moved\n\nThis is the first release: there is none to compare with.")]
    )
    return (changed,)


if __name__ == "__main__":
    app.run()
