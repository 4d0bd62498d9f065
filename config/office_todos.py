"""What waits for the office: late cards, marks to enter, groups to confirm, acts of two people, releases."""

from collections.abc import Iterator

from django.urls import reverse

from config.todos import Todo
from scorecards.models import (
    Approval,
    Card,
    Group,
    Recheck,
    RecheckState,
    ReleaseCorrection,
    ReleaseDraft,
    Round,
    RoundDecision,
)
from scorecards.permissions import (
    can_approve_decision,
    can_approve_release,
    can_confirm_in,
    can_publish_notice,
    can_submit_approval,
    heads,
    may,
)
from scorecards.phases import SCORING, Act, Phase
from scorecards.progress import group_progress
from units.models import User


def office_todos(user: User) -> list[Todo]:
    """In the order of the stages; a fixed number of queries but for rounds about to be released."""
    groups = Group.objects.visible_to(user).scored().filter(round__phase__in=SCORING)
    rounds = Round.objects.visible_to(user).running().newest_first()
    return [
        *_late(user),
        *(todo for group in group_progress(groups) for todo in _checking(user, group)),
        *_rechecks(user),
        *_decisions(user),
        *(todo for round_ in rounds for todo in _settling(user, round_)),
        *_correcting(user),
    ]


def _late(user: User) -> Iterator[Todo]:
    cards = Card.objects.visible_to(user).awaiting_late_decision().select_related("group__round")
    waiting: dict[Round, int] = {}
    for card in cards.filter(group__round__phase=Phase.FILLING):
        waiting[card.group.round] = waiting.get(card.group.round, 0) + 1
    for round_, count in waiting.items():
        yield Todo(what="决定逾期报送收或不收", for_unit=round_.title, word=f"{count} 张",
                   url=reverse("scorecards:round-late", args=[round_.pk]), act="去办理")  # fmt: skip


def _checking(user: User, group: Group) -> list[Todo]:
    where = f"{group.round} {group}"
    if group.unscored:  # type: ignore[attr-defined]
        word = f"未评 {group.unscored} 项"  # type: ignore[attr-defined]
        url = reverse("scorecards:matrix", args=[group.pk])
        return [Todo(what="核定得分", for_unit=where, word=word, url=url, act="去核定")]
    waiting = group.members - group.confirmed  # type: ignore[attr-defined]
    if waiting and can_confirm_in(user, group.round):
        url = group.round.get_absolute_url()
        return [Todo(what="整组核定", for_unit=where, word=f"待核定 {waiting} 张", url=url, act="去核定")]
    return []


def _rechecks(user: User) -> Iterator[Todo]:
    asked = Recheck.objects.visible_to(user).filter(state=RecheckState.ASKED)
    waiting: dict[Round, int] = {}
    for recheck in asked.filter(card__group__round__phase=Phase.REVIEW).select_related("card__group__round"):
        round_ = recheck.card.group.round
        waiting[round_] = waiting.get(round_, 0) + 1
    for round_, count in waiting.items():
        yield Todo(what="办理复核申请", for_unit=round_.title, word=f"{count} 件",
                   url=reverse("scorecards:recheck-list", args=[round_.pk]), act="去办理")  # fmt: skip


def _decisions(user: User) -> Iterator[Todo]:
    waiting = RoundDecision.objects.visible_to(user).waiting().select_related("round", "proposed_by")
    found, second = list(waiting), heads()
    for decision in found:
        if can_approve_decision(user, decision, heads=second):
            yield Todo(what=f"审定{decision.get_kind_display()}", for_unit=decision.round.title, word="待审定",
                       url=reverse("scorecards:round-decisions", args=[decision.round_id]),
                       act="去审定")  # fmt: skip


def _settling(user: User, round_: Round) -> list[Todo]:
    """The next step of a round between 锁定 and 通报."""
    if round_.stage == Phase.APPROVAL and (waiting := _undecided(user, round_)):
        return waiting
    if can_submit_approval(user, round_):
        return [_step("转入报审", "approval-list", round_)]
    if can_publish_notice(user, round_):
        return [_step("转入公示", "public-notice-list", round_)]
    return _releasing(user, round_) if round_.leads_to(Phase.RELEASED) else []


def _undecided(user: User, round_: Round) -> list[Todo]:
    approvals = Approval.objects.visible_to(user).standing().filter(round=round_, recorded_at=None)
    return [
        Todo(
            what="记录会议决定",
            for_unit=round_.title,
            word="待审定",
            url=one.get_absolute_url(),
            act="去记录",
        )
        for one in approvals.defer("sealed")
    ]


def _step(verb: str, name: str, round_: Round) -> Todo:
    url = reverse(f"scorecards:{name}", args=[round_.pk])
    return Todo(what=verb, for_unit=round_.title, url=url, act="去办理")


def _correcting(user: User) -> Iterator[Todo]:
    """Corrections that another person put up."""
    waiting = ReleaseCorrection.objects.visible_to(user).waiting().with_frame().order_by("pk")
    for one in waiting.exclude(prepared_by=user):
        if may(Act.APPROVE_CORRECTION, user, one.release.group.round):
            yield Todo(what="审定更正", for_unit=f"{one.release.group.round} {one.card.name}", word="待审定",
                       url=one.get_absolute_url(), act="去审定")  # fmt: skip


def _releasing(user: User, round_: Round) -> list[Todo]:
    url = reverse("scorecards:release-detail", args=[round_.pk])
    draft = ReleaseDraft.objects.visible_to(user).filter(round=round_, withdrawn_at=None).first()
    if draft is None:
        return [Todo(what="拟通报", for_unit=round_.title, url=url, act="去办理")]
    if can_approve_release(user, draft):
        return [Todo(what="审定通报", for_unit=round_.title, word="待审定", url=url, act="去审定")]
    return []
