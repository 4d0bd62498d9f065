"""The setup part of a round's page in 筹备: its settings, its groups, and what it asks of people."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.formats import date_format

from scorecards.models import TAKING_PART, Group, GroupLabel, Round, Standing, scope_in_words
from scorecards.phases import OPTIONAL, Phase
from scorecards.round_burden import RoundBurden, burden_of_round
from scorecards.setup_sheet import SetupSheet, sheet_of


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group: how many take part, and what else is to be known: other standings, 评分部门 that are nobody yet."""

    group: Group
    members: int
    aside: Sequence[str]


@dataclass(frozen=True, slots=True)
class Setup:
    """The options of scorecards/setup/round.html; facts are pairs of label and words."""

    facts: Sequence[tuple[str, str]]
    rows: Sequence[GroupRow]
    burden: RoundBurden


def setup_of(round_: Round) -> Setup:
    """A fixed number of queries for any number of groups and members."""
    sheet = sheet_of(round_)
    labels = GroupLabel.objects.filter(group__round=round_).values_list("group")
    unmatched = dict(labels.annotate(count=Count("pk", filter=Q(unit=None))))
    rows = [_row(sheet, group, unmatched.get(group.pk, 0)) for group in sheet.groups]
    return Setup(facts_of(round_), rows, burden_of_round(sheet))


def _row(sheet: SetupSheet, group: Group, unmatched: int) -> GroupRow:
    found = Counter(card.taking_part for card in sheet.cards.get(group.pk, ()))
    members = sum(found[standing] for standing in TAKING_PART)
    aside = [f"{one.label} {found[one]}" for one in Standing if one != Standing.RANKED and found[one]]
    return GroupRow(group, members, [*aside, *([f"评分部门未对应 {unmatched}"] if unmatched else [])])


def scopes_in_words(round_: Round) -> list[tuple[str, str]]:
    """How much the units are shown at 核对, 公示 and 通报; only of stages that the round walks."""
    scopes = [
        ("核对时公开", round_.review_scope, Phase.REVIEW),
        ("公示范围", round_.notice_scope, Phase.NOTICE),
        ("通报范围", round_.release_scope, Phase.RELEASED),
    ]
    if not round_.gives_scores:
        return []
    return [
        (label, scope_in_words(scope, round_.scope_top))
        for label, scope, phase in scopes
        if phase in round_.path
    ]


def facts_of(round_: Round) -> list[tuple[str, str]]:
    """The settings in words."""
    days = [round_.covers_from, round_.covers_until]
    named = [date_format(day, "Y年n月j日") if day else "未定" for day in days]
    covers = " 至 ".join(named) if any(days) else "未定"
    stages = [stage.label for stage in round_.path if stage in OPTIONAL]
    plan = round_.plan_title + (f"（{round_.plan_number}）" if round_.plan_number else "")
    return [
        ("工作方案", plan),
        ("产出", round_.get_yields_display()),
        ("上一期次", str(round_.previous or "没有")),
        ("评议时段", covers),
        ("增设的阶段", "、".join(stages) or "没有"),
        ("复核申请期限", f"{round_.review_days} 个工作日"),
        *([("公示期", f"{round_.notice_days} 个工作日")] if Phase.NOTICE in round_.path else []),
        *scopes_in_words(round_),
        ("审签方式", round_.get_endorsing_display()),
        ("述职报告或交流材料", "要求" if round_.asks_paper else "不要求"),
    ]
