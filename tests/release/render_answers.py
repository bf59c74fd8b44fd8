"""Writes what the example queries answer on the invented release.

python tests/release/render_answers.py
"""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

from fixture_tables import INFO, protected_tables

from triggerscape.reading.examples import Example, read_examples
from triggerscape.reading.release import open_release
from triggerscape.release.folder import write_release

ANSWERS = Path(__file__).resolve().parent / "answers"
OF_RELEASE = tuple(example for example in read_examples() if not example.is_research)


def answer(release: Path, example: Example) -> tuple[bytes, list[str], list[tuple]]:
    """The answer as CSV, and its columns and rows."""
    with open_release(release, quiet=True) as opened:
        found = opened.connection.execute(example.sql)
        names, rows = [column[0] for column in found.description], found.fetchall()
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([names, *rows])
    return text.getvalue().encode(), names, rows


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        published = write_release(protected_tables(), INFO, Path(folder))
        for one in OF_RELEASE:
            (ANSWERS / f"{one.name}.csv").write_bytes(answer(published, one)[0])
