"""prefect.yaml at the root: of any workspace, with the times a new one has.

``PYTHONPATH=. python tests/server/render_prefect_yaml.py`` writes it.
"""

from __future__ import annotations

from pathlib import Path

from flows.scheduled.deployments import deployments_of
from flows.scheduled.project_file import ANY_HOME, project_file
from triggerscape.settings import Settings

FILE = Path(__file__).resolve().parents[2] / "prefect.yaml"


def rendered() -> str:
    """The file as it has to be."""
    settings = Settings()
    return project_file(deployments_of(ANY_HOME, [], settings), settings)


if __name__ == "__main__":
    FILE.write_text(rendered(), encoding="utf-8")
