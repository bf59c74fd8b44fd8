"""Set the report as a tagged PDF (PDF/UA-1) with Typst."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from triggerscape.release.info import ReleaseInfo
from triggerscape.release.writers.report.parts import TEMPLATE
from triggerscape.release.writers.report.typesetter import refuse_without_typesetter


def write_report(parts: Mapping[str, str], info: ReleaseInfo, path: Path) -> None:
    """Write the report from its parts; fonts of the machine play no part, nor does its clock.

    Raises:
        TriggerscapeError: E459, the typesetter is not installed.
    """
    refuse_without_typesetter()
    with TemporaryDirectory() as folder:
        for name, text in parts.items():
            (Path(folder) / name).write_text(text, encoding="utf-8", newline="\n")
        import_module("typst").compile(
            str(Path(folder) / TEMPLATE),
            output=str(path),
            root=folder,
            format="pdf",
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
            timestamp=dt.datetime.combine(info.as_of, dt.time(), tzinfo=dt.UTC),
        )
