"""One canary for each of the 18 kinds of identifier of 45 CFR 164.514(b)(2), all of them invented.

They are written as real ones are, check digits included, so that none is caught for being odd.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Canary:
    """What a site should never have sent. ``header`` is the column it would stand in.

    ``has_form`` says that a tripwire can see it; a bare name and a print have no form.
    """

    kind: str
    header: str
    text: str
    has_form: bool = True

    @property
    def needles(self) -> tuple[str, ...]:
        """The text, its invented words, its signs run together and its figures run together."""
        text = self.text.lower()
        figures = re.sub(r"[^0-9]", "", text)
        found = {text, re.sub(r"[\W_]+", "", text), *re.findall(r"[a-z]{9,}", text)}
        return tuple(sorted(found | ({figures} if len(figures) >= 8 else set())))


CANARIES = (
    Canary("name", "patient_last_name", "Ottilie Featherstonhaugh", has_form=False),
    Canary("place", "street_address", "4711 Larkspurmeadow Lane"),
    Canary("birth", "date_of_birth", "1961-04-17"),
    Canary("phone", "phone_number", "+44 7700 900461"),
    Canary("fax", "fax", "+49 89 9971 55330"),
    Canary("email", "e-mail address", "ottilie.quillfeather@larkspurmail.org"),
    Canary("ssn", "SSN", "536-48-2917"),
    Canary("record", "medicalRecordNumber", "MRN 00471193"),
    Canary("plan", "health_plan_number", "policy no. 7741 90236"),
    Canary("account", "account_number", "GB29NWBK60161331926819"),
    Canary("licence", "driving_licence", "licence no. 44719 02355"),
    Canary("vehicle", "licence_plate", "VIN WVWZZZ1JZ3W386752"),
    Canary("device", "device_serial", "serial no. 5521 044719"),
    Canary("web", "homepage_url", "https://larkspurpages.org/quillfeather"),
    Canary("ip", "ip_address", "203.0.113.77"),
    Canary("print", "fingerprint", "whorlarchloop-whorlwhorlarch", has_form=False),
    Canary("face", "photo", "quillfeatherface.jpg"),
    Canary("other", "주민등록번호", "610417-2184406"),
)
NEEDLES = tuple(sorted({needle for canary in CANARIES for needle in canary.needles}))
