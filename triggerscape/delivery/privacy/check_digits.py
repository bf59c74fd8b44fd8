"""Check digits as SQL: what tells a number somebody was given from one that only looks like it."""

from __future__ import annotations

from collections.abc import Sequence

_DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"


def nhs_number(text: str) -> str:
    """NHS number: ten digits, weighted 10 to 1, are a multiple of 11 (NHS Data Dictionary)."""
    return f"{_weighted(_digits(text), range(10, 0, -1))} % 11 = 0"


def ahv_number(text: str) -> str:
    """Swiss AHV number: thirteen digits checked as an EAN-13."""
    return f"{_weighted(_digits(text), [1, 3] * 6 + [1])} % 10 = 0"


def card_number(text: str) -> str:
    """Payment card of 16 digits: Luhn's sum (ISO/IEC 7812-1) is a multiple of 10."""
    doubled = (
        f"list_transform(list_zip({_digits(text)}, {[2, 1] * 8}), "
        "lambda pair: pair[1] * pair[2] - CASE WHEN pair[1] * pair[2] > 9 THEN 9 ELSE 0 END)"
    )
    return f"list_sum({doubled}) % 10 = 0"


def iban(text: str) -> str:
    """IBAN: with its head moved to the end and A to Z as 10 to 35, 1 modulo 97 (ISO 13616)."""
    bare = f"upper(replace({text}, ' ', ''))"
    turned = f"string_split(substr({bare}, 5) || substr({bare}, 1, 4), '')"
    values = (
        f"list_transform({turned}, lambda sign: "
        "CASE WHEN sign >= 'A' THEN ascii(sign) - 55 ELSE CAST(sign AS INTEGER) END)"
    )
    step = "(rest * CASE WHEN value > 9 THEN 100 ELSE 10 END + value) % 97"
    return f"list_reduce({values}, lambda rest, value: {step}) = 1"


def french_nir(text: str) -> str:
    """French social security number: 13 digits and 97 less their remainder by 97 (INSEE).

    The Corsican departments 2A and 2B count as 19 and 18.
    """
    bare = f"replace(replace(replace({text}, ' ', ''), '2A', '19'), '2B', '18')"
    number, key = (f"CAST(substr({bare}, {part}) AS BIGINT)" for part in ("1, 13", "14, 2"))
    return f"97 - {number} % 97 = {key}"


def spanish_dni(text: str) -> str:
    """Spanish DNI or NIE: the letter is the number modulo 23; X, Y and Z begin as 0, 1 and 2."""
    figures = f"translate(left({text}, 1), 'XYZ', '012') || substr({text}, 2)"
    number = f"CAST(regexp_replace({figures}, '[^0-9]', '', 'g') AS BIGINT)"
    place = f"CAST({number} % 23 + 1 AS INTEGER)"
    return f"right({text}, 1) = substr('{_DNI_LETTERS}', {place}, 1)"


def has_nine_to_twelve_digits(text: str) -> str:
    """As many digits as a telephone number has with its area code."""
    return f"len(regexp_replace({text}, '[^0-9]', '', 'g')) BETWEEN 9 AND 12"


def _digits(text: str) -> str:
    plain = f"regexp_replace({text}, '[^0-9]', '', 'g')"
    return f"list_transform(string_split({plain}, ''), lambda digit: CAST(digit AS INTEGER))"


def _weighted(digits: str, weights: Sequence[int]) -> str:
    return f"CAST(list_inner_product({digits}, {list(weights)}) AS INTEGER)"
