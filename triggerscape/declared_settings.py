"""Every key of triggerscape.toml with its default, its reason and its check."""

from __future__ import annotations

import re
from typing import Any

from triggerscape.disclosure.mode import Mode
from triggerscape.release_settings import RELEASE_SETTINGS
from triggerscape.schedule_settings import SCHEDULE_SETTINGS
from triggerscape.setting import Setting, declared, whole
from triggerscape.vocabulary import THERAPY_CODES, THERAPY_GROUPS


def _is_power_of_two(value: Any) -> bool:
    return isinstance(value, int) and 1 <= value <= 65536 and value & (value - 1) == 0


def _names_a_runner(value: Any) -> bool:
    address = r"dask:(tcp|tls)://\S+:\d{1,5}"
    return value == "threads" or (isinstance(value, str) and bool(re.fullmatch(address, value)))


def _names_a_store(value: Any) -> bool:
    # Who may use the store is told by the environment: no name or password before an @.
    return value == "" or (isinstance(value, str) and bool(re.fullmatch(r"\w+://[^@\s]+", value)))


def _is_memory(value: Any) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and (value == 0 or 0.25 <= value <= 4096)


def _are_comparisons(value: Any) -> bool:
    known = {*THERAPY_CODES, *THERAPY_GROUPS}
    return isinstance(value, list) and all(
        isinstance(pair, list) and len(pair) == 2 and set(pair) <= known and pair[0] != pair[1]
        for pair in value
    )


SETTINGS: tuple[Setting, ...] = (
    declared(
        "warehouse.buckets",
        4,
        (_is_power_of_two, "a power of two from 1 to 65536"),
        "All rows of a person live in one bucket; 1 to 4 million diary days a bucket keep memory "
        "under 1 GB. Changing it reads every delivery again.",
    ),
    declared(
        "warehouse.memory_gb",
        0,
        (_is_memory, "0, or gigabytes from 0.25 to 4096"),
        "DuckDB spills to disk beyond this; buckets built side by side share it, each with 0.5 or "
        "more. 0 takes a half of the machine's memory.",
        changes_results=False,
    ),
    declared(
        "warehouse.threads",
        0,
        whole(0, 1024),
        "0 takes every core of the machine.",
        changes_results=False,
    ),
    declared(
        "scale.runner",
        "threads",
        (_names_a_runner, 'threads, or "dask:tcp://<host>:<port>" of a scheduler (tls:// too)'),
        "Buckets are worked on in threads of this machine, or by the workers of a Dask cluster: "
        "docs/guides/operate-at-scale.md.",
        changes_results=False,
    ),
    declared(
        "scale.store",
        "",
        (_names_a_store, 'empty, or an address such as "s3://<bucket>/<folder>?region=<region>"'),
        "The lake lies in the workspace; with an address it lies in that store of objects too, and "
        "workers of a cluster need nothing else: docs/guides/operate-at-scale.md.",
        changes_results=False,
    ),
    declared(
        "definitions.attack_gap_days",
        1,
        whole(0, 7),
        "Attack days parted by this many clean days are one attack (Barra 2020).",
    ),
    declared(
        "definitions.clean_days",
        3,
        whole(1, 14),
        "A day is at risk after this many observed attack-free days: with fewer, the last attack "
        "still colours what people do.",
    ),
    declared(
        "definitions.window_days",
        28,
        whole(28, 28),
        "Trials count migraine days per 28 days, never per month (Di Tanna 2019).",
    ),
    declared(
        "definitions.min_window_days",
        14,
        whole(1, 28),
        "A window with fewer observed days says too little about 28.",
    ),
    declared(
        "definitions.severe_pain", 7, whole(1, 10), "Worst pain from which a day counts as severe."
    ),
    declared(
        "definitions.moderate_pain",
        4,
        whole(1, 10),
        "Worst pain from which a headache counts as moderate, one of the features of migraine "
        "(ICHD-3 1.1 C); 4 of 10 parts mild from moderate in most pain scales.",
    ),
    declared(
        "definitions.max_entry_delay_days",
        5,
        whole(0, 365),
        "An entry made more days after its day than this is late, told from memory: the Leiden "
        "diary locks a day after two to five days.",
    ),
    declared(
        "definitions.chronic_headache_days",
        15,
        whole(1, 28),
        "Headache days of 28 from which a month counts towards chronic migraine and medication "
        "overuse (ICHD-3 1.3, 8.2).",
    ),
    declared(
        "definitions.chronic_migraine_days",
        8,
        whole(1, 28),
        "Migraine days among them from which it counts towards chronic migraine (ICHD-3 1.3).",
    ),
    declared(
        "definitions.high_frequency_days",
        8,
        whole(1, 28),
        "Headache days of 28 from which episodic migraine is of high frequency.",
    ),
    declared(
        "definitions.overuse_days",
        10,
        whole(1, 28),
        "Days of 28 with a triptan, ergot, opioid or combination that are overuse (ICHD-3 8.2).",
    ),
    declared(
        "definitions.overuse_simple_days",
        15,
        whole(1, 28),
        "Days of 28 with a simple analgesic that are overuse (ICHD-3 8.2.3).",
    ),
    declared(
        "definitions.overuse_mixed_days",
        10,
        whole(1, 28),
        "Days of 28 with drugs of two classes or more that are overuse: 10 in ICHD-3 8.2.6, 15 in "
        "older texts.",
    ),
    declared(
        "definitions.sleep_shift_minutes",
        120,
        whole(30, 720),
        "Sleep that differs by this much from the night before has shifted. No diary study gives a "
        "limit: two hours is ours.",
    ),
    declared(
        "definitions.high_stress",
        7,
        whole(1, 10),
        "Stress from which a day is one of high stress: two such days running raise headache "
        "(Houle 2012); 7 of 10 is ours.",
    ),
    declared(
        "definitions.caffeine_drop_mg",
        95,
        whole(1, 2000),
        "Caffeine that fell by this much has dropped: a cup of coffee less than the day before "
        "(a decrease raised the next day's risk, Holsteen 2020).",
    ),
    declared(
        "definitions.surprise_known_days",
        14,
        whole(1, 28),
        "With fewer known days of 28, what is usual for a person is itself not known.",
    ),
    declared(
        "definitions.washout_days",
        84,
        whole(28, 365),
        "A start is new when the therapy was not used for this long; longest washout planted is "
        "16 weeks for antibodies, but most fade within 12.",
    ),
    declared(
        "therapy.comparisons",
        [
            ["omt", "dry_needling"],
            ["massage", "dry_needling"],
            ["laser_class_iv", "dry_needling"],
            ["pemf", "dry_needling"],
            ["preventive_cgrp_mab", "preventive_beta_blocker"],
            ["botulinum_toxin", "preventive_beta_blocker"],
            ["supplement", "selfcare"],
            ["nutrition", "selfcare"],
        ],
        (_are_comparisons, "a list of [therapy, comparator] pairs of known codes or groups"),
        "Each therapy is set against an active comparator that people choose for like reasons.",
    ),
    declared(
        "disclosure.threshold", 11, whole(11, 1000), "Fewer people than this are never shown."
    ),
    declared(
        "disclosure.rounding_base", 5, whole(5, 100), "Every published count is rounded to this."
    ),
    declared(
        "disclosure.mode",
        "rounded",
        (lambda value: value in list(Mode), f"one of {', '.join(Mode)}"),
        "rounded: every count to the base, totals too. exact: counts as they are, and further rows "
        "hidden, so that no small one follows from the others.",
    ),
    declared(
        "disclosure.lag_days",
        7,
        whole(0, 365),
        "A window of 28 days is published this many diary days after its last, once most of what "
        "comes late has come; then it is frozen.",
    ),
    *RELEASE_SETTINGS,
    *SCHEDULE_SETTINGS,
)
