"""The page in a real browser: no network, no errors, no sideways scrolling, usable by keyboard."""

from __future__ import annotations

from itertools import pairwise

import pytest
from page_visit import NEEDS_BROWSER

pytestmark = NEEDS_BROWSER


def test_the_page_asks_for_nothing_and_nothing_goes_wrong(visit):
    opened = visit(viewport={"width": 1200, "height": 900})
    opened.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    opened.page.locator("th button").first.click()
    assert opened.requests == [opened.url]
    assert opened.complaints == []


@pytest.mark.parametrize("width", [320, 390, 768, 1200])
@pytest.mark.parametrize("is_open", [False, True])
def test_nothing_scrolls_sideways(visit, width, is_open):
    page = visit(viewport={"width": width, "height": 844}).page
    if is_open:
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_drawn_letters_are_at_least_twelve_pixels_high_on_a_telephone(visit):
    page = visit(viewport={"width": 390, "height": 844}).page
    scales = page.evaluate(
        "[...document.querySelectorAll('svg')].map("
        "s => s.getBoundingClientRect().width / s.viewBox.baseVal.width)"
    )
    assert min(scales) >= 1.0


def test_no_drawn_text_leaves_its_drawing(visit):
    page = visit(viewport={"width": 1200, "height": 900}).page
    outside = page.evaluate(
        """[...document.querySelectorAll('svg')].flatMap(svg => {
             const box = svg.getBoundingClientRect();
             return [...svg.querySelectorAll('text')].filter(text => {
               const t = text.getBoundingClientRect();
               return t.left < box.left - 1 || t.right > box.right + 1 ||
                      t.top < box.top - 1 || t.bottom > box.bottom + 1;
             }).map(text => text.textContent);
           })"""
    )
    assert outside == []


def test_headings_are_in_order(visit):
    levels = visit().page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4')].map(h => Number(h.tagName[1]))"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_first_tab_reaches_the_skip_link_and_it_leads_to_the_content(visit):
    page = visit().page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.url.endswith("#content")


def test_a_table_sorts_by_number_both_ways_with_hidden_rows_last_or_first(visit):
    page = visit().page
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    table = page.locator("#triggers table")
    head = table.locator("thead th").nth(1)
    values = "rows => rows.map(r => parseFloat(r.cells[1].textContent)).filter(v => !isNaN(v))"
    head.locator("button").click()
    rising = table.locator("tbody tr").evaluate_all(values)
    assert head.get_attribute("aria-sort") == "ascending"
    assert rising == sorted(rising)
    assert "hidden" in table.locator("tbody tr").last.inner_text() or "not available" in (
        table.locator("tbody tr").last.inner_text()
    )
    head.locator("button").press("Enter")
    falling = table.locator("tbody tr").evaluate_all(values)
    assert head.get_attribute("aria-sort") == "descending"
    assert falling == sorted(falling, reverse=True)


def contrast(first: str, second: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(p) / 255 for p in colour.removeprefix("rgb(").rstrip(")").split(",")]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_in_light_and_dark(visit, scheme):
    page = visit(color_scheme=scheme).page
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    pairs = [
        (page.evaluate(f"getComputedStyle(document.querySelector('{part}')).{name}"), paper)
        for part, name in (
            ("h1", "color"),
            (".note", "color"),
            ("a[href^=\\\\#]:not(.skip)", "color"),
            ("svg text", "fill"),
        )
    ]
    assert min(contrast(*pair) for pair in pairs) >= 4.5
    banner = page.evaluate(
        "(s => [s.color, s.backgroundColor])(getComputedStyle(document.querySelector('.banner')))"
    )
    assert contrast(*banner) >= 4.5
    assert (paper == "rgb(255, 255, 255)") is (scheme == "light")


def test_print_shows_every_table_on_white(visit):
    opened = visit(color_scheme="dark")
    opened.page.emulate_media(media="print")
    heights = opened.page.evaluate(
        "[...document.querySelectorAll('table')].map(t => t.getBoundingClientRect().height)"
    )
    drawn = opened.page.locator("main .panels").count()
    assert len(heights) == drawn > 0
    assert min(heights) > 50
    paper = opened.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == "rgb(255, 255, 255)"
