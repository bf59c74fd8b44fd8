"""Names of files and deliveries that tell who somebody is: they are neither kept nor said."""

from __future__ import annotations

import re

from triggerscape.delivery.privacy.tripwire_forms import TRIPWIRES

# Of the forms of texts only those that no honest name of a file has: dates, versions and numbers
# of batches look like births, addresses of machines, telephone numbers and numbers of records.
_FORMS = tuple(
    re.compile(wire.form)
    for wire in TRIPWIRES
    if wire.code
    in {
        "privacy.email",
        "privacy.url",
        "privacy.ssn",
        "privacy.national_id",
        "privacy.bank_account",
        "privacy.card_number",
        "privacy.address",
    }
)
HIDDEN = "(a name that looks as if it told who somebody is)"

# No file can have a slash in its name: an address of a page is written there with something else.
_ADDRESS_IN_A_NAME = re.compile(r"(?i)\bhttps?:|\bwww\.")


def is_telling(name: str) -> bool:
    """True for a name of a file, a delivery or a site that looks as if it told who somebody is."""
    apart = name.replace("_", " ")
    return any(form.search(apart) for form in (*_FORMS, _ADDRESS_IN_A_NAME))
