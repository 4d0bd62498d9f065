"""Units one by one: entered, changed, closed, put in order."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from units import submissions
from units.models import Post, Unit, User
from units.names import initials, pinyin
from units.transitions.acting import acting
from units.transitions.refused import Refused

FIELDS = ("name", "short_name", "party_name", "category", "official_order", "leader_in_charge", "leader_linked",
          "valid_from", "valid_until")  # fmt: skip


@transaction.atomic
def enter_unit(values: Mapping[str, Any], *, key: str, by: User) -> Unit:
    """A new unit; the same form again gives the one that it made. Raises `Refused` for a name that is there."""
    if not submissions.claim(by, key, result_url=reverse("units:unit-new")):
        return Unit.objects.get(name=values["name"])
    with acting(by, "新增单位"):
        return _save(Unit(), values)


@transaction.atomic
def change_unit(unit: Unit, values: Mapping[str, Any], *, seen: Mapping[str, str], by: User) -> Unit:
    """As typed; raises `Refused` where somebody changed it since it was `seen`, or people are in post in a unit that
    is closed."""
    current = Unit.objects.select_for_update().get(pk=unit.pk)
    if facts_of(current) != seen:
        raise Refused("这个单位刚刚由另一人修改，没有保存。请核对后再改。")
    until: datetime.date | None = values["valid_until"]
    if until and until <= timezone.localdate():
        holders = Post.objects.current().of_unit(current)
        if names := [post.user.name for post in holders[:5]]:
            raise Refused(f"{'、'.join(names)}等还在任，请先办理免职或者交接，再撤销单位。")
    with acting(by, "修改单位"):
        return _save(current, values)


def _save(unit: Unit, values: Mapping[str, Any]) -> Unit:
    for name in FIELDS:
        setattr(unit, name, values[name])
    unit.pinyin, unit.initials = pinyin(unit.name), initials(unit.name)
    try:
        with transaction.atomic():
            unit.save()
    except IntegrityError:
        raise Refused(f"已有名为“{unit.name}”的单位，请核对。") from None
    return unit


def facts_of(unit: Unit) -> dict[str, str]:
    """What a form of it shows, as text that can be carried on the page."""
    shown = (f"{name}_id" if name in {"leader_in_charge", "leader_linked"} else name for name in FIELDS)
    return {name: str(getattr(unit, name) or "") for name in shown}


@dataclass(frozen=True, slots=True)
class Spot:
    """Order and kind of one unit, as seen and as they shall be."""

    pk: int
    before: tuple[int, str]
    after: tuple[int, str]


@transaction.atomic
def put_in_order(spots: Collection[Spot], *, by: User) -> int:
    """How many units moved; all or none. Raises `Refused` where somebody moved one of them since."""
    moved = {spot.pk: spot for spot in spots if spot.before != spot.after}
    held = list(Unit.objects.select_for_update().filter(pk__in=moved).order_by("pk"))
    for unit in held:
        if (unit.official_order, unit.category) != moved[unit.pk].before:
            raise Refused(f"{unit.name}的顺序或者类别刚刚由另一人修改，没有保存。请核对后再改。")
    with acting(by, "调整单位的顺序和类别"):
        for unit in held:
            unit.official_order, unit.category = moved[unit.pk].after
            unit.save(update_fields=["official_order", "category"])
    return len(held)
