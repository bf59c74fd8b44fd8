"""An invented design.onset in a database of its own: known effects, traits, gaps and late days."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd

from flows.fits.trigger_design import TriggerDesign
from triggerscape.factors import FACTORS, Factor

CODES = ("stress_letdown", "alcohol_any", "weekend", "fatigue")
CHOSEN: tuple[Factor, ...] = tuple(factor for factor in FACTORS if factor.code in CODES)
TRUTH = {"stress_letdown": 0.5, "alcohol_any": 0.0, "weekend": -0.2, "fatigue": 0.7}
START = np.datetime64("2026-01-05")  # a Monday


def invented_days(seed: int, n_people: int = 450, n_days: int = 90) -> pd.DataFrame:
    """Person-days with the columns of design.onset; stress let-down acts twice as much in men.

    Every fifth person tells nothing of alcohol; a twentieth of the answers on let-down is missing.
    """
    draw = np.random.default_rng(seed)
    n = n_people * n_days
    person = np.repeat(np.arange(n_people), n_days)
    day = np.tile(np.arange(n_days), n_people)
    is_male = draw.random(n_people) < 0.4
    frame = pd.DataFrame(
        {
            "person_id": person,
            "site_code": np.array(["east", "north", "west"])[person % 3],
            "diary_date": START + day.astype("timedelta64[D]"),
            "attack_basis": "migraine",
            "day_number": day,
            "stratum": (day // 28).astype("int32"),
            "sex": np.where(is_male, "male", "female")[person],
            "age_band": np.array(["18 to 29", "30 to 44", None])[person % 7 % 3],
            "diagnosis": np.array(["mwa", "mwoa"])[person % 2],
            "chronicity": np.where(day < 28, None, np.where(day < 60, "episodic", "chronic")),
            "therapy_groups": [
                ["omt"] if p % 4 == 0 and d >= 45 else None
                for p, d in zip(person, day, strict=True)
            ],
            "clean_days": draw.integers(1, 12, n),
            "has_late_entry": draw.random(n) < 0.03,
            "stress_letdown": (draw.random(n) < 0.2).astype(float),
            "alcohol_any": (draw.random(n) < 0.3).astype(float),
            "weekend": (day % 7 >= 5).astype(float),
            "fatigue": (draw.random(n) < 0.25).astype(float),
        }
    )
    frame["is_at_risk"] = frame["clean_days"] >= 3
    drive = sum(TRUTH[code] * frame[code] for code in CODES)
    drive += TRUTH["stress_letdown"] * frame["stress_letdown"] * is_male[person]
    level = draw.normal(0.0, 0.5, n_people)[person]
    rate = 0.06 * np.exp(level + drive)
    frame["outcome"] = (draw.random(n) < np.minimum(rate, 0.9)).astype(float)
    frame.loc[frame["person_id"] % 5 == 0, "alcohol_any"] = np.nan
    frame.loc[draw.random(n) < 0.05, "stress_letdown"] = np.nan
    return frame


def with_diary(design: TriggerDesign, frame: pd.DataFrame, seed: int) -> TriggerDesign:
    """Beside design.onset the diaries it comes from: every day, some of them not recorded.

    Weekends and the west record less; the rows of design.onset that were not recorded are gone.
    The east logs attacks and covers the days between.
    """
    draw = np.random.default_rng(seed)
    chance = 0.9 - 0.3 * frame["weekend"] - 0.2 * (frame["site_code"] == "west")
    spine = frame[["person_id", "site_code", "diary_date", "day_number", "attack_basis"]].assign(
        weekend=frame["weekend"] > 0,
        is_attack=(frame["outcome"] > 0).astype("boolean").where(draw.random(len(frame)) < chance),
        clean_days=frame["clean_days"],
    )
    design.con.register("whole", spine)
    design.con.execute("CREATE SCHEMA features")
    design.con.execute("CREATE TABLE features.diary_spine AS FROM whole")
    design.con.execute(
        "CREATE TABLE features.onset_day AS SELECT person_id, diary_date, clean_days FROM whole"
    )
    design.con.execute(
        "CREATE TABLE features.covered_day AS "
        "SELECT person_id, site_code, diary_date FROM whole WHERE site_code = 'east'"
    )
    design.con.execute(
        "CREATE OR REPLACE TABLE design.onset AS SELECT d.* FROM days AS d JOIN whole AS w "
        "USING (person_id, diary_date) WHERE w.is_attack IS NOT NULL ORDER BY person_id, diary_date"
    )
    return design


def design_of(frame: pd.DataFrame) -> TriggerDesign:
    """The frame as design.onset of a database in memory."""
    con = duckdb.connect()
    con.execute("CREATE SCHEMA design")
    con.register("days", frame)
    con.execute("CREATE TABLE design.onset AS FROM days")
    return TriggerDesign(con, "migraine", CHOSEN)
