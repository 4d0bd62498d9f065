"""Names that a clerk confirmed while entering a sheet are remembered, so that the next sheet matches by itself."""

from collections.abc import Mapping

from units.models import AliasOrigin, Unit, User
from units.transitions import BadAlias, remember


def remember_names(confirmed: Mapping[str, Unit], *, by: User) -> list[str]:
    """Each name means its unit from now on; sentences about those that are kept for nobody."""
    refused = []
    for text, unit in confirmed.items():
        try:
            remember(unit, text, by=by, origin=AliasOrigin.CONFIRMED)
        except BadAlias as error:
            refused.append(error.sentence)
    return refused
