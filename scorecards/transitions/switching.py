"""换版: a group of an open round goes over to another version of its rubric.

Items that count as before keep their marks, changed ones return to 未评, new ones get marks, vanished ones lose theirs
(`mark_layout`). In 填报 a reported card goes back to its unit with the items to fill anew as 退回; from 审核 on the
office scores them, and a card that was 核定 is 审核中 again, for it was confirmed against another version.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from scorecards.cards.people import people_of
from scorecards.group_sheets import sheet_of
from scorecards.models import (
    TAKING_PART,
    Card,
    CardState,
    ExceptionRow,
    GateHit,
    Group,
    GroupPeriod,
    ListState,
    Mark,
    MarkState,
    Node,
    Round,
    RubricVersion,
    VersionState,
)
from scorecards.phases import Phase
from scorecards.rubrics.trees import tree_of
from scorecards.scoring import NodeKind
from scorecards.transitions.group_ranking import misfit
from scorecards.transitions.mark_layout import Layout, lay_out, layout_of, moved_to
from scorecards.transitions.membership import OPEN_TO_MEMBERS
from scorecards.transitions.rubrics import freeze
from scorecards.transitions.stages import require_stage
from scorecards.transitions.totals import store_totals
from scorecards.transitions.versions import blocks_freezing
from units import notices
from units.models import User
from units.transitions.refused import Refused

_REPORTED = (CardState.SUBMITTED, CardState.ENDORSED)
_REASON = "评分细则已换版，此项须重新填报。"


@dataclass(frozen=True, slots=True)
class SwitchPlan:
    """What a switch would do, in numbers: marks with something in them that stay or empty, and the rest."""

    stay: int
    empty: int
    added: int
    vanished: int
    lost_gates: int
    cards: int


def switch_ground(current: Round, subject: dict[str, Any]) -> str:
    """Which group goes over to which version; refused when either changed since it was put up."""
    require_stage(current, OPEN_TO_MEMBERS)
    group = Group.objects.select_related("version__rubric").get(pk=subject["group"], round=current)
    version = RubricVersion.objects.filter(pk=subject["to"]).select_related("rubric").first()
    if group.version_id != subject["from"]:
        raise Refused(f"{group.name}的评分细则已经换过，请刷新后重新提出。")
    if version is None or version.rubric_id != group.scored_against.rubric_id or version == group.version:
        raise Refused(f"请为{group.name}选同一份评分细则的另一版。")
    if sentence := misfit(group, tree_of(version)):
        raise Refused(sentence)
    if version.digest != subject["digest"]:
        raise Refused(f"第{version.number}版在提出换版后又有改动，请核对后重新提出。")
    if version.state == VersionState.DRAFT and (blocks := blocks_freezing(version)):
        raise Refused(*blocks)
    return (
        f"“{group.name}”换用《{version.rubric}》第{version.number}版（原第{group.scored_against.number}版）"[
            :200
        ]
    )


def switch_plan(group: Group, version: RubricVersion) -> SwitchPlan:
    """Reads only; a fixed number of queries at any size."""
    cards = _cards(group)
    layout = layout_of(cards, version.pk)
    filled = [
        sum(mark.reported_input is not None or mark.checked_input is not None for mark in marks)
        for marks in (layout.kept, layout.emptied, layout.vanished)
    ]
    gates = Node.objects.filter(version=version, kind=NodeKind.GATE).values("key")
    lost = GateHit.objects.filter(card__group=group).exclude(node__key__in=gates).count()
    members = sum(card.taking_part in TAKING_PART for card in cards)
    return SwitchPlan(filled[0], filled[1], len(layout.added), filled[2], lost, members)


def switch_version(current: Round, subject: dict[str, Any], *, by: User, at: datetime.datetime) -> None:
    """The round is held alone and the ground was checked; totals are right when this returns."""
    group = Group.objects.get(pk=subject["group"])
    version = RubricVersion.objects.select_for_update().get(pk=subject["to"])
    freeze(version)
    layout = layout_of(_cards(group), version.pk)
    group.version = version
    group.save(update_fields=["version"])
    lay_out(layout, by=by, at=at)
    _rehang_the_rest(group, from_id=subject["from"], to_id=version.pk)
    if current.stage is Phase.FILLING:
        _ask_again(group, layout, by=by, at=at)
    _recount(group)
    store_totals(sheet_of(group), card_ids=None)
    notices.tell(people_of(Card.objects.filter(group=group).taking_part()),
                 text=f"{current.title}{group.name}的评分细则已换为第{version.number}版，请查看评分表有无须重新填报的项目。",
                 url=current.get_absolute_url(), key=f"switch:{group.pk}:{version.pk}:{current.revision}")  # fmt: skip


def _cards(group: Group) -> list[Card]:
    """All of the group: who is 免评 now may come back."""
    return list(Card.objects.filter(group=group).in_official_order())


def _ask_again(group: Group, layout: Layout, *, by: User, at: datetime.datetime) -> None:
    """Reported cards with something to fill anew, and cards with returned items, get these items as 退回."""
    cards = Card.objects.filter(group=group, pk__in=layout.unfilled)
    asked = list(cards.filter(Q(state__in=_REPORTED) | Q(returned__gt=0)).values_list("pk", flat=True))
    touched = [*layout.emptied, *layout.added]
    marks = Mark.objects.filter(
        pk__in=[mark.pk for mark in touched if mark.card_id in set(asked)], node__is_reported=True
    )
    marks.update(state=MarkState.RETURNED, return_reason=_REASON, returned_by=by, returned_at=at)
    cards.filter(pk__in=asked, state__in=_REPORTED).update(state=CardState.DRAFT)


def _recount(group: Group) -> None:
    """退回项数 follows the marks; what was 核定 is checked again."""
    returned = Mark.objects.filter(
        card=OuterRef("pk"), state=MarkState.RETURNED, node__version=group.version_id
    )
    counted = returned.order_by().values("card").annotate(n=Count("pk")).values("n")
    cards = Card.objects.filter(group=group)
    cards.update(returned=Coalesce(Subquery(counted, output_field=IntegerField()), 0))
    cards.filter(state=CardState.CONFIRMED).update(
        state=CardState.CHECKING, confirmed_by=None, confirmed_at=None
    )


def _rehang_the_rest(group: Group, *, from_id: int, to_id: int) -> None:
    """Gates that are set, due dates of periods and lists not yet entered name the new version's nodes."""
    new = dict(Node.objects.filter(version=to_id).values_list("key", "pk"))
    old = dict(Node.objects.filter(version=from_id).values_list("pk", "key"))
    moves = {pk: new[key] for pk, key in old.items() if key in new}
    hits = GateHit.objects.filter(card__group=group)
    periods = GroupPeriod.objects.filter(group=group)
    lists = ExceptionRow.objects.filter(list__state=ListState.DRAFT, card__group=group, node__in=old)
    gone = old.keys() - moves.keys()
    hits.filter(node__in=gone).delete()
    periods.filter(node__in=gone).delete()
    if moves:
        hits.filter(node__in=moves).update(node=moved_to(moves))
        periods.filter(node__in=moves).update(node=moved_to(moves))
        lists.filter(node__in=moves).update(node=moved_to(moves))
