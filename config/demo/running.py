"""Two rounds that are at work: departments filling their year-end cards, branches being checked."""

import datetime
import uuid

from django.utils import timezone

from scorecards import transitions
from scorecards.group_sheets import sheet_of
from scorecards.models import Card, Group, HighlightKind, Mark, Round, RubricVersion, Subject, Term
from scorecards.phases import Phase
from scorecards.rubrics.trees import card_tree
from scorecards.scoring import Item
from scorecards.transitions.evidence import add_evidence
from scorecards.transitions.full_marks import give_full, plan_full
from scorecards.transitions.prechecking import copy_reported, finish_precheck
from scorecards.transitions.reported_full import full_answer
from scorecards.transitions.returning import Returning, return_items
from scorecards.transitions.showing import Shown, save_showing
from units.models import Branch, Post, User
from units.roles import Role

_SHOWN = (
    (HighlightKind.ACHIEVEMENT, "全年开展主题党日12次，党员参加率96%。"),
    (HighlightKind.PRACTICE, "把组织生活安排在服务窗口一线，当场收集和答复群众意见。"),
    (HighlightKind.PROBLEM, "个别支部会议记录不够完整，党员轮岗后组织关系接转不及时。"),
)


def report_some(round_: Round, *, names: tuple[str, ...]) -> None:
    """These units have filled and reported, with what they show and one proof each."""
    for card in Card.objects.filter(group__round=round_, unit__short_name__in=names).with_frame():
        officer = _holder(Role.OFFICER, unit=card.unit_id)
        _fill(card, officer)
        texts = [Shown(f"show:{kind}:1", kind, 1, text, 0) for kind, text in _SHOWN]
        _require(save_showing(card, texts, by=officer))
        mark = Mark.objects.filter(card=card).select_related("node").order_by("pk")[0]
        add_evidence(mark, title="理论学习中心组学习记录", reference="见机关党建工作手册第12页", link="",
                     dated_on=None, by=officer)  # fmt: skip
        _submit(card, officer)


def check_branches(version: RubricVersion, *, now: datetime.datetime, clerk: User) -> Round:
    """Every branch's card is reported, those of units with several are looked at first, and 审核 has begun."""
    year = timezone.localdate(now).year
    round_ = transitions.create_round(
        year=year, term=Term.SPECIAL, title=f"{year}年机关党支部规范化晒比评",
        plan_title="机关党支部规范化建设晒比评方案", plan_number=f"云机党〔{year}〕27号",
        fill_due_at=now + datetime.timedelta(days=5),
        optional_phases=[Phase.REVIEW.value], by=clerk,
    )  # fmt: skip
    group = transitions.add_group(
        round_, name="机关党支部", version=version, subject=Subject.BRANCH, by=clerk
    )
    for branch in Branch.objects.select_related("unit").order_by("unit__official_order", "pk"):
        transitions.add_member(group, unit=branch.unit, branch=branch, by=clerk)
    transitions.open_round(round_, by=clerk)
    for card in Card.objects.filter(group=group).with_frame():
        officer = _holder(Role.OFFICER, unit=card.unit_id)
        filler = _holder(Role.SECRETARY, branch=card.branch_id) if card.needs_precheck else officer
        _fill(card, filler)
        _submit(card, filler)
        if card.needs_precheck:
            copy_reported(card, by=officer)
            finish_precheck(card, by=officer)
    transitions.start_checking(round_, by=clerk)
    _check_some(Group.objects.get(pk=group.pk), now=now, clerk=clerk)
    return round_


def _check_some(group: Group, *, now: datetime.datetime, clerk: User) -> None:
    """Three cards are scored in full; two items of another went back to its secretary."""
    cards = list(Card.objects.filter(group=group).with_frame().in_official_order())
    plain = [card for card in cards if not card.needs_precheck]
    for card in plain[:3]:
        sheet = sheet_of(group, card_ids={card.pk})
        give_full(group, words=f"{card.name}按满分计", digest=plan_full(sheet, card_id=card.pk).digest,
                  key=str(uuid.uuid4()), by=clerk, card_id=card.pk)  # fmt: skip
    back = next(card for card in cards if card.needs_precheck)
    keys = [item.key for item in card_tree(back).items() if item.is_reported and not item.optional][:2]
    reasons = ("会议次数与支部工作手册记录不一致，请核对后重填。", "缺少依据，请写明出处。")
    items = [Returning(key, reason) for key, reason in zip(keys, reasons, strict=True)]
    return_items(back, items, due_at=now + datetime.timedelta(days=3), key=str(uuid.uuid4()), by=clerk)


def _fill(card: Card, filler: User) -> None:
    items = [item for item in card_tree(card).items() if item.is_reported and not item.optional]
    entries = [transitions.Entry(item.key, _answer(item), "", 0) for item in items]
    _require(transitions.save_reported(card, entries, by=filler))


def _answer(item: Item) -> dict[str, object]:
    """Full where that can be said, and a good figure where one is asked for."""
    full = full_answer(item)
    if full is not None:
        return dict(full)
    return {box.path[0]: "95" for box in item.rule.boxes() if not box.options}


def _submit(card: Card, filler: User) -> None:
    transitions.submit(
        card, endorser="单位书记", endorsed_on=timezone.localdate(), key=str(uuid.uuid4()), by=filler
    )


def _require(outcomes: tuple[transitions.Saved, ...]) -> None:
    problems = [f"{outcome.key} {outcome.problem}" for outcome in outcomes if outcome.problem]
    if problems:
        raise RuntimeError(problems[0])


def _holder(role: Role, **where: int | None) -> User:
    return Post.objects.current().get(role=role, **where).user
