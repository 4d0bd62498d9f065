"""A county leader's page: what was put before them, their own units, the newest results and where to download them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse

from reports.models import Document
from scorecards.figures import shown
from scorecards.models import Approval, Group, Release, ReleasedRow, Round, Subject
from scorecards.phases import SEALED
from scorecards.ranking.mean import mean_of
from scorecards.results.past import counted, place_in_words
from scorecards.results.sealed_items import Loss, items_of, main_losses
from scorecards.rubrics.trees import trees_of_all
from units.models import Unit, User


@dataclass(frozen=True, slots=True)
class OwnResult:
    """The last released result of one unit, against the one in the round that its round follows."""

    row: ReleasedRow
    before: ReleasedRow | None
    ranked: int
    losses: list[Loss]

    @property
    def round(self) -> Round:
        """The round."""
        return self.row.release.group.round

    @property
    def group(self) -> Group:
        """The group."""
        return self.row.release.group

    @property
    def place(self) -> str:
        """The place as one says it."""
        return place_in_words(self.row)

    @property
    def total(self) -> str:
        """As printed."""
        return shown(self.row.total)

    @property
    def move(self) -> str:
        """Places up or down; nothing where they are not places in the same group."""
        before, place = self.before, self.row.place
        if not (before and before.place and place and before.release.group.name == self.group.name):
            return ""
        risen = before.place - place
        return "名次持平" if not risen else f"{'↑ 上升' if risen > 0 else '↓ 下降'} {abs(risen)} 名"

    @property
    def was(self) -> str:
        """Where it stood."""
        if self.before is None:
            return "上期没有结果"
        group = self.before.release.group.name
        where = "" if group == self.group.name else f"在{group}"
        return f"上期{where}{place_in_words(self.before)}，{shown(self.before.total)} 分"


@dataclass(frozen=True, slots=True)
class OwnUnit:
    """A unit that this leader is in charge of or linked with; `result` is None before its first release."""

    unit: Unit
    tie: str
    result: OwnResult | None

    @property
    def url(self) -> str:
        """Its results over the years."""
        return reverse("scorecards:unit-history", args=[self.unit.pk])


@dataclass(frozen=True, slots=True)
class GroupResult:
    """One group of the newest released round, with the papers that are ready."""

    release: Release
    members: int
    mean: str
    best: str
    grades: str
    papers: list[Document]

    @property
    def counter(self) -> str:
        """How its members are counted."""
        return _counter(self.release.group)

    @property
    def url(self) -> str:
        """Its 名次."""
        return reverse("scorecards:standings", args=[self.release.group_id])


@dataclass(frozen=True, slots=True)
class LeaderHome:
    """Everything on the page; `round` is the newest released one that gave scores."""

    drafts: list[Approval]
    units: list[OwnUnit]
    round: Round | None
    groups: list[GroupResult]

    @property
    def lead(self) -> str:
        """What waits for this person."""
        waiting = sum(not one.is_decided for one in self.drafts)
        return f"有 {waiting} 份送审稿请您审阅。" if waiting else ""


def leader_home(user: User) -> LeaderHome:
    """A fixed number of queries for any number of units, groups and rounds."""
    groups = _newest(user)
    return LeaderHome(
        drafts=_drafts(user),
        units=_own_units(user),
        round=groups[0].release.group.round if groups else None,
        groups=groups,
    )


def _drafts(user: User) -> list[Approval]:
    approvals = Approval.objects.visible_to(user).exclude(round__phase__in=SEALED).newest_first()
    return list(approvals.select_related("round").defer("sealed"))


def _own_units(user: User) -> list[OwnUnit]:
    units = list(Unit.objects.visible_to(user).led_by(user).in_order())
    rows = defaultdict(list)
    for row in counted(ReleasedRow.objects.visible_to(user).filter(card__unit__in=units, card__branch=None)):
        rows[row.card.unit_id].append(row)
    results = _results([rows[unit.pk] for unit in units if unit.pk in rows])
    return [OwnUnit(unit, _tie(unit, user), results.get(unit.pk)) for unit in units]


def _results(found: Collection[list[ReleasedRow]]) -> dict[int, OwnResult]:
    last = [rows[0] for rows in found]
    items, ranked = items_of(last), _ranked({row.release_id for row in last})
    trees = trees_of_all({row.release.group.version_id or 0 for row in last})
    return {
        row.card.unit_id: OwnResult(
            row=row,
            before=_before(row, rows),
            ranked=ranked.get(row.release_id, 0),
            losses=main_losses(items.get(row.pk, ()), trees[row.release.group.version_id or 0].tree),
        )
        for row, rows in zip(last, found, strict=True)
    }


def _before(row: ReleasedRow, rows: Iterable[ReleasedRow]) -> ReleasedRow | None:
    previous = row.release.group.round.previous_id
    return next((one for one in rows if previous and one.release.group.round_id == previous), None)


def _ranked(releases: Collection[int]) -> dict[int, int]:
    found = ReleasedRow.objects.filter(release__in=releases, place__isnull=False).values("release")
    return dict(found.annotate(ranked=Count("pk")).values_list("release", "ranked").order_by("release"))


def _tie(unit: Unit, user: User) -> str:
    ties = (("分管", unit.leader_in_charge_id), ("联系", unit.leader_linked_id))
    return "、".join(word for word, leader in ties if leader == user.pk)


def _newest(user: User) -> list[GroupResult]:
    releases = Release.objects.visible_to(user).scored().current().exclude(group__round__is_trial=True)
    newest = releases.order_by("-group__round__year", "-group__round_id").values("group__round")[:1]
    found = list(
        releases.filter(group__round=newest)
        .select_related("group__round")
        .defer("snapshot")
        .order_by("group__order", "group_id")
    )
    rows, papers = defaultdict(list), defaultdict(list)
    for row in ReleasedRow.objects.visible_to(user).filter(release__in=found).in_order():
        rows[row.release_id].append(row)
    for paper in (
        Document.objects.visible_to(user).filter(release__in=found).done().defer("content").order_by("-face")
    ):
        papers[paper.release_id].append(paper)
    return [_group(release, rows[release.pk], papers[release.pk]) for release in found]


def _group(release: Release, rows: Iterable[ReleasedRow], papers: list[Document]) -> GroupResult:
    totals = [row.total for row in rows if row.total is not None]
    grades = Counter(row.grade for row in rows if row.grade)
    return GroupResult(
        release=release,
        members=len(totals),
        mean=shown(mean_of(totals)),
        best=shown(max(totals, default=None)),
        grades="，".join(f"{grade} {count} {_counter(release.group)}" for grade, count in grades.items()),
        papers=papers,
    )


def _counter(group: Group) -> str:
    return "家" if group.subject == Subject.UNIT else "个党支部"
