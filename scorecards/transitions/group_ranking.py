"""名次与等次 of one group by rules of its own: looked at before it is saved, on the record, and taken back again."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import transaction

from scorecards import locks
from scorecards.group_sheets import Sheet, sheet_of
from scorecards.models import Approval, Card, Group, ReleaseDraft, Round
from scorecards.phases import Act, Phase, stages_of
from scorecards.ranking.grading import Graded
from scorecards.ranking.order import Placed
from scorecards.ranking.rules import RankingRules, read_ranking
from scorecards.results.snapshots import canonical
from scorecards.rubrics.trees import tree_of
from scorecards.scoring import BadRubric, Part
from scorecards.standings.places import live_standing
from scorecards.transitions.drafting import Unreadable
from scorecards.transitions.reasons import require_reason
from scorecards.transitions.rounds import touch
from scorecards.transitions.stages import hold_in
from scorecards.transitions.totals import store_totals
from units.models import User
from units.transitions.acting import acting
from units.transitions.refused import Refused

Ranking = Mapping[str, Any] | None
_WITHOUT_REASON = {Phase.PREPARING, Phase.FILLING}
_Stands = tuple[Placed[int], Graded[int]]


@dataclass(frozen=True, slots=True)
class Shift:
    """One card whose place or grade would change; both as the page says them."""

    card: Card
    place_before: str
    place_after: str
    grade_before: str
    grade_after: str

    @property
    def moves(self) -> bool:
        """Whether the place changes, not the grade alone."""
        return self.place_before != self.place_after


@dataclass(frozen=True, slots=True)
class RankingPlan:
    """What would come of other rules: the cards that change, in their new order, of so many that are ranked.

    `digest` stands for all of it: rules before and after, and every change.
    """

    ranking: Ranking
    shifts: list[Shift]
    ranked: int
    digest: str


def needs_reason(round_: Round) -> bool:
    """From 审核 on the cards are there, and somebody will ask why."""
    return round_.stage not in _WITHOUT_REASON


def blocks_ranking(round_: Round) -> str:
    """Why the rules stand as they are now; "" while they can be changed."""
    if round_.stage not in stages_of(Act.RANK_GROUP):
        return f"{round_.title}现在处于“{round_.stage.label}”阶段，名次与等次的规定不能再改。"
    if ReleaseDraft.objects.filter(round=round_, withdrawn_at=None).exists():
        return "通报稿已经拟好，名次与等次的规定不能再改；确需修改的，请先撤回通报稿。"
    if Approval.objects.filter(round=round_).standing().exists():
        return "送审稿已经送出，名次与等次的规定不能再改；确需修改的，请先撤回送审稿。"
    return ""


def readable(group: Group, ranking: Ranking) -> Ranking:
    """As it will be stored: nothing where it says what the rubric says; raises `Unreadable` at its place."""
    version = group.scored_against
    if ranking is None or ranking == version.ranking:
        return None
    try:
        read_ranking(ranking, tree=tree_of(version), place="ranking")
    except BadRubric as error:
        raise Unreadable(error.place.removeprefix("ranking").lstrip("."), error.sentence) from None
    return dict(ranking)


def misfit(group: Group, tree: Part) -> str:
    """Why the group's own rules cannot go along to another version, or to one that was rewritten; "" if they can."""
    if group.ranking is None:
        return ""
    try:
        read_ranking(group.ranking, tree=tree, place="ranking")
    except BadRubric as error:
        return f"{group.name}另有名次与等次的规定，与评分细则不合（{error.sentence}），请先修改或者还原为细则规定。"
    return ""


def ranking_plan(group: Group, ranking: Ranking) -> RankingPlan:
    """Reads only; a fixed number of queries at any size. Before 下发 there is nobody to move."""
    if group.round.stage is Phase.PREPARING:
        return _plan(group, ranking, [], 0)
    sheet = sheet_of(group)
    before, after = (live_standing(group, sheet, rules) for rules in (sheet.rules, _rules(sheet, ranking)))
    shifts = [
        _shift(sheet.cards[pk], before[pk], stands)
        for pk, stands in after.items()
        if _told(before[pk]) != _told(stands)
    ]
    return _plan(group, ranking, shifts, sum(stands[0].place is not None for stands in after.values()))


@transaction.atomic
def set_ranking(group: Group, ranking: Ranking, *, seen: str, reason: str, by: User) -> None:
    """The rules as they were looked at (`seen`); the tie-breakers of every card of the group are stored anew."""
    current = hold_in(group.round, *Phase)
    if sentence := blocks_ranking(current):
        raise Refused(sentence)
    locks.hold_group(group.pk)
    fresh = Group.objects.select_for_update(of=("self",)).select_related("version").get(pk=group.pk)
    fresh.round = current
    kept = readable(fresh, ranking)
    if ranking_plan(fresh, kept).digest != seen:
        raise Refused("您预览之后名次、等次或者规定又有变动，没有保存。请重新预览。")
    if needs_reason(current) or reason:
        require_reason(reason, "修改原因", most=200)
    verb = "还原名次与等次的规定" if kept is None else "设定本组名次与等次"
    with acting(by, f"{verb}：{reason}" if reason else verb):
        fresh.ranking = kept
        fresh.save(update_fields=["ranking"])
        if current.stage is Phase.PREPARING:
            touch(current)
        else:
            store_totals(sheet_of(fresh, locked=True), card_ids=None)


def _rules(sheet: Sheet, ranking: Ranking) -> RankingRules:
    return sheet.trees.rules(ranking)


def _plan(group: Group, ranking: Ranking, shifts: list[Shift], ranked: int) -> RankingPlan:
    told = [
        group.version_id,
        group.ranking,
        ranking,
        [
            [one.card.pk, one.place_before, one.place_after, one.grade_before, one.grade_after]
            for one in shifts
        ],
    ]
    return RankingPlan(ranking, shifts, ranked, sha256(canonical(told)).hexdigest())


def _shift(card: Card, before: _Stands, after: _Stands) -> Shift:
    return Shift(card, *(text for pair in zip(_told(before), _told(after), strict=True) for text in pair))


def _told(stands: _Stands) -> tuple[str, str]:
    placed, graded = stands
    place = "" if placed.place is None else f"{'并列 ' if placed.tied else ''}{placed.place}"
    return place, graded.grade
