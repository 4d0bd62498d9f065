"""A sheet applied as a whole, and taken back as a whole within a day."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from units import submissions
from units.models import BatchOf, Branch, ImportBatch, Unit, User
from units.names import initials, pinyin
from units.transitions.acting import acting
from units.transitions.people import take_back_people
from units.transitions.refused import Refused
from units.transitions.sources import Source

_DONE = "units:import"
Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RowWrite:
    """One row: a new object, or the one that was shown, as it was then and as it shall be."""

    label: str
    after: Fields
    pk: int | None = None
    before: Fields | None = None


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a sheet of this kind writes."""

    model: type[models.Model]
    fields: tuple[str, ...]
    finish: Callable[[Any], None] | None = None


def _find_by_sound(unit: Unit) -> None:
    unit.pinyin, unit.initials = pinyin(unit.name), initials(unit.name)


_KINDS = {
    BatchOf.UNITS: _Kind(
        Unit, ("name", "short_name", "party_name", "category", "official_order"), _find_by_sound
    ),
    BatchOf.BRANCHES: _Kind(Branch, ("unit_id", "name", "kind")),
}


def fields_of(row: Unit | Branch) -> dict[str, Any]:
    """What a sheet may change of it, as it stands."""
    (kind,) = (one for one in _KINDS.values() if isinstance(row, one.model))
    return {name: getattr(row, name) for name in kind.fields}


def imported_with(key: str, *, by: User) -> ImportBatch | None:
    """What this form did when it was sent before."""
    try:
        return ImportBatch.objects.filter(applied_by=by, key=key).first()
    except ValidationError:  # no key at all
        return None


@transaction.atomic
def import_rows(
    kind: BatchOf, writes: Iterable[RowWrite], *, source: Source, key: str, by: User
) -> ImportBatch:
    """All rows or none; two forms of one key are one. Raises `Refused` where a row changed since it was shown."""
    given, what = list(writes), _KINDS[kind]
    if not submissions.claim(by, key, result_url=_DONE):
        return ImportBatch.objects.get(applied_by=by, key=key)
    held = _held(what, [one.pk for one in given if one.pk is not None])
    for one in given:
        if one.pk is not None and (one.pk not in held or fields_of(held[one.pk]) != one.before):
            raise Refused(f"“{one.label}”刚刚被另一人改动，这次没有写入。请重新核对。")
    with acting(by, f"导入{kind.label}（{source.name}）"):
        changes = [_write(what, one, held) for one in given]
    added = sum(one.pk is None for one in given)
    return ImportBatch.objects.create(
        kind=kind, source=source.name[:120], sha256=source.sha256, changes=changes, added=added,
        changed=len(given) - added, applied_by=by, key=key,
    )  # fmt: skip


def _held(what: _Kind, keys: Iterable[int]) -> dict[int, Any]:
    rows = what.model._default_manager.select_for_update().filter(pk__in=list(keys))
    return {row.pk: row for row in rows}


def _write(what: _Kind, one: RowWrite, held: Mapping[int, Any]) -> dict[str, Any]:
    row = held[one.pk] if one.pk is not None else what.model(valid_from=timezone.localdate())
    _put(what, row, one.after)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(f"“{one.label}”刚刚由另一人录入，这次没有写入。请重新核对。") from None
    return {"pk": row.pk, "label": one.label, "before": one.before, "after": dict(one.after)}


def _put(what: _Kind, row: Any, values: Fields) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    if what.finish:
        what.finish(row)


@transaction.atomic
def undo_import(batch: ImportBatch, *, by: User) -> ImportBatch:
    """What it added goes, what it changed is as before; raises `Refused` where anything was built on it since."""
    current = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if current.undone_at is not None:
        raise Refused("这次导入已经撤销。")
    if not current.can_be_undone(timezone.now()):
        raise Refused("导入已超过一天，不能整份撤销；请逐个修改。")
    with acting(by, f"撤销导入（{current.source}）"):
        _take_back(current)
    current.undone_at, current.undone_by = timezone.now(), by
    current.save(update_fields=["undone_at", "undone_by"])
    return current


def _take_back(batch: ImportBatch) -> None:
    if batch.kind == BatchOf.PEOPLE:
        take_back_people(batch)
    else:
        _take_back_rows(_KINDS[BatchOf(batch.kind)], batch)


def _take_back_rows(what: _Kind, batch: ImportBatch) -> None:
    changes = {change["pk"]: change for change in batch.changes}
    held = _held(what, changes)
    touched = [
        change["label"]
        for pk, change in changes.items()
        if pk not in held or fields_of(held[pk]) != change["after"]
    ]
    if touched:
        raise Refused(f"导入以后，下列名称又作了修改，不能整份撤销：{'、'.join(touched[:10])}。")
    in_use = []
    for pk, change in changes.items():
        if change["before"] is not None:
            _put(what, held[pk], change["before"])
            held[pk].save()
            continue
        try:
            held[pk].delete()
        except ProtectedError:
            in_use.append(change["label"])
    if in_use:
        raise Refused(f"下列名称已有党支部、人员、评分表或者别名，不能撤销导入：{'、'.join(in_use[:10])}。")
