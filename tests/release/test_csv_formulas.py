"""No published cell is one a spreadsheet would run."""

from __future__ import annotations

import polars as pl
import pytest

from triggerscape.contract.releases.references import DIM_SITE
from triggerscape.errors import DisclosureRefused
from triggerscape.release.writers.csv_file import write_csv


def site(text: str | None) -> pl.DataFrame:
    return pl.DataFrame({"site_id": ["site-a"], "entry_basis": [text]})


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "  =1",
        "\u00a0=1",
        "\u200b=1",
        "\ufeff=1",
        "＝1",
        "＋1",
        "－1",
        "＠A1",
        " ＝1",
        "'=1",
        '"=1',
        "fine;=1",
        "fine; @A1",
        "one\ntwo",
        "one\ttwo",
    ],
)
def test_formulas_are_refused_and_nothing_is_written(tmp_path, text):
    with pytest.raises(DisclosureRefused) as caught:
        write_csv(site(text), DIM_SITE, tmp_path / "site.csv")
    assert caught.value.code == "E410"
    assert text not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        (None, ""),
        ("daily_prompt", "daily_prompt"),
        ("10 - 20 minutes, twice", '"10 - 20 minutes, twice"'),
        ('the "good" days', '"the ""good"" days"'),
        ("d/(28.d)", "d/(28.d)"),
        ("Größe µ", "Größe µ"),
    ],
)
def test_ordinary_text_is_written_as_it_is(tmp_path, text, cell):
    write_csv(site(text), DIM_SITE, tmp_path / "site.csv")
    content = (tmp_path / "site.csv").read_bytes().decode("utf-8")
    assert content == f"site_id,entry_basis\nsite-a,{cell}\n"
