"""The names that units and branches go by, read for matching a whole sheet in a fixed number of queries."""

from units.matching import Known, Names
from units.models import Unit, UnitAlias
from units.models.organisation import BranchQuerySet, UnitQuerySet
from units.name_keys import plain


def unit_names(units: UnitQuerySet) -> Names:
    """Full, short and Party organisation's names and aliases of these units; owners are their keys. Two queries."""
    rows = units.values_list("pk", "name", "short_name", "party_name")
    known = [Known(pk, text) for pk, *texts in rows for text in texts if text]
    aliases = UnitAlias.objects.filter(unit__in=units.order_by().values("pk")).order_by("text")
    return Names(known + [Known(unit, text) for unit, text in aliases.values_list("unit", "text")])


def branch_names(branches: BranchQuerySet) -> Names:
    """Names of these branches, alone and behind their unit's; owners are the branches' keys. One query."""
    rows = branches.order_by("unit__official_order", "pk").values_list(
        "pk", "name", "unit__short_name", "unit__name"
    )
    return Names(
        Known(pk, text)
        for pk, name, short, full in rows
        for text in (name, f"{short}{name}", f"{full}{name}")
    )


def bearers(text: str) -> list[Unit]:
    """Units that have this very name as full, short or Party organisation's name. One query."""
    wanted = plain(text)
    return [
        unit
        for unit in Unit.objects.in_order()
        if wanted in {plain(unit.name), plain(unit.short_name), plain(unit.party_name)}
    ]
