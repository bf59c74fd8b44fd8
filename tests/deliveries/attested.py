"""Deliveries with a true manifest, as a site would put them into its inbox."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping


def attested(
    site: str,
    delivery: str,
    files: Mapping[str, bytes],
    *,
    extracted_at: str,
    days: tuple[str, str] | None = None,
    mode: str = "incremental",
) -> dict[str, bytes]:
    """The files of a delivery below its folder, with their manifest; rows are lines but one."""
    manifest: dict[str, object] = {
        "site_code": site,
        "delivery_id": delivery,
        "mode": mode,
        "extracted_at": extracted_at,
        "files": [
            {
                "name": name,
                "sha256": hashlib.sha256(data).hexdigest(),
                "bytes": len(data),
                "rows": max(data.count(b"\n") - 1, 0),
            }
            for name, data in files.items()
        ],
    }
    if days is not None:
        manifest |= {"period_start": days[0], "period_end": days[1]}
    return {
        **{f"{delivery}/{name}": data for name, data in files.items()},
        f"{delivery}/manifest.json": json.dumps(manifest).encode(),
    }
