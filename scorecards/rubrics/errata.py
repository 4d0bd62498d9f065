"""勘误 of a version, as its readers meet them."""

from scorecards.models import Erratum, RubricVersion


def errata_of(version: RubricVersion) -> dict[int, list[Erratum]]:
    """By node, oldest first; one query."""
    found: dict[int, list[Erratum]] = {}
    for erratum in Erratum.objects.filter(node__version=version).select_related("made_by").order_by("pk"):
        found.setdefault(erratum.node_id, []).append(erratum)
    return found
