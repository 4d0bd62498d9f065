"""The names that units and branches go by, read for matching a whole sheet in a fixed number of queries."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from units.matching import Known, Names
from units.models import Branch, Unit, UnitAlias
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


@dataclass(frozen=True, slots=True)
class Member:
    """A unit, or a branch with its unit, under a key of the caller's; `frozen` are the names that a card keeps of
    both. A branch that `stands_for_unit` is meant by the unit's names too."""

    owner: int
    unit: Unit
    branch: Branch | None = None
    frozen: tuple[str, str] = ("", "")
    stands_for_unit: bool = False


def member_names(members: Collection[Member]) -> Names:
    """Full, short and Party organisation's names and aliases of units, names of branches alone and behind their
    unit's; owners are the members' keys. One query."""
    aliases: dict[int, list[str]] = {}
    found = UnitAlias.objects.filter(unit__in={one.unit.pk for one in members}).order_by("text")
    for unit, text in found.values_list("unit", "text"):
        aliases.setdefault(unit, []).append(text)
    return Names(Known(one.owner, text) for one in members for text in _texts(one, aliases))


def _texts(member: Member, aliases: Mapping[int, list[str]]) -> Iterator[str]:
    unit, branch = member.unit, member.branch
    own = (unit.name, member.frozen[0], unit.short_name, unit.party_name, *aliases.get(unit.pk, ()))
    names = [text for text in dict.fromkeys(own) if text]
    if branch is None or member.stands_for_unit:
        yield from names
    if branch is not None:
        for text in dict.fromkeys(filter(None, (branch.name, member.frozen[1]))):
            yield text
            yield from (f"{name}{text}" for name in names)


def bearers(text: str) -> list[Unit]:
    """Units that have this very name as full, short or Party organisation's name. One query."""
    wanted = plain(text)
    return [
        unit
        for unit in Unit.objects.in_order()
        if wanted in {plain(unit.name), plain(unit.short_name), plain(unit.party_name)}
    ]
