"""A table of a foreign format as a CSV file: every column its header has, empty where unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from triggerscape.cohort.sending.files import SentFile, zipped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triggerscape.cohort.setting.sites import Site


def table_file(
    name: str, header: Sequence[str], rows: pl.DataFrame, site: Site, *, in_capitals: bool = False
) -> SentFile:
    """Rows under a table's whole header, gzipped where the site does that.

    Raises:
        ValueError: the rows have a column that the header does not know.
    """
    strange = set(rows.columns) - set(header)
    if strange:
        raise ValueError(f"{name} does not know {', '.join(sorted(strange))}")
    columns = [
        pl.col(column) if column in rows.columns else pl.lit(None, pl.String).alias(column)
        for column in header
    ]
    whole = rows.select(columns)
    if in_capitals:
        name, whole = name.upper(), whole.rename(str.upper)
    data = whole.write_csv(datetime_format="%Y-%m-%d %H:%M:%S").encode()
    return zipped(SentFile(f"{name}.csv", "", data, whole.height), site)
