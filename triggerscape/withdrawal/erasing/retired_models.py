"""Kept models that may have learnt from people who withdrew: fitted files go, a card stays."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

from triggerscape.registry.kept import ORDER, models_folder, plain_json, versions_of
from triggerscape.release.durable import sync_tree
from triggerscape.warehouse.json_file import write_json

if TYPE_CHECKING:
    from pathlib import Path

RETIRED = "retired"
_CARD = "card.json"
_TOLD = ("model_id", "version", "title", "what_for", "code_version", "inputs")
_WHY = (
    "Retired: a person whose data may have been in its training withdrew consent. Its fitted "
    "files were removed; whatever was published from it stays as it is and holds no person."
)


def retire_models(home: Path) -> int:
    """Retire every kept version of every model; gives back how many there were.

    Every model is fitted on all sites together, so any version may have learnt from anybody. Its
    card goes to ``models/<model>/retired/<version>/``, out of the order of versions: the same
    inputs give the same version again. Killed in between, it goes on where it stopped.
    """
    root = models_folder(home)
    retired = 0
    for parent in sorted(path for path in root.glob("*") if path.is_dir()):
        if versions_of(home, parent.name):
            write_json(parent / ORDER, {"versions": []})
        for folder in sorted(path for path in parent.iterdir() if path.is_dir()):
            if folder.name == RETIRED:
                continue
            if not folder.name.startswith("."):
                _keep_card(folder)
                retired += 1
            shutil.rmtree(folder)
    return retired


def _keep_card(folder: Path) -> None:
    try:
        card = json.loads((folder / _CARD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        card = {}
    told = {name: card[name] for name in _TOLD if name in card}
    target = folder.parent / RETIRED / folder.name
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    (target / _CARD).write_bytes(
        plain_json({"version": folder.name, **told, "status": RETIRED, "reason": _WHY})
    )
    (target / _CARD).chmod(0o600)
    sync_tree(target.parent)
