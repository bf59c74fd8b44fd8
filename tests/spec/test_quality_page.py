"""The quality page by example: a word in every cell, nothing run, nothing loaded, nobody else's."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from triggerscape.quality.matrix import matrices, whole_percent
from triggerscape.quality.page import quality_page, reading, write_page
from triggerscape.quality.report import Report


def month(site: str, name: str, **more: Any) -> dict[str, Any]:
    """A row of quality.site_month: a hundred rows, all of them in use."""
    row: dict[str, Any] = dict.fromkeys(
        ("rows_refused", "rows_held", "rows_duplicate", "drift_flags", "months_behind"), 0
    )
    row |= {"site_code": site, "contract": "diary", "month": name, "rows_in": 100}
    row |= {"rows_accepted": 100, "people": 9, "share_missing": 0.0}
    row |= {"share_late": None, "share_unmapped": None}
    return row | {"worst": ""} | more


FINDING = {
    "site_code": "AA",
    "contract": "diary",
    "file_name": "may/<script>alert(1)</script>.csv",
    "column_name": "stress",
    "period": "2025-05",
    "code": "review.unit_changed",
    "severity": "critical",
    "sentence": "stress changes its size",
    "fix": "ask the site",
    "measured": 10.04,
    "threshold": 5.0,
}
REFUSED = {
    "site_code": "BB",
    "contract": "diary",
    "column_name": "stress",
    "code": "diary.stress.range",
    "n_rows": 1234,
    "share": 0.999,
}
FILE = {
    "site_code": "CC",
    "contract": "visit",
    "file_name": "june/visit.csv.gz",
    "code": "file.gzip",
    "sentence": "the gzip stream is cut or damaged",
    "rows_in": 0,
}
WORDS = {
    "diary.stress.range": ("stress is outside 0 to 10", "declare the scale"),
    "file.gzip": ("the gzip stream is cut or damaged", "export the file again"),
}
MONTHS = [
    month("AA", "2025-04"),
    month("AA", "2025-06", worst="critical", rows_accepted=0, rows_held=100),
    month("BB", "2025-04", worst="warning", rows_accepted=88, rows_refused=2, rows_duplicate=10),
    month("BB", "", rows_in=3, rows_accepted=0, rows_refused=3),
]


def test_the_matrix_has_every_month_from_the_first_to_the_last_and_a_place_for_rows_without_a_day():
    (matrix,) = matrices(MONTHS)
    assert matrix.months == ("2025-04", "2025-05", "2025-06", "no day")


def test_a_refused_row_of_a_far_month_does_not_stretch_the_matrix():
    far = month("AA", "2099-01", rows_in=1, rows_accepted=0, rows_refused=1)
    (matrix,) = matrices([*MONTHS, far])
    assert matrix.months == ("2025-04", "2025-05", "2025-06", "no day")
    cells = {line.site: [(c.state, c.share) for c in line.cells] for line in matrix.lines}
    assert cells == {
        "AA": [("fine", "100%"), ("none", ""), ("held", "0%"), ("none", "")],
        "BB": [("look", "97%"), ("none", ""), ("none", ""), ("fine", "0%")],
    }


def test_the_largest_contract_comes_first():
    rows = [month("AA", "2025-04"), month("AA", "2025-04", contract="visit", rows_in=900)]
    assert [matrix.contract for matrix in matrices(rows)] == ["visit", "diary"]


@pytest.mark.parametrize(
    ("share", "percent"), [(0, 0), (0.0001, 1), (0.29, 29), (0.9999, 99), (1, 100)]
)
def test_neither_all_nor_nothing_is_said_of_a_part(share: float, percent: int):
    assert whole_percent(share) == percent


def test_the_page_says_in_two_sentences_what_came_and_what_wants_a_look():
    assert reading(Report(MONTHS[:1], [], [], [])) == (
        "1 site sent 100 rows; 100% of them are in use. No file and no site stands out."
    )
    assert reading(Report(MONTHS, [FINDING], [FILE], [])) == (
        "2 sites sent 303 rows; 64% of them are in use. 1 file held back. "
        "1 file refused as a whole. There is something to look at for 2 sites."
    )
    assert reading(Report([], [], [], [])).startswith("0 sites sent 0 rows; none of them")


class Seen(HTMLParser):
    """Tags, attributes and text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_runs_nothing_loads_nothing_and_takes_names_for_text():
    report = Report(MONTHS, [FINDING], [FILE], [REFUSED])
    page = quality_page(report, WORDS)
    seen = Seen(page)
    assert {"script", "img", "link", "iframe"}.isdisjoint(seen.tags)
    assert not [name for name, _ in seen.attributes if name.startswith("on") or name == "src"]
    assert {value for name, value in seen.attributes if name == "href"} <= {
        *("#content", "#months", "#findings", "#files", "#rows")
    }
    assert "default-src 'none'; style-src 'sha256-" in page
    assert "<script>alert(1)</script>" in seen.text
    assert "url(" not in page
    assert "@import" not in page


def test_every_finding_file_and_rule_stands_there_with_what_to_do():
    report = Report(MONTHS, [FINDING], [FILE], [REFUSED])
    text = re.sub(r"\s+", " ", Seen(quality_page(report, WORDS)).text)
    for words in (
        "stress changes its size (review.unit_changed)ask the site105",
        "the gzip stream is cut or damaged (file.gzip)export the file again",
        "1,23499%BBdiarystress is outside 0 to 10 (diary.stress.range)declare the scale",
        "100% fine",
        "97% look",
        "0% held",
        "diary: 2 sites, AA, BB to look at",
    ):
        assert words in text
    assert report.codes == [("BB", "diary", "diary.stress.range"), ("CC", "visit", "file.gzip")]


def test_only_its_owner_can_open_the_page(tmp_path: Path):
    folder = tmp_path / "quality"
    page = write_page(folder, "first")
    assert write_page(folder, "second") == page
    assert page.read_text(encoding="utf-8") == "second"
    assert (folder.stat().st_mode & 0o777, page.stat().st_mode & 0o777) == (0o700, 0o600)
    assert [path.name for path in folder.iterdir()] == ["index.html"]
