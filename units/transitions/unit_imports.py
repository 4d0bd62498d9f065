"""单位名单 applied as a whole, and taken back as a whole within a day."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from units import submissions
from units.models import BatchOf, ImportBatch, Unit, User
from units.names import initials, pinyin
from units.transitions.acting import acting
from units.transitions.refused import Refused

_DONE = "units:unit-import"
_RIVAL = "单位名单刚刚被另一人改动，这次没有写入。请重新核对。"


@dataclass(frozen=True, slots=True)
class UnitFields:
    """A unit's names and place, as they are written."""

    name: str
    short_name: str
    party_name: str
    category: str
    official_order: int


@dataclass(frozen=True, slots=True)
class UnitWrite:
    """One row: a new unit, or the one that was shown, as it was then and as it shall be."""

    after: UnitFields
    pk: int | None = None
    before: UnitFields | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a batch came from: a file's name and digest, or that it was pasted."""

    name: str
    sha256: str = ""


def fields_of(unit: Unit) -> UnitFields:
    """As they stand."""
    return UnitFields(unit.name, unit.short_name, unit.party_name, unit.category, unit.official_order)


def imported_with(key: str, *, by: User) -> ImportBatch | None:
    """What this form did when it was sent before."""
    try:
        return ImportBatch.objects.filter(applied_by=by, key=key).first()
    except ValidationError:  # no key at all
        return None


@transaction.atomic
def import_units(writes: Iterable[UnitWrite], *, source: Source, key: str, by: User) -> ImportBatch:
    """All rows or none; two forms of one key are one. Raises `Refused` where a unit
    changed since."""
    given = list(writes)
    if not submissions.claim(by, key, result_url=_DONE):
        return ImportBatch.objects.get(applied_by=by, key=key)
    held = {
        unit.pk: unit for unit in Unit.objects.select_for_update().filter(pk__in=[one.pk for one in given])
    }
    for one in given:
        if one.pk is not None and (one.pk not in held or fields_of(held[one.pk]) != one.before):
            raise Refused(_RIVAL)
    with acting(by, f"导入单位名单（{source.name}）"):
        changes = [_write(one, held) for one in given]
    added = sum(one.pk is None for one in given)
    return ImportBatch.objects.create(
        kind=BatchOf.UNITS, source=source.name[:120], sha256=source.sha256, changes=changes, added=added,
        changed=len(given) - added, applied_by=by, key=key,
    )  # fmt: skip


def _write(one: UnitWrite, held: Mapping[int, Unit]) -> dict[str, Any]:
    unit = held[one.pk] if one.pk is not None else Unit(valid_from=timezone.localdate())
    for name, value in asdict(one.after).items():
        setattr(unit, name, value)
    unit.pinyin, unit.initials = pinyin(unit.name), initials(unit.name)
    try:
        with transaction.atomic():
            unit.save()
    except IntegrityError:
        raise Refused(f"已有名为“{unit.name}”的单位，这次没有写入。请重新核对。") from None
    return {
        "pk": unit.pk,
        "before": asdict(one.before) if one.before else None,
        "after": asdict(one.after),
    }


@transaction.atomic
def undo_units(batch: ImportBatch, *, by: User) -> ImportBatch:
    """What it added goes, what it changed is as before; raises `Refused` where anything was built on it since."""
    current = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if current.undone_at is not None:
        raise Refused("这次导入已经撤销。")
    if not current.can_be_undone(timezone.now()):
        raise Refused("导入已超过一天，不能整份撤销；请逐个修改单位。")
    changes = {change["pk"]: change for change in current.changes}
    held = {unit.pk: unit for unit in Unit.objects.select_for_update().filter(pk__in=changes)}
    touched = [
        change["after"]["name"]
        for pk, change in changes.items()
        if pk not in held or asdict(fields_of(held[pk])) != change["after"]
    ]
    if touched:
        raise Refused(f"导入以后，下列单位又作了修改，不能整份撤销：{'、'.join(touched[:10])}。")
    with acting(by, f"撤销导入（{current.source}）"):
        _take_back(changes, held)
    current.undone_at, current.undone_by = timezone.now(), by
    current.save(update_fields=["undone_at", "undone_by"])
    return current


def _take_back(changes: Mapping[int, Mapping[str, Any]], held: Mapping[int, Unit]) -> None:
    in_use = []
    for pk, change in changes.items():
        unit = held[pk]
        if change["before"] is not None:
            for name, value in change["before"].items():
                setattr(unit, name, value)
            unit.pinyin, unit.initials = pinyin(unit.name), initials(unit.name)
            unit.save()
            continue
        try:
            unit.delete()
        except ProtectedError:
            in_use.append(unit.name)
    if in_use:
        raise Refused(f"下列单位已有党支部、人员、评分表或者别名，不能撤销导入：{'、'.join(in_use[:10])}。")
