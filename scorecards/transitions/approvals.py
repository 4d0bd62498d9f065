"""报审: a numbered 送审稿 is put before named leaders; what their meeting decided is recorded on it."""

import datetime
from collections.abc import Collection
from typing import Any

from django.db import transaction

from scorecards import locks
from scorecards.models import Approval, Card, Group, ReleaseDraft, Round
from scorecards.phases import Phase
from scorecards.results.snapshots import canonical, digest, read, seal
from scorecards.standings.group_grades import grade_names
from scorecards.standings.places import standings_of
from scorecards.transitions.leaving import require_settled
from scorecards.transitions.reasons import require_reason
from scorecards.transitions.stages import hold_in, move, require_next
from units import notices, submissions
from units.models import User
from units.roles import Role
from units.transitions.acting import acting
from units.transitions.refused import Refused

_WHY = 200


@transaction.atomic
def submit_for_approval(round_: Round, *, readers: Collection[User], key: str, by: User) -> Round:
    """转入报审: the 送审稿 is sealed as the results stand, and the leaders are told where to read it."""
    if not submissions.claim(by, key, result_url=round_.get_absolute_url()):
        return round_
    current = hold_in(round_, Phase.LOCKED, Phase.REVIEW)
    require_next(current, Phase.APPROVAL)
    require_settled(current)
    _require_leaders(readers)
    number = Approval.objects.filter(round=current).count() + 1
    content = _seal(current, number=number)
    with acting(by, "转入报审"):
        approval = Approval.objects.create(
            round=current,
            number=number,
            sealed=content,
            sha256=digest(content),
            prepared_by=by,
            prepared_at=locks.clock(),
        )
        approval.readers.set(readers)
        move(current, Phase.APPROVAL)
    _tell(approval, readers)
    return current


@transaction.atomic
def add_readers(approval: Approval, *, readers: Collection[User], by: User) -> Approval:
    """More leaders are given the same 送审稿; nobody is taken off it, for it has been read."""
    current = _hold(approval)
    _require_leaders(readers)
    with acting(by, f"送审稿第{current.number}稿增加送阅"):
        current.readers.add(*readers)
    _tell(current, readers)
    return current


@transaction.atomic
def record_meeting(
    approval: Approval, *, meeting: str, met_on: datetime.date, decision: str, by: User
) -> Approval:
    """Which meeting decided what; typed again it is put right, and the history knows both."""
    current = _hold(approval)
    require_reason(meeting, "会议名称", most=80)
    require_reason(decision, "会议决定")
    if met_on > locks.today():
        raise Refused("会议日期不能晚于今天，请改填。")
    with acting(by, "记录会议决定"):
        current.meeting, current.met_on, current.decision = meeting, met_on, decision
        current.recorded_by, current.recorded_at = by, locks.clock()
        current.save(update_fields=["meeting", "met_on", "decision", "recorded_by", "recorded_at"])
    return current


@transaction.atomic
def decide_grade(approval: Approval, card: Card, *, grade: str, why: str, by: User) -> Card:
    """审定等次 other than the computed one, as the meeting decided; never a score."""
    current, held = _hold_decided(approval, card)
    if grade not in grade_names(held.group):
        raise Refused(f"{held.group}没有“{grade}”这个等次，请重新选择。")
    if grade == _computed(held):
        raise Refused(f"{held.name}的测算等次就是“{grade}”，不用改定；已经改定的，请撤销改定。")
    require_reason(why, "改定理由", most=_WHY)
    with acting(by, f"审定等次（{current.meeting}）：{why}"):
        return _put(held, grade, why)


@transaction.atomic
def undo_grade(approval: Approval, card: Card, *, by: User) -> Card:
    """The computed grade counts again."""
    _, held = _hold_decided(approval, card)
    if not held.decided_grade:
        raise Refused(f"{held.name}没有改定等次，请刷新页面。")
    with acting(by, "撤销审定等次"):
        return _put(held, "", "")


def withdraw_standing(current: Round) -> None:
    """退回上一阶段: the 送审稿 no longer stands, and the grades decided on it with it; the round is held."""
    Approval.objects.filter(round=current).standing().update(withdrawn_at=locks.clock())
    decided = Card.objects.filter(group__round=current).exclude(decided_grade="")
    decided.update(decided_grade="", decided_why="")


def _seal(round_: Round, *, number: int) -> bytes:
    """Every group's standings as a release would seal them, in the groups' order."""
    groups = Group.objects.filter(round=round_).select_related("round", "version__rubric").in_order()
    return canonical({"number": number, "groups": [_sealed(group, number) for group in groups]})


def _sealed(group: Group, number: int) -> dict[str, Any]:
    standings = standings_of(group)
    if wrong := standings.disagreeing():
        raise Refused(f"{group}的总分与各项得分不一致（{'、'.join(wrong)}），不能报审，请联系系统管理员。")
    return read(seal(standings, number=number))


def _hold(approval: Approval) -> Approval:
    hold_in(approval.round, Phase.APPROVAL)
    current = Approval.objects.select_for_update(of=("self",)).select_related("round").get(pk=approval.pk)
    if current.withdrawn_at is not None:
        raise Refused("这份送审稿已经撤回，请刷新页面。")
    return current


def _hold_decided(approval: Approval, card: Card) -> tuple[Approval, Card]:
    current = _hold(approval)
    if not current.is_decided:
        raise Refused("请先记录会议决定，再录入审定等次。")
    if ReleaseDraft.objects.filter(round=current.round, withdrawn_at=None).exists():
        raise Refused("本期次有待审定的通报稿，请先撤回，再改定等次。")
    found = Card.objects.select_for_update(of=("self",)).select_related("group__round", "group__version")
    held = found.taking_part().filter(group__round=current.round_id, pk=card.pk).first()
    if held is None:
        raise Refused("所选的对象不在本期次，请重新选择。")
    return current, held


def _computed(card: Card) -> str:
    rows = standings_of(card.group).rows
    return next((row.graded.grade for row in rows if row.card.pk == card.pk), "")


def _put(card: Card, grade: str, why: str) -> Card:
    card.decided_grade, card.decided_why = grade, why
    card.save(update_fields=["decided_grade", "decided_why"])
    return card


def _require_leaders(readers: Collection[User]) -> None:
    if not readers:
        raise Refused("请至少选择一位送阅的县领导。")
    if strangers := [user.name for user in readers if not user.has_role(Role.COUNTY_LEADER)]:
        raise Refused(f"送审稿只送县领导审阅，{'、'.join(strangers)}不是县领导，请重新选择。")


def _tell(approval: Approval, readers: Collection[User]) -> None:
    notices.tell(readers, text=f"{approval.round.title}送审稿第{approval.number}稿请您审阅。",
                 url=approval.get_absolute_url(), key=f"approval:{approval.pk}")  # fmt: skip
