"""The catalogue of what can be wrong with a delivery: 56 rows, their cases, tests of other kinds.

The letters are those of the catalogue: N read as meant, Q-row and Q-file set aside, S a newer
version takes its place, I counted as a repeat, W taken with a warning, wait left for the next run.
"""

from __future__ import annotations

from dataclasses import dataclass

from spoiled import Spoiled
from spoiled_bytes import BYTES
from spoiled_columns import COLUMNS
from spoiled_days import DAYS
from spoiled_formats import FORMATS
from spoiled_shape import SHAPE
from spoiled_values import VALUES
from spoiled_versions import VERSIONS

CASES: tuple[Spoiled, ...] = tuple(
    sorted(
        (*BYTES, *SHAPE, *VERSIONS, *DAYS, *VALUES, *COLUMNS, *FORMATS), key=lambda one: one.site
    )
)


@dataclass(frozen=True)
class Elsewhere:
    """A row of the catalogue, or a side of it, that needs more than one run: its own test."""

    row: int
    what: str
    becomes: str
    says: str
    test: str


ELSEWHERE: tuple[Elsewhere, ...] = (
    Elsewhere(
        21,
        "a file that grows while the pipeline looks",
        "wait",
        "still being written: diary.csv; left for the next run",
        "tests/deliveries/test_sent_again.py::test_a_file_that_is_still_written_is_never_half_loaded",
    ),
    Elsewhere(
        23,
        "another content under the same name, in a later run",
        "S",
        "",
        "tests/deliveries/test_sent_again.py::test_another_content_under_the_same_name_is_a_new_version",
    ),
    Elsewhere(
        49,
        "a line of 200 MB, of which little is held in memory",
        "Q-row",
        "",
        "tests/deliveries/test_hostile_sizes.py::test_an_endless_line_is_not_held_in_memory",
    ),
    Elsewhere(
        49,
        "300 files of one row, in the long suite",
        "N",
        "",
        "tests/deliveries/test_hostile_sizes.py::test_many_tiny_files_are_one_diary",
    ),
    Elsewhere(
        56,
        "a new site of 3 people",
        "W",
        "",
        "tests/disclosure/test_protect.py::test_every_small_row_has_one_marker_whatever_it_came_as",
    ),
)

# By row: what arrives, and what may become of it.
ROWS: dict[int, tuple[str, str]] = {
    1: ("a UTF-8 byte order mark", "N"),
    2: ("UTF-16, as a spreadsheet saves it", "N Q-file"),
    3: ("letters in Latin-1 or cp1252", "N Q-file"),
    4: ("line ends of Windows, of old Macs, or mixed", "N"),
    5: ("semicolons, with decimal commas", "N Q-file"),
    6: ("marks between thousands", "N Q-row"),
    7: ("a quote that is never closed", "Q-row Q-file"),
    8: ("line breaks and quotes within quotes", "N"),
    9: ("rows shorter or longer than the header", "N Q-row"),
    10: ("title lines above the header, a totals row below", "N Q-row Q-file"),
    11: ("the header repeated in the middle", "I"),
    12: ("columns renamed, moved, added or missing", "N Q-file"),
    13: ("two columns of one name", "Q-file"),
    14: ("headers with capitals, blanks or other scripts", "N"),
    15: ("an empty file, or a header alone", "N Q-file W"),
    16: ("a web page or a PDF named .csv", "Q-file"),
    17: ("a file cut between two rows", "Q-file W wait"),
    18: ("a file cut within a row", "Q-file"),
    19: ("a gzip file that is cut or damaged", "Q-file"),
    20: ("a packed file under a plain name, several in one", "N Q-file"),
    21: ("a file still being written", "wait"),
    22: ("the same bytes under another name or folder", "I"),
    23: ("the same name with another content", "S"),
    24: ("a delivery repeated with one row changed", "S"),
    25: ("one day of one person twice, the same", "I"),
    26: ("one day of one person twice, contradicting", "S Q-row"),
    27: ("a correction that comes before its original", "S"),
    28: ("rows taken back, or left out of a full delivery", "S I"),
    29: ("rows or a manifest of another site", "Q-file"),
    30: ("one person's key in several spellings", "N Q-row Q-file"),
    31: ("the same key at two sites", "N"),
    32: ("03/04/2025: April or March", "N Q-row Q-file"),
    33: ("two forms of dates in one column, years of two figures", "N Q-row"),
    34: ("dates as numbers", "N Q-row"),
    35: ("days and times that do not exist", "Q-row"),
    36: ("days in the future, days of a computer's beginning", "Q-row W"),
    37: ("the nights in which clocks change", "N"),
    38: ("times in UTC, or no times at all", "N W"),
    39: ("another unit in the whole column", "N Q-file"),
    40: ("another unit from some month on", "Q-file"),
    41: ("a scale that runs the other way", "N W"),
    42: ("7.5 for a whole number, NaN, 0x7, 1e2", "Q-row"),
    43: ("values out of range, ends before beginnings", "Q-row Q-file"),
    44: ("words and numbers that stand for nothing", "N Q-row W"),
    45: ("other words for yes, no and everything else", "N Q-row Q-file"),
    46: ("yes where no is meant", "N W"),
    47: ("signs nobody sees, formulas", "Q-row"),
    48: ("a value of another kind far down the file", "Q-row"),
    49: ("a file, a line or a number of files beyond measure", "N Q-row"),
    50: ("lines of JSON, cut, mixed or in an array", "N Q-row Q-file I"),
    51: ("Parquet with other types, a database", "N Q-file"),
    52: ("names, numbers and addresses of people, notes", "Q-file"),
    53: ("a log of attacks sent as a daily diary", "N Q-file"),
    54: ("a diary filled in weeks later", "W"),
    55: ("a site that stops sending", "W"),
    56: ("a site with very few people", "W"),
}
