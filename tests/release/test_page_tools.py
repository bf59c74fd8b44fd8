"""The tools of the page in a real browser: a site to mark, colours, saved tables, paper, axe."""

from __future__ import annotations

import csv
import importlib.util
import io
from pathlib import Path

import pytest
from page_visit import NEEDS_BROWSER, OPEN_EVERYTHING

pytestmark = NEEDS_BROWSER
AXE = importlib.util.find_spec("axe_playwright_python")
PAPER = "getComputedStyle(document.body).backgroundColor"
WHITE = "rgb(255, 255, 255)"
HIDDEN = "hidden: tells of under 11"


@pytest.mark.skipif(AXE is None, reason="axe-core is not installed: axe-playwright-python")
@pytest.mark.parametrize(
    "options",
    [
        {"viewport": {"width": 1200, "height": 900}},
        {"viewport": {"width": 1200, "height": 900}, "color_scheme": "dark"},
        {"viewport": {"width": 390, "height": 844}},
    ],
    ids=["light", "dark", "telephone"],
)
def test_axe_finds_nothing_with_everything_open_and_a_site_marked(visit, options):
    page = visit(**options).page
    page.evaluate(OPEN_EVERYTHING)
    page.select_option("#site", "site-b")
    page.evaluate((Path(AXE.origin).parent / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")
    assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == []
    assert len(found["passes"]) > 20


def test_a_picked_site_is_marked_wherever_it_stands_and_nothing_else_is(visit):
    opened = visit()
    page = opened.page
    page.select_option("#site", "site-b")
    chosen = page.evaluate("[...document.querySelectorAll('.chosen')].map(e => e.dataset.site)")
    every = page.evaluate("document.querySelectorAll('[data-site=\"site-b\"]').length")
    assert set(chosen) == {"site-b"}
    assert len(chosen) == every > 20
    kinds = page.evaluate(
        "[...new Set([...document.querySelectorAll('.chosen')].map(e => e.tagName))]"
    )
    assert {"TR", "DIV", "line", "text"} <= set(kinds)
    assert page.locator("#site-said").inner_text().startswith("site-b is marked in ")
    page.select_option("#site", "")
    assert page.evaluate("document.querySelectorAll('.chosen').length") == 0
    assert page.locator("#site-said").inner_text() == ""
    page.reload()
    assert page.locator("#site").input_value() == ""
    assert opened.complaints == []


def test_colours_go_round_three_states_from_what_the_system_has(visit):
    page = visit(color_scheme="dark").page
    button = page.locator("#colours")
    seen = []
    for _ in range(4):
        seen.append((button.inner_text(), page.evaluate(PAPER) == WHITE))
        button.press("Enter")
    assert seen == [
        ("Colours: as the system", False),
        ("Colours: light", True),
        ("Colours: dark", False),
        ("Colours: as the system", False),
    ]
    page.evaluate("document.documentElement.dataset.colours = 'dark'")
    page.emulate_media(media="print")
    assert page.evaluate(PAPER) == WHITE


def test_a_table_is_saved_as_shown_without_asking_the_network(visit):
    opened = visit()
    opened.page.evaluate(OPEN_EVERYTHING)
    with opened.page.expect_download() as download:
        opened.page.locator("#quality details .tool").click()
    assert download.value.suggested_filename == "2026-06-28.1-quality.csv"
    saved = Path(download.value.path()).read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(saved)))
    shown = opened.page.evaluate(
        "[...document.querySelector('#quality table').rows].map(r => [...r.cells].map("
        "c => c.textContent))"
    )
    assert rows == [
        [cell.replace(",", "") if cell[0].isdigit() else cell for cell in row] for row in shown
    ]
    assert opened.requests == [opened.url]
    assert opened.complaints == []


def test_no_saved_cell_runs_in_a_spreadsheet_and_numbers_are_numbers(visit):
    page = visit().page
    page.evaluate(OPEN_EVERYTHING)
    page.evaluate(
        """(cells => ["=1+1", "@a", "−0.5", "1,234.5", 'say "a", b'].forEach(
             (text, i) => { cells[i].textContent = text; }))(
           document.querySelector('#quality tbody tr').cells)"""
    )
    with page.expect_download() as download:
        page.locator("#quality details .tool").click()
    saved = Path(download.value.path()).read_bytes().decode("utf-8-sig").split("\r\n")[1]
    assert saved.startswith("""'=1+1,'@a,-0.5,1234.5,"say ""a"", b",""")


@pytest.mark.parametrize(
    ("cells", "rising", "falling"),
    [
        (
            [
                "1.20 (1.1 to 1.3)",
                HIDDEN,
                "−3.0",
                "10",
                "1,200",
            ],
            [
                "−3.0",
                "1.20 (1.1 to 1.3)",
                "10",
                "1,200",
                HIDDEN,
            ],
            [
                "1,200",
                "10",
                "1.20 (1.1 to 1.3)",
                "−3.0",
                HIDDEN,
            ],
        ),
        (
            ["0.0300", "below 0.0001", "–", "0.0000"],
            ["0.0000", "below 0.0001", "0.0300", "–"],
            ["0.0300", "below 0.0001", "0.0000", "–"],
        ),
        (
            ["2026-03-02", "–", "2025-12-01", "2026-01-26"],
            ["2025-12-01", "2026-01-26", "2026-03-02", "–"],
            ["2026-03-02", "2026-01-26", "2025-12-01", "–"],
        ),
        (["S10", "S2", "S1"], ["S1", "S2", "S10"], ["S10", "S2", "S1"]),
    ],
    ids=["numbers", "limits", "dates", "names"],
)
def test_cells_sort_by_what_they_say_with_nothing_to_say_last_both_ways(
    visit, cells, rising, falling
):
    page = visit().page
    page.evaluate(OPEN_EVERYTHING)
    page.evaluate(
        """cells => {
             const body = document.querySelector('#quality table').tBodies[0];
             [...body.rows].slice(cells.length).forEach(row => row.remove());
             cells.forEach((text, i) => { body.rows[i].cells[2].textContent = text; });
           }""",
        cells,
    )
    read = "rows => rows.map(r => r.cells[2].textContent)"
    rows, head = page.locator("#quality tbody tr"), page.locator("#quality thead th").nth(2)
    head.locator("button").click()
    assert rows.evaluate_all(read) == rising
    head.locator("button").click()
    assert rows.evaluate_all(read) == falling


def test_on_paper_the_tables_come_last_and_go_back_afterwards(visit):
    page = visit().page
    inside = "document.querySelectorAll('#appendix table').length"
    tables = page.locator("main table").count()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(inside) == tables > 5
    assert page.evaluate("document.getElementById('appendix').hidden") is False
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(inside) == 0
    assert page.locator("#triggers table").count() == 1


def test_without_a_script_the_page_shows_no_tool_that_does_nothing(visit):
    page = visit(java_script_enabled=False).page
    assert page.locator("button:visible, select:visible").count() == 0
    assert page.locator(".tiles li").count() == 6
    page.locator("#triggers summary").click()
    assert page.locator("#triggers table").is_visible()


def test_motion_is_left_out_where_the_system_asks_for_it(visit):
    page = visit(reduced_motion="reduce").page
    behaviour = "getComputedStyle(document.documentElement).scrollBehavior"
    assert page.evaluate(behaviour) == "auto"
