"""Names that units go by, remembered and forgotten."""

import pghistory
from django.db import transaction

from units.models import AliasOrigin, Unit, UnitAlias, User
from units.name_keys import plain
from units.naming import bearers


class BadAlias(Exception):
    """The name is not kept; the sentence says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@transaction.atomic
def remember(
    unit: Unit, text: str, *, by: User, origin: AliasOrigin = AliasOrigin.CONFIRMED
) -> UnitAlias | None:
    """From now on this text means the unit; None where it is one of the unit's own names. Raises `BadAlias`."""
    name = plain(text)
    if not 0 < len(name) <= 80:
        raise BadAlias("名称不能为空，也不能超过 80 个字，请核对后再确认。")
    owners = bearers(name)
    if unit in owners:
        return None
    if owners:
        raise BadAlias(f"“{name}”是{owners[0].name}的名称，不能记给{unit.name}。请核对选定的单位。")
    with pghistory.context(user=by.pk, name=by.name, why="记住单位名称"):
        alias, _ = UnitAlias.objects.get_or_create(text=name, defaults={"unit": unit, "origin": origin})
    if alias.unit_id != unit.pk:
        raise BadAlias(f"“{name}”已经记给{alias.unit.name}。确需改给{unit.name}的，请先删除原来的记录。")
    return alias


@transaction.atomic
def forget(alias: UnitAlias, *, by: User) -> None:
    """The name means the unit no longer: it was confirmed by mistake."""
    with pghistory.context(user=by.pk, name=by.name, why="删除单位名称"):
        UnitAlias.objects.filter(pk=alias.pk).delete()
