"""Where the office goes from a round: pages of the whole round, and pages of each of its groups."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from scorecards import permissions
from scorecards.models import Approval, Group, PublicNotice, Round, Subject
from scorecards.phases import COUNTED, OPEN_TO_UNITS, SCORING, SEALED, SETTLED, Act, Phase, stages_of
from units.models import User


@dataclass(frozen=True, slots=True)
class Link:
    """A page by the name of what is done there; the main one of a stage stands out."""

    label: str
    url: str
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class GroupLinks:
    """The pages of one group."""

    group: Group
    links: list[Link]


_MAIN = {"round-queue"}
_OPEN = OPEN_TO_UNITS - SEALED
_WORKING = frozenset({Phase.FILLING, *SCORING})
# Label, name of the URL, the stages in which the page has something to do or to show.
_OF_ROUND = (
    ("审核队列", "round-queue", SCORING),
    ("名次与等次", "round-standings", COUNTED),
    ("延期", "round-extensions", frozenset({Phase.FILLING})),
    ("逾期报送", "round-late", frozenset({Phase.FILLING})),
    ("催报名单", "chase-list", _WORKING),
    ("评分部门名单", "round-deliveries", _WORKING),
    ("复核申请", "recheck-list", frozenset({Phase.REVIEW})),
    ("公开范围", "round-scopes", frozenset(SETTLED)),
    ("两人办理事项", "round-decisions", _OPEN),
    ("试算", "what-if", stages_of(Act.TRY_OUT)),
)
_OF_GROUP = (
    ("粘贴整列", "paste-new", SCORING),
    ("按满分计", "full-list", SCORING),
    ("汇总录入", "tally-list", SCORING),
    ("自选动作", "group-own-items", SCORING),
    ("日常记录", "proposal-list", _WORKING),
    ("批量录入记录", "batch-list", COUNTED - SEALED),
    ("抽样核定", "group-sample", SCORING),
    ("参评对象", "group-roster", _WORKING),
    ("换版", "group-switch", _WORKING),
    ("评分部门对应", "group-labels", _WORKING),
    ("分期截止", "group-periods", _WORKING),
    ("名次与等次的规定", "group-ranking", _OPEN),
)
_UNSCORED = (("成绩、做法和问题", "group-shown", OPEN_TO_UNITS), ("参评对象", "group-roster", _WORKING))
_SCORED_ONLY = {"round-queue", "round-deliveries", "round-scopes", "round-standings", "what-if"}


def links_of(user: User, round_: Round) -> list[Link]:
    """Pages of the round in its present stage; those on the way to 通报 come first."""
    skipped = set() if round_.gives_scores else _SCORED_ONLY
    links = [
        _link(label, name, round_.pk)
        for label, name, stages in _OF_ROUND
        if round_.stage in stages and name not in skipped
    ]
    return [*_towards_release(user, round_), *links]


def _towards_release(user: User, round_: Round) -> list[Link]:
    """What comes next on the way to 通报 stands out; what was done before stays at hand."""
    here = round_.path.index(round_.stage)
    steps = (
        ("报审", "approval-list", Phase.APPROVAL, permissions.can_submit_approval(user, round_)),
        ("公示", "public-notice-list", Phase.NOTICE, permissions.can_publish_notice(user, round_)),
        ("通报", "release-detail", Phase.RELEASED, permissions.can_prepare_release(user, round_)),
    )
    main = round_.stage  # 报审 is the thing to do until the meeting is recorded
    if main != Phase.APPROVAL:
        main = next((stage for _, _, stage, comes_next in steps if comes_next), main)
    found = [
        Link(label, reverse(f"scorecards:{name}", args=[round_.pk]), stage == main)
        for label, name, stage, comes_next in steps
        if stage in round_.path and (comes_next or round_.path.index(stage) <= here)
    ]
    return sorted(found, key=lambda link: not link.is_main)


def reader_links(user: User, round_: Round) -> list[Link]:
    """What those of the round, the county leaders and the auditor can read of it besides the cards."""
    links = []
    if permissions.can_see_results(user, round_):
        links.append(Link("本期结果", reverse("scorecards:round-results", args=[round_.pk]), is_main=True))
    approvals = Approval.objects.visible_to(user).filter(round=round_).defer("sealed").newest_first()
    links += [Link("送审稿", one.get_absolute_url()) for one in approvals[:1]]
    notices = PublicNotice.objects.visible_to(user).filter(round=round_).defer("content")
    return [*links, *(Link("公示", one.get_absolute_url()) for one in notices)]


def links_of_groups(user: User, round_: Round, groups: Iterable[Group]) -> list[GroupLinks]:
    """Pages of each group that has any now; nothing in 筹备, whose pages are those of the set-up."""
    if permissions.may(Act.EDIT_ROUND, user, round_):
        return []
    found = (GroupLinks(group, _of_group(round_, group)) for group in groups)
    return [row for row in found if row.links]


def _of_group(round_: Round, group: Group) -> list[Link]:
    return [
        _link(label, name, group.pk)
        for label, name, stages in (_OF_GROUP if round_.gives_scores else _UNSCORED)
        if round_.stage in stages and (name != "group-sample" or group.subject == Subject.BRANCH)
    ]


def _link(label: str, name: str, pk: int) -> Link:
    return Link(label, reverse(f"scorecards:{name}", args=[pk]), name in _MAIN)
