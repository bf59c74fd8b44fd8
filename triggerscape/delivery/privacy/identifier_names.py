"""Names of columns that tell who somebody is: a file that has one goes no further."""

from __future__ import annotations

import re
import unicodedata

from triggerscape.delivery.refusals import FileRefused

# The rule such a file breaks; not even its bytes are kept.
IDENTIFIED = "file.identifiers"

# Whole names, as words with blanks between. The kinds are the 18 of 45 CFR 164.514(b)(2).
_WHOLE = frozenset(
    text.strip()
    for text in """
    name; names; first; last; surname; forename; initials; maiden; suffix; prefix
    address; address 1; address 2; city; town; street; postcode; postal code; zip; zip code; zip5
    lat; lon; lng; latitude; longitude; county; birthplace; birth place
    dob; birth date; birthdate; date of birth; birthday; deathdate; death date; date of death
    phone; telephone; tel; mobile; cell; fax; email; e mail; mail; contact
    ssn; social security number; mrn; medical record number; chart number; hospital number
    nhs; nhs number; nhs no; npi; health card; insurance; insurance number; insurer id
    policy number; account number; account no; iban; licence number; license number; drivers; drivers license
    driving licence; passport; passport number; vehicle id; vin; licence plate; license plate; plate
    device id; device serial; serial number; imei; mac address; udid; url; website; web
    ip; ip address; fingerprint; biometric; photo; picture; image; face; signature
    note; notes; free text; freetext; comment; comments; remarks; narrative; diary text
    nombre; nombres; apellido; apellidos; correo; correo electronico; telefono; direccion; dni; nie
    fecha de nacimiento; codigo postal; notas
    nom; prenom; nom de famille; adresse; adresse mail; courriel; telephone portable; code postal
    date de naissance; numero de securite sociale; nir; remarques
    nachname; vorname; familienname; strasse; plz; postleitzahl; wohnort; geburtsdatum; geburtstag
    telefon; handy; telefonnummer; email adresse; versichertennummer; bemerkung; bemerkungen
    cognome; indirizzo; cap; data di nascita; codice fiscale; cellulare
    achternaam; voornaam; adres; geboortedatum; telefoonnummer; bsn; burgerservicenummer
    opmerkingen
    이름; 성명; 환자명; 주소; 전화번호; 휴대폰; 이메일; 생년월일; 주민등록번호; 등록번호이름; 메모
    氏名; 名前; 住所; 電話番号; 生年月日; 备注; 姓名; 地址; 电话
    """.replace("\n", ";").split(";")
    if text.strip()
)
# Parts that tell wherever they stand in a name: patient_last_name, contact_email_2.
_TELLING_PARTS = (
    ("first", "name"),
    ("last", "name"),
    ("given", "name"),
    ("family", "name"),
    ("full", "name"),
    ("middle", "name"),
    ("maiden", "name"),
    ("sur", "name"),
    ("patient", "name"),
    ("person", "name"),
    ("mother", "name"),
    ("birth", "date"),
    ("date", "birth"),
    ("social", "security"),
    ("street", "address"),
    ("home", "address"),
    ("ip", "address"),
    ("phone", "number"),
    ("record", "number"),
)
_TELLING_WORDS = frozenset(
    "email ssn mrn dob surname lastname firstname fullname birthdate passport telephone "
    "phone postcode zipcode latitude longitude iban geburtsdatum nachname vorname apellido".split()
)


def words_of(header: str) -> tuple[str, ...]:
    """The words of a header, lower case and without accents: ``PatientLastName`` is three."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", header)
    plain = unicodedata.normalize("NFKD", apart)
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    composed = unicodedata.normalize("NFC", bare).lower()
    return tuple(re.sub(r"[\W_]+", " ", composed).split())


def is_identifying(header: str) -> bool:
    """True where a header names something that identifies a person, however it is spelt."""
    words = words_of(header)
    if " ".join(words) in _WHOLE or _TELLING_WORDS & set(words):
        return True
    pairs = {words[place : place + 2] for place in range(len(words))}
    return any(part in pairs for part in _TELLING_PARTS)


def refuse_identifiers(headers: tuple[str, ...]) -> None:
    """FileRefused when a header names something that identifies a person."""
    found = sorted(header for header in headers if is_identifying(header))
    if found:
        raise FileRefused(
            IDENTIFIED, f"columns that identify people: {', '.join(found)}; send without"
        )
