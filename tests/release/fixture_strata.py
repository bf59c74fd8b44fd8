"""Invented strata of days by posture, sleep and stress; the rarest has few people."""

from __future__ import annotations

import polars as pl

from triggerscape.exposure_bands import ALL, EXPOSURES, STRATA, reference_of

# Share of 400 people with a day in each band, and how many times likelier an attack begins there.
_SHARES = {"good": 0.8, "middling": 0.9, "poor": 0.4, "short": 0.5, "enough": 0.95, "long": 0.25}
_SHARES |= {"low": 0.9, "moderate": 0.8, "high": 0.2, ALL: 1.0}
_RATIOS = {"poor": 1.05, "short": 1.2, "long": 1.1, "moderate": 1.2, "high": 1.5}
_PEOPLE, _BASE = 400, 8.0


def stratum_rows() -> pl.DataFrame:
    """Rows of pub.exposure_stratum before protection: rates of 64 strata, ratios of 56."""
    rows = []
    for words in STRATA:
        is_reference = words == reference_of(words)
        people, ratio = float(_PEOPLE), 1.0
        for word in words:
            people *= _SHARES[word]
            ratio *= _RATIOS.get(word, 1.0)
        rows.append(_row(words, is_reference, "onset_rate", round(people), _BASE * ratio))
        if not is_reference:
            rows.append(_row(words, is_reference, "onset_ratio", int(people * 0.6), ratio))
    return pl.DataFrame(rows, infer_schema_length=None)


def _row(
    words: tuple[str, ...], is_reference: bool, measure: str, people: int, value: float
) -> dict[str, object]:
    is_rate = measure == "onset_rate"
    wide = 1 + 2.5 / people**0.5 if people else 1.0
    known = people >= 20
    return {
        **{exposure.column: word for exposure, word in zip(EXPOSURES, words, strict=True)},
        "estimand_id": "stratum_observed" if is_rate else "stratum_within_person",
        "outcome_id": "migraine_onset",
        "measure_id": measure,
        "estimate": value if known else None,
        "ci_low": value / wide if known else None,
        "ci_high": value * wide if known else None,
        "n_people": people,
        "n_days": people * 9,
        "n_sites": 12,
        "status": "ok" if known else "x",
        **{
            f"{exposure.code}_order": exposure.place(word)
            for exposure, word in zip(EXPOSURES, words, strict=True)
        },
        "is_reference": is_reference,
        "reason": None if known else "fewer than 20 people",
    }
