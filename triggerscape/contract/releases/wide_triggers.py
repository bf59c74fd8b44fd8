"""Contract of the wide table of factors: one row per factor, what each fact says of it."""

from __future__ import annotations

from triggerscape.contract.language import Kind, Table
from triggerscape.contract.releases.absolute import TRIGGER_BURDEN
from triggerscape.contract.releases.columns import FIRST, key
from triggerscape.contract.releases.copied import INTERVAL, Copy, note
from triggerscape.contract.releases.people import TRIGGER_PERSON_SPREAD
from triggerscape.contract.releases.triggers import TRIGGER_EFFECT, TRIGGER_ODDS, TRIGGER_TIMING

ONSET = "migraine_onset"


def _trigger(
    prefix: str,
    fact: Table,
    measure: str,
    *where: tuple[str, str | int],
    names: tuple[str, ...] = INTERVAL,
) -> Copy:
    words = (*where, ("outcome_id", ONSET), ("measure_id", measure))
    return Copy(prefix, fact, words, (("trigger_id", "trigger_id"),), names)


TRIGGER_COPIES = (
    _trigger(
        "within_person",
        TRIGGER_EFFECT,
        "rate_ratio",
        ("estimand_id", "within_person"),
        names=(*INTERVAL, "q_value", "n_people", "verdict"),
    ),
    _trigger("between_person", TRIGGER_EFFECT, "rate_ratio", ("estimand_id", "between_person")),
    _trigger("odds_ratio", TRIGGER_ODDS, "odds_ratio"),
    _trigger("attributable_attacks", TRIGGER_BURDEN, "attributable_attacks"),
    _trigger("exposed_day_share", TRIGGER_BURDEN, "exposed_day_share"),
    _trigger(
        "day_after_attack",
        TRIGGER_TIMING,
        "rate_ratio",
        ("lag_days", -1),
        names=(*INTERVAL, "reading"),
    ),
    _trigger(
        "spread",
        TRIGGER_PERSON_SPREAD,
        "rate_ratio_spread",
        ("estimand_id", "person_spread"),
        ("band_id", "all"),
        names=(*INTERVAL, "verdict"),
    ),
    _trigger(
        "share_above_1_2",
        TRIGGER_PERSON_SPREAD,
        "share_above_1_2",
        ("estimand_id", "person_spread"),
        ("band_id", "all"),
    ),
)
WIDE_TRIGGER_SUMMARY = Table(
    name="pub.wide_trigger_summary",
    grain="one row per factor",
    key=("trigger_id",),
    columns=(
        *FIRST,
        key("trigger_id", "The factor; see dim_trigger"),
        note("label", "label of pub.dim_trigger"),
        note("domain", "domain of pub.dim_trigger"),
        note("claim", "claim of pub.dim_trigger"),
        *(column for copy in TRIGGER_COPIES for column in copy.columns),
        note(
            "sites_shown",
            "Sites with a rate ratio of migraine_onset shown in pub.trigger_site",
            Kind.INTEGER,
            "{site}",
        ),
        note(
            "sites_agreeing",
            "Those of them whose rate ratio lies on the same side of 1 as within_person; none "
            "where that is not shown",
            Kind.INTEGER,
            "{site}",
        ),
        note("dose_id", "The dose of pub.dose_response made of the same answer, if any"),
        note("dose_shape", "shape of that dose for migraine_onset"),
    ),
)
