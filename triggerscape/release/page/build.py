"""Build the page of a release: one HTML text that needs no network and may load nothing."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path

import polars as pl
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from triggerscape.release.info import ReleaseInfo
from triggerscape.release.page.burden_figure import burden_figure
from triggerscape.release.page.event_time_figure import event_time_figure
from triggerscape.release.page.quality_figure import quality_figure
from triggerscape.release.page.therapy_figure import therapy_figure
from triggerscape.release.page.timing_figure import timing_figure
from triggerscape.release.page.trigger_figure import trigger_figure
from triggerscape.release.page.wording import day

_HERE = Path(__file__).parent


def dashboard(tables: Mapping[str, pl.DataFrame], info: ReleaseInfo, release_id: str) -> str:
    """The page of the published tables.

    ``tables`` are the released ones, by full name. Text from tables is escaped; the one style and
    the one script are allowed by their hashes and everything else is forbidden, so the page sends
    nothing anywhere.
    """
    style = (_HERE / "page.css").read_text(encoding="utf-8")
    script = (_HERE / "sort.js").read_text(encoding="utf-8")
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    figures = [
        draw(tables, info.threshold)
        for draw in (
            trigger_figure,
            timing_figure,
            therapy_figure,
            event_time_figure,
            burden_figure,
            quality_figure,
        )
    ]
    return environment.get_template("page.html.jinja").render(
        title=info.title,
        release_id=release_id,
        as_of=day(info.as_of),
        code_version=info.code_version,
        run_id=info.run_id,
        is_synthetic=info.is_synthetic,
        threshold=info.threshold,
        rounding_base=info.rounding_base,
        figures=figures,
        policy=Markup(policy),
        style=Markup(style),
        script=Markup(script),
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
