"""One SELECT that turns the codes of records into therapies, by rules tried in order."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from triggerscape.contract.catalogue import INPUTS
from triggerscape.delivery.sources.drug_names import words_sql
from triggerscape.vocabulary import CODE_SYSTEMS, OUTSIDE
from triggerscape.warehouse.literals import quoted, sql_text, sql_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triggerscape.delivery.sources.therapy_rules import TherapyRule

GIVEN = ("therapy_code", "delivery", "source_system", "source_code", "map_rule")


def therapies_sql(source: str, columns: Sequence[str], rules: Sequence[TherapyRule]) -> str:
    """SELECT of the rows of ``source`` with GIVEN in place of ``codes``; ValueError without codes.

    ``source`` is a relation with ``columns``, one of them ``codes``: ``system:code`` texts with
    bars between, in the order in which they are tried: the site's rules first, and ``outside``
    last. A row's own delivery is kept. Rows whose codes are all ``outside`` are left out; where no
    rule knows a code, the therapy is ``unmapped`` and the source is the first code; a row without
    codes has a NULL therapy. A code of no known system is the site's own. Of a drug's name only
    the words a rule knows are kept, for the rest may be anything a person wrote. The source must
    not be called mapping_ and something.
    """
    if "codes" not in columns:
        raise ValueError(f"{source} has no codes")
    own = "".join(f"s.{quoted(name)}, " for name in columns if name not in ("codes", *GIVEN))
    delivery = "coalesce(s.delivery, m.delivery)" if "delivery" in columns else "m.delivery"
    return f"""
WITH mapping_rule AS ({_rules_select(rules)}),
mapping_record AS (SELECT DISTINCT codes FROM {source} WHERE codes IS NOT NULL),
{_CODING.format(systems=sql_texts(CODE_SYSTEMS))},
{_PARTS.format(words=words_sql("code"), **_longest(rules))},
{_FOUND.format(outside=sql_text(OUTSIDE))}
SELECT {own}m.therapy_code, {delivery} AS delivery, m.source_system,
    CASE WHEN regexp_full_match(m.source_code, {_code_form()}) THEN m.source_code END
    AS source_code, m.map_rule
FROM {source} AS s
LEFT JOIN mapping_known AS m ON m.codes = s.codes
WHERE m.therapy_code IS DISTINCT FROM {sql_text(OUTSIDE)}
"""


_CODING = """mapping_token AS (
    SELECT codes, trim(unnest(string_split(codes, '|'))) AS token,
        unnest(range(len(string_split(codes, '|')))) AS turn
    FROM mapping_record
),
mapping_named AS (
    SELECT codes, token, turn, lower(split_part(token, ':', 1)) AS system,
        contains(token, ':') AND lower(split_part(token, ':', 1)) IN ({systems}) AS is_known
    FROM mapping_token
),
mapping_coding AS (
    SELECT codes, turn, system, code
    FROM (
        SELECT codes, turn, CASE WHEN is_known THEN system ELSE 'local' END AS system,
            CASE WHEN is_known THEN trim(substr(token, strpos(token, ':') + 1)) ELSE token END
            AS code
        FROM mapping_named
    )
    WHERE code <> ''
)"""
# Every beginning of a code, and every run of words of a name: so that rules are met by equality.
_PARTS = """mapping_beginning AS (
    SELECT codes, turn, system, code,
        unnest(range(0, least(length(upper(code)), {code_length}) + 1)) AS size
    FROM mapping_coding
    WHERE system <> 'name'
),
mapping_words AS (
    SELECT codes, turn, code, {words} AS words FROM mapping_coding WHERE system = 'name'
),
mapping_size AS (
    SELECT codes, turn, code, words, unnest(range({name_length})) AS more FROM mapping_words
),
mapping_run AS (
    SELECT codes, turn, code, words, more, unnest(range(1, len(words) - more + 1)) AS start
    FROM mapping_size
),
mapping_part AS (
    SELECT codes, turn, system, code, left(upper(code), size) AS part,
        size = length(upper(code)) AS is_whole
    FROM mapping_beginning
    UNION ALL
    SELECT codes, turn, 'name', code, array_to_string(words[start:start + more], ' '), true
    FROM mapping_run
)"""
# The first rule of each code; of several codes the first that is a therapy, for a drug has many
# classes, and only one of them may be that of headache.
_FOUND = """mapping_hit AS (
    SELECT p.codes, p.turn, r.goes_first, r.therapy_code, r.delivery, r.system AS source_system,
        CASE WHEN r.system = 'name' THEN replace(r.code, ' ', '_') ELSE p.code END AS source_code,
        r.rule AS map_rule
    FROM mapping_part AS p
    JOIN mapping_rule AS r ON r.system = p.system AND r.code = p.part
        AND (r.match <> 'exact' OR p.is_whole)
    QUALIFY row_number() OVER (PARTITION BY p.codes, p.turn ORDER BY r.place) = 1
),
mapping_found AS (
    SELECT *
    FROM mapping_hit
    QUALIFY row_number() OVER
        (PARTITION BY codes ORDER BY NOT goes_first, therapy_code = {outside}, turn) = 1
),
mapping_first AS (
    SELECT codes, system, CASE WHEN system <> 'name' THEN code END AS code
    FROM mapping_coding
    QUALIFY row_number() OVER (PARTITION BY codes ORDER BY turn) = 1
),
mapping_known AS (
    SELECT c.codes, coalesce(f.therapy_code, 'unmapped') AS therapy_code,
        coalesce(f.delivery, 'session') AS delivery,
        coalesce(f.source_system, c.system) AS source_system,
        CASE WHEN f.codes IS NULL THEN c.code ELSE f.source_code END AS source_code,
        coalesce(f.map_rule, 'none') AS map_rule
    FROM mapping_first AS c
    LEFT JOIN mapping_found AS f ON f.codes = c.codes
)"""
_TEXTS = ("rule", "system", "match", "code", "therapy_code", "delivery")
_RULE = {
    "place": "INTEGER",
    "goes_first": "BOOLEAN",
    **dict.fromkeys(_TEXTS, "VARCHAR"),
}


def _rules_select(rules: Sequence[TherapyRule]) -> str:
    """The rules as a relation, read from JSON: as VALUES they take a tenth of a second to parse."""
    rows = [
        {
            "place": place,
            "goes_first": rule.goes_first,
            **{name: getattr(rule, name) for name in _TEXTS},
        }
        for place, rule in enumerate(rules)
    ]
    given, shape = sql_text(json.dumps(rows)), sql_text(json.dumps([_RULE]))
    return f"SELECT unnest(from_json({given}, {shape}), recursive := true)"


def _longest(rules: Sequence[TherapyRule]) -> dict[str, int]:
    """The characters of the longest code of a rule, and the words of the longest name."""
    names = [len(rule.code.split()) for rule in rules if rule.system == "name"]
    codes = [len(rule.code) for rule in rules if rule.system != "name"]
    return {"code_length": max(codes, default=1), "name_length": max(names, default=1)}


def _code_form() -> str:
    """What source_code may look like: a longer text is no code, and is not kept."""
    pattern = INPUTS["therapy"].column("source_code").pattern or ""
    return sql_text(pattern.removeprefix("^").removesuffix("$"))
