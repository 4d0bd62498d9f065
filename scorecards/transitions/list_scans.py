"""The signed list as it came on paper, scanned, beside what was typed from it."""

from django.db import transaction

from scorecards import locks
from scorecards.models import ExceptionList
from scorecards.phases import SEALED
from units.models import StoredFile, User
from units.transitions.acting import acting
from units.transitions.refused import Refused


@transaction.atomic
def attach_scan(stored: ExceptionList, *, file: StoredFile, by: User) -> ExceptionList:
    """The scan of the list; one that was there before gives way, and the history knows it."""
    locks.hold_round(stored.round_id)
    current = ExceptionList.objects.select_for_update(of=("self",)).select_related("round").get(pk=stored.pk)
    if current.round.stage in SEALED:
        raise Refused("本期次已经通报，名单的扫描件不能再更换。")
    if file.owner_unit_id is not None:
        raise Refused("扫描件要由工委上传，没有保存。请重新上传。")
    with acting(by, f"上传名单《{current.title}》扫描件"):
        current.file = file
        current.save(update_fields=["file"])
    return current
