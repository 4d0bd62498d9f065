"""公开范围 of a round under way: changed on record until a 通报稿 stands; what was published keeps its own."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from scorecards.models import ReleaseDraft, Round
from scorecards.phases import Act, stages_of
from scorecards.transitions.stages import hold_in
from units import submissions
from units.models import User
from units.transitions.acting import acting
from units.transitions.refused import Refused

_NAMES = ("review_scope", "notice_scope", "release_scope", "scope_top")


@transaction.atomic
def change_scopes(round_: Round, values: Mapping[str, Any], *, key: str, by: User) -> Round:
    """The three scopes as given; the same form again changes nothing."""
    if not submissions.claim(by, key, result_url=round_.get_absolute_url()):
        return round_
    current = hold_in(round_, *stages_of(Act.SET_SCOPES))
    if ReleaseDraft.objects.filter(round=current, withdrawn_at=None).exists():
        raise Refused("本期次有待审定的通报稿，公开范围已随稿确定；要调整的，请先撤回通报稿。")
    for name in _NAMES:
        setattr(current, name, values[name])
    current.revision += 1
    with acting(by, "调整公开范围"):
        current.save(update_fields=[*_NAMES, "revision"])
    return current
