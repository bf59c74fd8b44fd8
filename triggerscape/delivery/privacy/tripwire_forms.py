"""The written forms of what tells who somebody is: a regular expression (RE2) each.

Names of people are not among them: they have no form. A list of names misses most people, and
takes May, Rose and Hope for somebody; so no contract takes free text at all. Numbers without any
mark are not among them either: a drug code and a telephone number are both eleven digits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from triggerscape.delivery.privacy import check_digits


@dataclass(frozen=True)
class Tripwire:
    """One form that tells who somebody is.

    ``form`` is searched for; where there is a ``check``, what its first group holds must pass that
    too (SQL for true, from SQL for the text). ``in_keys`` are looked for in pseudonyms as well;
    the other forms are ones that honest pseudonyms have.
    """

    code: str
    sentence: str
    form: str
    check: Callable[[str], str] | None = None
    in_keys: bool = False


# A birth is told by a date up to this year. Fixed, so that a file is judged alike in every year;
# 1900 is left out, since systems write 1900-01-01 for a date they do not know.
LATEST_BIRTH_YEAR = 2015
BIRTH_DATE = "privacy.birth_date"

_LEFT, _RIGHT = r"(?:^|[^\w.,-])", r"(?:$|[^\w-])"
_LETTER = "[A-Za-zÀ-ɏ]"
_YEAR = r"(?:190[1-9]|19[1-9][0-9]|200[0-9]|201[0-5])"
_MONTH, _DAY = r"(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12][0-9]|3[01])"
_MONTH_NAME = (
    "(?:jan|feb|m[aä]r|apr|may|mai|jun|jul|aug|sep|o[ck]t|nov|de[cz]|janv|f[eé]v|avr|juin|juil|"
    "ao[uû]t|ene|abr|ago|dic|gen|mag|giu|lug|set|ott|maa|mei)[a-zäéû]*"
)
_BORN = (
    "dob|d\\.o\\.b\\.|born|birth(?:day|date)?|geb(?:oren)?|née?|naissance|nacid[oa]|"
    "nacimiento|nat[oa]|nascita|생년월일"
)
_NUMBERED = (
    "mrn|medical record|hospital|chart|patient|pat|case|fall|akte|record|insurance|policy|"
    "health plan|member|subscriber|beneficiary|account|acct|konto|licen[cs]e|permit|passport|"
    "reisepass|passeport|pasaporte|passaporto|serial|imei|device|vehicle|nhs|ssn|bsn|kvnr|nino|"
    "ahv|medicare|medicaid|tax|steuer|versicherten|환자|차트|등록|보험|여권|면허"
)
_ROAD = "street|avenue|road|boulevard|lane|terrace"
_ROAD_SHORT = "St|Ave|Rd|Blvd|Ln|Dr|Drive|Ct|Court|Pl|Place|Way|Close|Sq|ST|AVE|RD|DR|LN|CT|PL"
_ROAD_GLUED = r"stra(?:ß|ss)e|str\.|weg|platz|gasse|allee|straat|laan|plein|gracht|kade"

TRIPWIRES: tuple[Tripwire, ...] = (
    Tripwire(
        "privacy.email",
        "a text holds an e-mail address",
        r"[\w.+%-]+ ?(?:@|\(at\)|\[at\]) ?[\w-]+(?:\.[\w-]+)+",
        in_keys=True,
    ),
    Tripwire(
        "privacy.url",
        "a text holds a web address, or the name of an account on the web",
        r"(?i:\b(?:https?|ftp|file|mailto)://?[^ ]|\bwww\.[\w-]+\.)|(?:^| )@[A-Za-z_][\w.]{2,}",
    ),
    Tripwire(
        "privacy.ip",
        "a text holds the address of a machine",
        r"(?:^|[^\w.])(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\.){3}"
        r"(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:$|[^\w.])"
        r"|(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}"
        r"|(?:^|[^\w:])(?:[0-9A-Fa-f]{1,4}:){1,6}(?::[0-9A-Fa-f]{1,4}){1,6}(?:$|[^\w:])"
        rf"|{_LEFT}(?:[0-9A-Fa-f]{{2}}[:-]){{5}}[0-9A-Fa-f]{{2}}{_RIGHT}",
    ),
    Tripwire(
        "privacy.phone",
        "a text holds a telephone number",
        r"(?:^|[^\w.])\+[1-9](?:[ ()./-]{0,2}[0-9]){7,14}"
        r"|(?:^|[^\w.-])00[1-9][0-9]{0,2}[ /](?:[ ()./-]{0,2}[0-9]){6,12}"
        r"|(?:^|[^\w.-])(?:1[ .-])?\(?[2-9][0-9]{2}\)?[ .-]{1,2}[2-9][0-9]{2}[ .-][0-9]{4}"
        rf"{_RIGHT}|{_LEFT}0[1-9](?:[ .-][0-9]{{2}}){{4}}{_RIGHT}"
        rf"|{_LEFT}[6-9][0-9]{{2}}(?: [0-9]{{2}}){{3}}{_RIGHT}"
        rf"|{_LEFT}3[0-9]{{2}}[ -][0-9]{{3}}[ -]?[0-9]{{4}}{_RIGHT}",
    ),
    Tripwire(
        "privacy.area_code_phone",
        "a text holds a telephone number with its area code",
        r"(?:^|[^\w.,-])(\(?0[1-9][0-9]{0,4}\)?(?:[ /.-]{1,2}[0-9]{2,4})*[ /.-]{1,2}[0-9]{3,8})\b",
        check=check_digits.has_nine_to_twelve_digits,
    ),
    Tripwire(
        "privacy.ssn",
        "a text holds a US social security number",
        rf"{_LEFT}(?:00[1-9]|0[1-9][0-9]|[1-578][0-9]{{2}}|6(?:[0-57-9][0-9]|6[0-57-9]))[ -]"
        r"(?:0[1-9]|[1-9][0-9])[ -](?:[0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)"
        rf"{_RIGHT}",
        in_keys=True,
    ),
    Tripwire(
        "privacy.nhs_number",
        "a text holds an NHS number",
        rf"{_LEFT}([0-9]{{3}}[ -][0-9]{{3}}[ -][0-9]{{4}})\b",
        check=check_digits.nhs_number,
        in_keys=True,
    ),
    Tripwire(
        "privacy.national_id",
        "a text holds the number of a national identity or insurance",
        # Korea, United Kingdom, Italy, Germany, in this order.
        rf"{_LEFT}(?:[0-9]{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])-[1-8][0-9]{{6}}"
        r"|[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]"
        r"|[A-Z]{6}[0-9]{2}[A-EHLMPRST][0-9]{2}[A-Z][0-9]{3}[A-Z]"
        r"|[0-9]{2} ?(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{2} ?[A-Z] ?[0-9]{3})"
        rf"{_RIGHT}",
        in_keys=True,
    ),
    Tripwire(
        "privacy.french_nir",
        "a text holds a French social security number",
        rf"{_LEFT}([12] ?[0-9]{{2}} ?(?:0[1-9]|1[0-2]|[2-4][0-9]) ?(?:[0-9]{{2}}|2[AB]) ?"
        r"[0-9]{3} ?[0-9]{3} ?[0-9]{2})\b",
        check=check_digits.french_nir,
        in_keys=True,
    ),
    Tripwire(
        "privacy.spanish_dni",
        "a text holds the number of a Spanish identity card",
        rf"{_LEFT}((?:[0-9]{{8}}|[XYZ][0-9]{{7}})-?[A-HJ-NP-TV-Z])\b",
        check=check_digits.spanish_dni,
        in_keys=True,
    ),
    Tripwire(
        "privacy.ahv_number",
        "a text holds a Swiss AHV number",
        rf"{_LEFT}(756[. ]?[0-9]{{4}}[. ]?[0-9]{{4}}[. ]?[0-9]{{2}})\b",
        check=check_digits.ahv_number,
        in_keys=True,
    ),
    Tripwire(
        "privacy.bank_account",
        "a text holds the number of a bank account",
        rf"{_LEFT}((?:(?:AT|BE|CH|DE|DK|ES|FI|LU|NO|PL|PT|SE)[0-9]{{2}}(?: ?[0-9]{{4}}){{2,6}}"
        r"(?: ?[0-9]{1,3})?|(?:GB|IE|NL)[0-9]{2} ?[A-Z]{4}(?: ?[0-9]{4}){2,3}(?: ?[0-9]{1,2})?"
        r"|(?:FR|IT)[0-9]{2}(?: ?[A-Z0-9]{4}){5}(?: ?[A-Z0-9]{3})))\b",
        check=check_digits.iban,
        in_keys=True,
    ),
    Tripwire(
        "privacy.card_number",
        "a text holds the number of a payment card",
        rf"{_LEFT}([2-6][0-9]{{3}}(?:[ -][0-9]{{4}}){{3}})\b",
        check=check_digits.card_number,
        in_keys=True,
    ),
    Tripwire(
        BIRTH_DATE,
        "a text holds a date of long ago, as of a birth",
        rf"(?:^|[^\w.-]){_YEAR}[-/.]{_MONTH}[-/.]{_DAY}(?:$|[^0-9])"
        rf"|(?:^|[^\w.-]){_DAY}[-/.]{_DAY}[-/.]{_YEAR}(?:$|[^\w])"
        rf"|(?i:\b[0-9]{{1,2}}\.? {_MONTH_NAME}\.?,? {_YEAR})(?:$|[^\w])"
        rf"|(?i:\b{_MONTH_NAME}\.? [0-9]{{1,2}},? {_YEAR})(?:$|[^\w])"
        rf"|(?i:(?:^|[^\w])(?:{_BORN})[^\w]{{0,3}}(?:(?:on|am|le|el|il|op) )?"
        r"[0-9]{1,4}[ ./-][0-9]{1,2}[ ./-][0-9]{1,4})",
        in_keys=True,
    ),
    Tripwire(
        "privacy.record_number",
        "a text holds the number of a record, policy, account, licence, device or vehicle",
        rf"(?i:(?:^|[^a-z])(?:{_NUMBERED})"
        r"(?:[ .:#°-]{0,3}(?:no|nr|num|number|nummer|id|n|번호))?"
        r"[ .:#°-]{0,3}[a-z]{0,3}[ -]?(?:[0-9][ -]?){4,}[0-9])"
        r"|(?i:(?:^|[^a-z])vin)[ .:#-]{0,3}[A-HJ-NPR-Z0-9]{12}[0-9]{5}"
        r"|(?i:(?:licen[cs]e|number|registration) plate[ :]{1,2}[a-z0-9][a-z0-9 -]{1,7}[0-9])",
    ),
    Tripwire(
        "privacy.address",
        "a text holds the address of a house",
        rf"(?i:(?:^|[^\w.])[0-9]{{1,5}}[a-z]? (?:[\w'.-]+ ){{1,4}}(?:{_ROAD}))(?:$|[^\w])"
        rf"|(?:^|[^\w.])[0-9]{{1,5}}[A-Za-z]? (?:[A-Z][\w'.-]* ){{1,4}}(?:{_ROAD_SHORT})(?:$|[^\w])"
        rf"|(?i:{_LETTER}{{2,}}(?:{_ROAD_GLUED}) [0-9]{{1,4}})"
        r"|(?i:(?:^|[^\w])[0-9]{1,4},? (?:bis |ter )?"
        r"(?:rue|avenue|boulevard|place|chemin|impasse|allée|quai) [a-zà-ɏ])"
        r"|(?:Calle|Avenida|Avda\.|Plaza|Paseo|Via|Viale|Piazza|Corso) [A-Za-zÀ-ɏ' .]{2,40},? [0-9]"
        r"|(?:시|구|군|읍|면) [가-힣0-9]+(?:로|길) ?[0-9]+"
        r"|(?i:p\.? ?o\.? ?box [0-9]+)"
        rf"|{_LEFT}[A-Z]{{1,2}}[0-9][0-9A-Z]? [0-9][ABD-HJLNP-UW-Z]{{2}}{_RIGHT}"
        rf"|[A-Z][a-z]+,? [A-Z]{{2}} [0-9]{{5}}{_RIGHT}",
    ),
    Tripwire(
        "privacy.coordinates",
        "a text holds the coordinates of a place",
        r"-?[0-9]{1,3}\.[0-9]{4,} ?[,; ] ?-?[0-9]{1,3}\.[0-9]{4,}",
    ),
    Tripwire(
        "privacy.picture",
        "a text holds a picture or recording, or the name of one",
        r"(?i:data:(?:image|audio|video)/)|(?:^|[^\w+/])(?:/9j/4|iVBORw0KGgo)"
        r"|(?i:\.(?:jpe?g|png|gif|heic|bmp|tiff?|dcm|mp4|mov|wav|mp3))(?:$|[^\w])",
    ),
)
KEY_OF_FIGURES = Tripwire(
    "privacy.key_of_figures",
    "a key of 6 to 10 figures alone looks like the number of a medical record",
    "^[0-9]{6,10}$",
    in_keys=True,
)

# Signs that are written for others: they become the plain sign at the same place of the second
# text, and those beyond its end are taken away.
LOOKALIKES = (
    "\u00a0\u2007\u2009\u202f\t\n\r\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"
    "０１２３４５６７８９＠．／：\u200b\u200c\u200d\u2060\ufeff\u00ad",
    "       ---------0123456789@./:",
)
# No text trips a wire without one of these: a sign of the web, a figure beside a blank, short
# groups of figures, six figures, five behind a letter, a picture, or a sign written for another.
SUSPICION = (
    r"(?s)[@＠]|\(at\)|\[at\]|(?i:www\.|data:)|:/|:.*:|[0-9].*[ \t\r\n]|[ \t\r\n].*[0-9]"
    r"|[0-9][./-][0-9]+[./-][0-9]|(?:[0-9][^0-9]*){6}|[^0-9](?:[0-9][^0-9]*){5}|/9j/4|iVBORw0KGgo"
    r"|(?:[0-9A-Fa-f]{2}[:-]){5}"
    r"|(?i:\.(?:jpe?g|png|gif|heic|bmp|tiff?|dcm|mp4|mov|wav|mp3))"
    f"|[{LOOKALIKES[0]}]"
)
