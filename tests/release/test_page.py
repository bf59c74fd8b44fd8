"""The page as a file: sealed, small, the same every time, and true to the tables."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import polars as pl
import pytest
from fixture_tables import INFO, protected_tables

from triggerscape.release.page.build import dashboard, page_figures
from triggerscape.release.page.triggers.timing_figure import LINKED
from triggerscape.release.page.wording import VERDICTS
from triggerscape.release.shape import released_tables

RELEASE_ID = "2026-06-28.1"
TABLES = released_tables(protected_tables(), INFO, RELEASE_ID)
PAGE = dashboard(TABLES, INFO, RELEASE_ID)


class Elements(HTMLParser):
    """Every start tag with its attributes, and the text of table cells."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.rows: list[list[str]] = []
        self._cell = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")
            self._cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._cell = False

    def handle_data(self, data: str) -> None:
        if self._cell:
            self.rows[-1][-1] += data

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        return [found for name, found in self.tags if name == tag]


ELEMENTS = Elements(PAGE)


def test_the_same_tables_give_the_same_page():
    assert dashboard(TABLES, INFO, RELEASE_ID) == PAGE


def test_the_page_is_small():
    assert len(PAGE.encode()) < 300_000


def test_the_policy_allows_the_one_style_and_the_one_script_and_nothing_else():
    (policy,) = (m["content"] for m in ELEMENTS.attributes("meta") if "http-equiv" in m)
    for tag in ("style", "script"):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", PAGE, flags=re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy


def test_nothing_in_the_page_points_outside():
    for tag, attributes in ELEMENTS.tags:
        assert tag not in {"link", "img", "iframe", "object", "image", "use", "form"}
        assert "style" not in attributes
        assert "src" not in attributes
        assert not any(name.startswith("on") for name in attributes)
        assert (attributes.get("href") or "#").startswith("#")
    assert "http" not in re.sub(r"http-equiv", "", PAGE)


def test_every_drawing_has_a_role_a_title_and_a_description():
    drawings = ELEMENTS.attributes("svg")
    ids = [a["id"] for _, a in ELEMENTS.tags if "id" in a]
    assert len(drawings) == 3 + 9 + 1 + 2 + 3 + (2 + 1) + 3 + 12 + 2 + 2
    assert len(ids) == len(set(ids))
    for drawing in drawings:
        assert drawing["role"] == "img"
        assert set(drawing["aria-labelledby"].split()) <= set(ids)
    clips = re.findall(r"url\(#([^)]*)\)", PAGE)
    assert set(clips) <= set(ids)


def test_letters_in_drawings_are_at_least_twelve_pixels_at_their_own_size():
    sizes = {a["font-size"] for tag, a in ELEMENTS.tags if tag == "text"}
    assert sizes == {"12px"}
    widths = {float(drawing["width"]) for drawing in ELEMENTS.attributes("svg")}
    assert max(widths) <= 358


def test_colours_come_from_the_style_sheet_alone():
    colours = {a[n] for _, a in ELEMENTS.tags for n in ("fill", "stroke") if n in a}
    assert all(c in {"none", "transparent"} or c.startswith("var(--") for c in colours)


def test_every_factor_is_in_the_table_with_the_published_numbers():
    (section,) = re.findall(r'<section id="triggers".*?</section>', PAGE, re.DOTALL)
    cells = {row[0]: row for row in Elements(section).rows}
    within = TABLES["pub.trigger_effect"].filter(pl.col("estimand_id") == "within_person")
    labelled = within.join(TABLES["pub.dim_trigger"], on="trigger_id")
    assert labelled.height == 28
    for row in labelled.iter_rows(named=True):
        shown = cells[row["label"]]
        if row["status"] == "ok":
            expected = f"{row['estimate']:.2f} ({row['ci_low']:.2f} to {row['ci_high']:.2f})"
            assert (shown[1], shown[5]) == (expected, f"{row['n_people']:,}")
    assert cells["Perfume at work"][1:7] == [
        "hidden: tells of under 11",
        "–",
        "hidden: tells of under 11",
        "–",
        "–",
        "–",
    ]
    assert cells["Travel"][1] == "not available"


def test_hidden_rows_are_said_in_the_drawing_too():
    (candidates,) = re.findall(r"<svg[^>]*triggers-candidate-title.*?</svg>", PAGE, re.DOTALL)
    assert candidates.count("hidden: tells of under 11</text>") == 1
    assert "Perfume at work: hidden: tells of under 11" in candidates


def test_early_signs_and_controls_have_their_own_panels():
    panels = re.findall(r"<h3>([^<]*)</h3>\s*(<svg.*?</svg>)", PAGE, re.DOTALL)
    found = {heading.split(":")[0]: svg for heading, svg in panels}
    assert "Neck pain" in found["Possible early signs, never triggers"]
    assert "Ovulation window" in found["Negative controls, must show nothing"]
    assert "Neck pain" not in found["Candidate factors"]


def test_the_days_around_an_attack_mark_the_one_fixed_beforehand():
    panels = re.findall(r"<h3>([^<]*?)</h3>\s*(<svg[^>]*timing-.*?</svg>)", PAGE, re.DOTALL)
    assert len(panels) > 5
    for heading, drawn in panels:
        assert heading.split(": ", 1)[1] in {VERDICTS[code] for code in LINKED}
        assert drawn.count("the day after</text>") == 1
        assert drawn.count("3 days before</text>") == 1


def test_the_release_its_date_and_the_banner():
    assert "Release 2026-06-28.1" in PAGE
    assert "28 June 2026" in PAGE
    assert "Made-up population" in PAGE
    real = dashboard(TABLES, replace(INFO, is_synthetic=False), RELEASE_ID)
    assert "Made-up population" not in real


def test_text_from_a_table_cannot_become_markup():
    attack = "<script>alert(1)</script>"
    triggers = TABLES["pub.dim_trigger"].with_columns(label=pl.lit(attack) + pl.col("trigger_id"))
    page = dashboard({**TABLES, "pub.dim_trigger": triggers}, INFO, RELEASE_ID)
    assert attack not in page
    assert "&lt;script&gt;" in page
    assert len(Elements(page).attributes("script")) == 1


@pytest.mark.parametrize("kept", [None, "c", "x", "u"])
def test_a_release_with_nothing_to_show_still_has_a_page(kept):
    tables = dict(TABLES)
    for name in (
        "burden_site_window",
        "trigger_effect",
        "trigger_timing",
        "dose_response",
        "trigger_combination",
        "exposure_stratum",
        "site_comparison",
        "therapy_effect",
        "therapy_event_time",
        "data_quality",
    ):
        frame = TABLES[f"pub.{name}"]
        numbers = [
            name
            for name, kind in frame.schema.items()
            if kind in {pl.Float64, pl.Int64} and name not in {"amount", "reference_amount"}
        ]
        empty = (
            frame.clear()
            if kept is None
            else frame.with_columns(
                *(pl.lit(None, frame.schema[n]).alias(n) for n in numbers), status=pl.lit(kept)
            )
        )
        tables[f"pub.{name}"] = empty
    page = dashboard(tables, INFO, RELEASE_ID)
    assert page.count('class="reading"') == len(page_figures(tables, INFO.threshold))
    if kept == "c":
        assert "hidden: tells of under 11" in page
    assert "nan" not in page.lower().replace("finance", "")
    assert "None" not in page.replace("None is", "")
    if kept is None:
        assert "<svg" not in page
        assert "<table" not in page


def test_wild_comparisons_between_people_do_not_stretch_the_scale():
    between = pl.col("estimand_id") == "between_person"
    wild = TABLES["pub.trigger_effect"].with_columns(
        ci_high=pl.when(between).then(261.84).otherwise(pl.col("ci_high"))
    )
    page = dashboard({**TABLES, "pub.trigger_effect": wild}, INFO, RELEASE_ID)
    assert "to 261.84)" in page
    (drawn,) = re.findall(r"<svg[^>]*triggers-candidate-title.*?</svg>", page, re.DOTALL)
    assert ">4</text>" in drawn
    assert ">8</text>" not in drawn


def test_a_headline_that_cannot_be_estimated_gives_way_to_the_next_outcome():
    effects = TABLES["pub.trigger_effect"]
    none = effects.with_columns(
        status=pl.lit("x"),
        **{n: pl.lit(None, effects.schema[n]) for n in ("estimate", "ci_low", "ci_high")},
    )
    headache = effects.with_columns(outcome_id=pl.lit("headache_onset"))
    page = dashboard(
        {**TABLES, "pub.trigger_effect": pl.concat([none, headache])}, INFO, RELEASE_ID
    )
    assert "Factors and the onset of a headache" in page
    assert "1.85 (" in page
