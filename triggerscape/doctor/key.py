"""Is the deployment's key the one the workspace was built with? Without it nobody joins up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.delivery.privacy.deployment_key import VARIABLE, deployment_key, was_used
from triggerscape.delivery.profiles.reading import read_profiles
from triggerscape.doctor.finding import Finding, fix, ok
from triggerscape.errors import TriggerscapeError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from triggerscape.workspace import Workspace


def key_findings(workspace: Workspace, environment: Mapping[str, str]) -> list[Finding]:
    """Whether whoever was keyed here would get the same key again; the key itself is not told."""
    if not workspace.lake.is_dir() or not was_used(workspace):
        return []
    sites = read_profiles(workspace.sites)[0].values()
    is_anywhere = workspace.key_file.exists() or environment.get(VARIABLE)
    # Asked for where it is missing, a key would be made.
    if not is_anywhere and not all(one.is_synthetic for one in sites):
        return [
            fix(
                "key",
                "the key the workspace was built with is not here",
                f"put {workspace.key_file} back from where secrets are kept, or set {VARIABLE}",
            )
        ]
    try:
        deployment_key(workspace, sites)
    except TriggerscapeError as error:
        return [fix("key", error.message, error.fix)]
    return [ok("key", "the one the workspace was built with")]
