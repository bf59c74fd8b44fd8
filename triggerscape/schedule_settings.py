"""Settings of when runs start, and of whom to tell when something needs a person."""

from __future__ import annotations

import re
from typing import Any
from zoneinfo import available_timezones

from triggerscape.setting import Check, Setting, declared, whole

_FIELD = r"(\*|[0-9A-Za-z,-]+)(/[0-9]+)?"
_CRON = re.compile(rf"{_FIELD}( {_FIELD}){{4}}")
_ADDRESS = re.compile(r"[^@\s,]+@[^@\s,]+")
_NEVER = ""


def _is_cron(value: Any) -> bool:
    return value == _NEVER or (isinstance(value, str) and bool(_CRON.fullmatch(value)))


def _are_addresses(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, str) and _ADDRESS.fullmatch(one) for one in value
    )


def _is_time_zone(value: Any) -> bool:
    return isinstance(value, str) and value in available_timezones()


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and "\n" not in value


_TIMES: Check = (_is_cron, "empty for never, or five fields of cron such as 0 2 * * *")


SCHEDULE_SETTINGS: tuple[Setting, ...] = (
    declared(
        "schedule.time_zone",
        "UTC",
        (_is_time_zone, "a time zone of the IANA list, such as Europe/Zurich"),
        "The clock by which the times below are read; summer time included.",
        changes_results=False,
    ),
    declared(
        "schedule.nightly",
        "0 2 * * *",
        _TIMES,
        "Deliveries are taken in, judged and built into tables every night.",
        changes_results=False,
    ),
    declared(
        "schedule.training",
        "0 4 * * 0",
        _TIMES,
        "Models are fitted again once a week: drift shows before a release depends on them.",
        changes_results=False,
    ),
    declared(
        "schedule.release",
        "0 6 * * 1",
        _TIMES,
        "Asked every week whether a window of 28 days has closed; a release is made when one has.",
        changes_results=False,
    ),
    declared(
        "schedule.hours",
        6,
        whole(1, 72),
        "A run that takes longer is stopped and told: something hangs.",
        changes_results=False,
    ),
    declared(
        "schedule.wait_hours",
        12,
        whole(0, 72),
        "A scheduled run that finds the workspace taken waits so long for its turn, then fails; "
        "the wait is no part of the hours above.",
        changes_results=False,
    ),
    declared(
        "alerts.email_to",
        [],
        (_are_addresses, "a list of e-mail addresses"),
        "Told of failures, refusals, silence and drift, in counts and codes; nobody by default.",
        changes_results=False,
    ),
    declared(
        "alerts.email_from",
        "",
        (_is_text, "an e-mail address"),
        "The sender; empty takes the first receiver.",
        changes_results=False,
    ),
    declared(
        "alerts.smtp_host",
        "localhost",
        (_is_text, "the name of a mail server"),
        "Sends the mail. User and password come from TRIGGERSCAPE_SMTP_USER and _PASSWORD.",
        changes_results=False,
    ),
    declared(
        "alerts.smtp_port",
        25,
        whole(1, 65535),
        "Its port; 587 and 465 are used with TLS.",
        changes_results=False,
    ),
    declared(
        "alerts.silent_days",
        14,
        whole(1, 365),
        "A site that has sent no newer diary day for so long, measured by the newest of any site, "
        "is said to be silent; so are all where no newer day came in so long.",
        changes_results=False,
    ),
    declared(
        "alerts.repeat_days",
        7,
        whole(1, 365),
        "What lasts, silence and drift, is told when it begins and again after so many days, not "
        "every night anew.",
        changes_results=False,
    ),
    declared(
        "alerts.late_hours",
        26,
        whole(1, 720),
        "A night without a finished run for so long is late.",
        changes_results=False,
    ),
    declared(
        "logs.keep",
        60,
        whole(1, 10_000),
        "The logs of so many runs stay in the workspace; older ones are removed.",
        changes_results=False,
    ),
)
