"""Why a withdrawal does not begin: said before anything is touched, with counts and no key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.errors import Exit, TriggerscapeError

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

_MOST_TOLD = 20


def refuse_unready(site_code: str, profiles: Container[str], unready: Mapping[str, str]) -> None:
    """TriggerscapeError (E471) for a site without a profile by which its files can be read."""
    if site_code in profiles:
        return
    raise TriggerscapeError(
        "E471",
        f"the files of site {site_code} cannot be read",
        where=unready.get(site_code, f"there is no sites/{site_code}.toml"),
        fix="name the site as its profile does, and mend the profile first",
        exit_code=Exit.FAILED if site_code in unready else Exit.USAGE,
    )


def refuse_unknown(are_known: Sequence[bool], site_code: str) -> None:
    """TriggerscapeError (E470) where a key is known neither to the inbox nor to the lake."""
    unknown = [place for place, is_known in enumerate(are_known, start=1) if not is_known]
    if not unknown:
        return
    places = ", ".join(map(str, unknown[:_MOST_TOLD]))
    which = "the key is" if len(are_known) == 1 else f"of {len(are_known)} keys, {places} are"
    raise TriggerscapeError(
        "E470",
        f"{which} known nowhere at site {site_code}; nobody was withdrawn",
        fix="write the key as the site's files do; of formats with padded numbers any form does",
    )


def refuse_stuck(told: Sequence[str], site_code: str) -> None:
    """TriggerscapeError (E473) with the files that cannot lose them."""
    more = f"; and {len(told) - _MOST_TOLD} more" if len(told) > _MOST_TOLD else ""
    raise TriggerscapeError(
        "E473",
        f"{len(told)} files of site {site_code} cannot be written without them; nothing was erased",
        where="; ".join(told[:_MOST_TOLD]) + more,
        fix="let the site send these again without them, or remove them whole: --drop-files",
    )
