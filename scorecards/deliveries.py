"""The board of 评分部门: what each has to give, how far it is entered, and which lists have come."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count
from django.utils import timezone

from scorecards.models import TAKING_PART, ExceptionList, Group, GroupLabel, ListState, Mark, Round
from scorecards.scorers import items_by_scorer, scored_groups
from scorecards.scoring import Item, unslot
from units.models import Post, Unit
from units.roles import Role


@dataclass(slots=True)
class Share:
    """The items of one scorer in one group, and how many marks of those that are needed are there."""

    group: Group
    items: list[Item]
    scored: int = 0
    needed: int = 0


@dataclass(slots=True)
class Delivery:
    """One 评分部门 in one round."""

    label: str
    shares: list[Share] = field(default_factory=list)
    lists: list[ExceptionList] = field(default_factory=list)
    unit: Unit | None = None
    contact: str = ""
    waits: str = ""

    @property
    def scored(self) -> int:
        """Marks that are there, of those that need an act."""
        return sum(share.scored for share in self.shares)

    @property
    def needed(self) -> int:
        """Marks that need an act; in bonus and penalty parts nothing entered is 无."""
        return sum(share.needed for share in self.shares)

    @property
    def is_delivered(self) -> bool:
        """Whether a list has come, or everything was entered without one."""
        return any(one.state != ListState.UNDONE for one in self.lists) or 0 < self.needed == self.scored


def deliveries_of(round_: Round, *, today: datetime.date) -> list[Delivery]:
    """Every label that the rubrics name, in their order; queries do not grow with members or lists."""
    found: dict[str, Delivery] = {}
    groups = scored_groups(round_)
    counts = _counts(round_)
    for group in groups:
        for label, items in items_by_scorer(group).items():
            share = Share(group, items)
            for key in {unslot(item.key)[0] for item in items if not item.optional}:
                needed, scored = counts.get((group.pk, key), (0, 0))
                share.needed, share.scored = share.needed + needed, share.scored + scored
            found.setdefault(label, Delivery(label)).shares.append(share)
    for one in ExceptionList.objects.filter(round=round_).order_by("dated_on", "pk"):
        found.setdefault(one.scorer, Delivery(one.scorer)).lists.append(one)
    _name(round_, found)
    waits = _waits(round_, today)
    for delivery in found.values():
        delivery.waits = "" if delivery.is_delivered else waits
    return list(found.values())


def _counts(round_: Round) -> dict[tuple[int, str], tuple[int, int]]:
    marks = Mark.objects.filter(card__group__round=round_, card__taking_part__in=TAKING_PART)
    rows = marks.exclude(node__scorer="").values_list("card__group_id", "node__key").order_by()
    counted = rows.annotate(needed=Count("pk"), scored=Count("checked_input"))
    return {(group_id, key): (needed, scored) for group_id, key, needed, scored in counted}


def _name(round_: Round, found: dict[str, Delivery]) -> None:
    """Unit and contact where the label is mapped: the scorer's own account, or else the unit's officer."""
    labels = GroupLabel.objects.filter(group__round=round_, unit__isnull=False).select_related("unit")
    units = {label.label: label.unit for label in labels.order_by("pk") if label.label in found}
    posts = Post.objects.current().filter(unit__in=units.values(), role__in=(Role.SCORER, Role.OFFICER))
    people = contacts_of(posts.select_related("user").order_by("role", "pk"))
    for label, unit in units.items():
        found[label].unit = unit
        found[label].contact = people.get(unit.pk if unit else 0, "")


def contacts_of(posts: Iterable[Post]) -> dict[int, str]:
    """Of each unit one person with the telephone; a scorer goes before an officer."""
    found: dict[int, str] = {}
    for post in posts:
        if post.unit_id is not None and (post.role == Role.SCORER or post.unit_id not in found):
            found[post.unit_id] = f"{post.user.name} {post.user.phone}".strip()
    return found


def _waits(round_: Round, today: datetime.date) -> str:
    """How long a list is not there, counted from the end of 填报."""
    days = (today - timezone.localdate(round_.fill_due_at)).days
    return f"填报截止已过 {days} 天" if days > 0 else f"距填报截止还有 {-days} 天" if days else "填报今天截止"
