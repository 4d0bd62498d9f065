"""The second hand of what takes two people: the head, or a clerk who enters the head's signed 签批单."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from scorecards import locks
from scorecards.transitions.reasons import require_reason
from units.models import StoredFile, User
from units.roles import Role
from units.transitions.refused import Refused


@dataclass(frozen=True, slots=True)
class Signature:
    """A signed 签批单: who signed it, on which day, and its scan."""

    name: str
    signed_on: datetime.date
    file: StoredFile


def require_second(
    by: User, *, prepared_by: User, prepared_at: datetime.datetime, signature: Signature | None
) -> None:
    """Another person than the preparer; without a signed paper, a head."""
    if prepared_by.pk == by.pk:
        raise Refused("拟稿人与审定人不能是同一人，请由另一位负责人审定。")
    if signature is None:
        if not by.has_role(Role.HEAD):
            raise Refused("须由工委负责人审定；负责人在签批单上签字的，请录入签批单。")
        return
    require_reason(signature.name, "签批人姓名", most=30)
    if signature.name == prepared_by.name:
        raise Refused("签批人与拟稿人不能是同一人，请核对签批单。")
    if signature.signed_on > locks.today():
        raise Refused("签批日期不能晚于今天，请核对签批单。")
    if signature.signed_on < timezone.localdate(prepared_at):
        raise Refused("签批日期早于拟稿日期，请核对是不是这一稿的签批单。")
    if signature.file.owner_unit_id is not None:
        raise Refused("签批单扫描件要由工委上传，没有办理。请重新上传。")


def signed(signature: Signature | None) -> dict[str, Any]:
    """What a release keeps of the paper."""
    if signature is None:
        return {}
    return {"signed_by": signature.name, "signed_on": signature.signed_on, "approval_file": signature.file}
