"""The page around its figures: one HTML text that needs no network and may load nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from triggerscape.offline_page import policy, templates_in
from triggerscape.release.info import ReleaseInfo
from triggerscape.release.page.opening.parts import Opening
from triggerscape.release.page.parts import Figure
from triggerscape.release.page.wording import day

_HERE = Path(__file__).parent
_SCRIPTS = ("colours", "sort", "csv", "site", "print")
# On paper every sheet says which release it is from; the margin of a sheet takes no other text.
_SHEET = '@page { @bottom-left { content: "Release %s"; } }\n'


def page(figures: Sequence[Figure], opening: Opening, info: ReleaseInfo, release_id: str) -> str:
    """The page that shows the opening and the figures.

    Text from tables is escaped; the one style and the one script are allowed by their hashes and
    everything else is forbidden, so the page sends nothing anywhere.
    """
    style = (_HERE / "page.css").read_text(encoding="utf-8") + _SHEET % release_id
    script = "".join(_script(name) for name in _SCRIPTS)
    return (
        templates_in(_HERE)
        .get_template("page.html.jinja")
        .render(
            title=info.title,
            release_id=release_id,
            as_of=day(info.as_of),
            code_version=info.code_version,
            run_id=info.run_id,
            is_synthetic=info.is_synthetic,
            threshold=info.threshold,
            rounding_base=info.rounding_base,
            opening=opening,
            figures=figures,
            anchors={figure.anchor for figure in figures},
            policy=policy(style, script),
            style=Markup(style),
            script=Markup(script),
        )
    )


def _script(name: str) -> str:
    return (_HERE / "scripts" / f"{name}.js").read_text(encoding="utf-8")
