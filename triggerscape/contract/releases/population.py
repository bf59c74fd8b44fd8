"""The published counts of people: who the numbers are about, and how many had a therapy."""

from __future__ import annotations

from triggerscape.contract.language import Column, Kind, Role, Table
from triggerscape.contract.releases.columns import FIRST, STATUSES, key
from triggerscape.vocabulary import SEXES

_SCOPE = key("scope_id", "A site, see dim_site; all: every site")


def _counted(what: str) -> tuple[Column, ...]:
    """The columns every table of plain counts ends with."""
    return (
        Column(
            "measure_id",
            Kind.TEXT,
            "What is counted; see dim_measure",
            nullable=False,
            role=Role.DIMENSION,
        ),
        Column("n_people", Kind.BIGINT, what, unit="{person}", role=Role.COUNT),
        Column("n_sites", Kind.BIGINT, "Sites behind it", unit="{site}", role=Role.NOTE),
        Column(
            "status",
            Kind.TEXT,
            "ok; c confidential, nobody included",
            values=STATUSES,
            nullable=False,
            role=Role.NOTE,
        ),
    )


POPULATION = Table(
    name="pub.population",
    grain="one row per site or all, sex or all, and age band or all",
    key=("scope_id", "sex", "age_band", "measure_id"),
    columns=(
        *FIRST,
        _SCOPE,
        key("sex", "Sex as the site tells it; all: any", values=("all", *SEXES)),
        key("age_band", "Age on the first day counted, in years; unknown; all: any"),
        *_counted("People, rounded to 10"),
    ),
    warnings=(
        "Only days in calendar windows that are over count, so people who have just begun, and "
        "diaries without calendar dates, are left out.",
        "Every number is rounded from its own true value: parts need not add up to their whole.",
    ),
)
THERAPY_USE = Table(
    name="pub.therapy_use",
    grain="one row per site or all, and therapy, group of therapies or all",
    key=("scope_id", "use_id", "measure_id"),
    columns=(
        *FIRST,
        _SCOPE,
        key("use_id", "A therapy or group of therapies, see dim_therapy; all: any of them"),
        *_counted("People who had it, rounded"),
    ),
    warnings=(
        "People of population who had it, by the record, up to the end of the last calendar window "
        "that is over; a person may have had several, so therapies do not add up to their group.",
        "Most sites do not send every therapy: no row of a therapy does not mean that nobody had "
        "it.",
    ),
)
