"""Where the office goes from a round: pages of the whole round, and pages of each of its groups."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from scorecards import permissions
from scorecards.models import Group, Round, Subject
from scorecards.phases import COUNTED, OPEN_TO_UNITS, SCORING, SEALED, Act, Phase
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


_MAIN = {"round-queue", "release-detail"}
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
    ("两人办理事项", "round-decisions", _OPEN),
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


def links_of(user: User, round_: Round) -> list[Link]:
    """Pages of the round in its present stage; 通报 in the last one and afterwards."""
    skipped = set() if round_.gives_scores else {"round-queue", "round-deliveries", "round-standings"}
    links = [
        _link(label, name, round_.pk)
        for label, name, stages in _OF_ROUND
        if round_.stage in stages and name not in skipped
    ]
    if permissions.can_prepare_release(user, round_) or round_.is_sealed:
        links.insert(0, _link("通报", "release-detail", round_.pk))
    return links


def links_of_groups(user: User, round_: Round, groups: Iterable[Group]) -> list[GroupLinks]:
    """Pages of each group; nothing in 筹备, whose pages are those of the set-up."""
    if permissions.may(Act.EDIT_ROUND, user, round_):
        return []
    wanted = _OF_GROUP if round_.gives_scores else _UNSCORED
    return [
        GroupLinks(
            group,
            [
                _link(label, name, group.pk)
                for label, name, stages in wanted
                if round_.stage in stages and (name != "group-sample" or group.subject == Subject.BRANCH)
            ],
        )
        for group in groups
    ]


def _link(label: str, name: str, pk: int) -> Link:
    return Link(label, reverse(f"scorecards:{name}", args=[pk]), name in _MAIN)
