"""Whom an unclear name of a sheet means, as chosen beside it on the page."""

from django.http import QueryDict


def picks_from(data: QueryDict) -> dict[str, str]:
    """Choice by name; a name without one stays open."""
    pairs = zip(data.getlist("near_name"), data.getlist("near_card"), strict=False)
    return {name: choice for name, choice in pairs if choice}
