"""What the invented people's therapies cost, and what they said of visits; other draws stay."""

from __future__ import annotations

import random
from typing import Any

Row = dict[str, Any]

CURRENCIES = {"SITE0": ("EUR",), "SITE1": ("EUR", "EUR", "GBP"), "SITE2": ()}
AMOUNTS = (0.0, 0.005, 12.5, 70.0, 99.99, 1500.0, None)


def add_costs(tables: dict[str, list[Row]], seed: int) -> None:
    """Give the therapies of two sites amounts, some unknown, and all of them visits, some rated."""
    draw = random.Random(seed + 20261121)
    visits: dict[tuple[int, str], Row] = {}
    for row in tables["core.therapy"]:
        names = CURRENCIES.get(row["site_code"], ())
        amount = draw.choice(AMOUNTS) if names else None
        row["cost_amount"] = amount
        row["cost_currency"] = None if amount is None else draw.choice(names)
        if amount is not None and draw.random() < 0.7:
            row["covered_amount"] = draw.choice((0.0, amount, round(amount / 2, 3)))
        if row["delivery"] != "session" or draw.random() < 0.2:
            continue
        key = f"{row['person_key']}.{row['start_date']}.{draw.choice('ab')}"
        row["visit_key"] = key
        visits.setdefault(
            (row["person_id"], key),
            {
                **{name: row[name] for name in ("person_id", "site_code", "person_key")},
                "visit_key": key,
                "visit_date": row["start_date"],
                "setting": "clinic",
                "status": draw.choice(("completed", "completed", "completed", "no_show")),
                "satisfaction": draw.choice((None, 0, 5, 9, 10)),
            },
        )
    tables["core.visit"] = list(visits.values())
