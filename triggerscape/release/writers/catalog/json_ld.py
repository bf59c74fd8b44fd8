"""Values of JSON-LD: words with their language, addresses, dates and counts with their type."""

from __future__ import annotations

from datetime import date

AUTHORITY = "http://publications.europa.eu/resource/authority"
# Written out, so that a reader needs no network to know what a word means.
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "dpv": "https://w3id.org/dpv#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "healthdcatap": "http://healthdataportal.eu/ns/health#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def english(text: str) -> dict[str, str]:
    """Text in English."""
    return {"@value": text, "@language": "en"}


def link(address: str) -> dict[str, str]:
    """The thing at an address."""
    return {"@id": address}


def day(value: date) -> dict[str, str]:
    """A date without a time."""
    return {"@value": value.isoformat(), "@type": "xsd:date"}


def whole(number: int) -> dict[str, str]:
    """A count."""
    return {"@value": str(number), "@type": "xsd:nonNegativeInteger"}
