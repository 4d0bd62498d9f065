"""Home per post: what waits for this person, how far the rounds are, and which results can be read."""

import datetime
from typing import Any, TypedDict

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from reports.models import Document
from scorecards.deadlines import deadline
from scorecards.models import Card, CardState, Group, Release, ReleaseDraft, Round
from scorecards.permissions import can_approve_release, can_confirm_in
from scorecards.phases import Phase
from scorecards.progress import group_progress
from scorecards.snapshots import read
from units.models import JobRun, JobState, Unit, User
from units.roles import STAFF, Role


class Todo(TypedDict, total=False):
    """One thing to do: components/todo.html."""

    what: str
    for_unit: str
    word: str
    when: str
    left: str
    tone: str
    url: str
    act: str


def home_of(user: User, *, now: datetime.datetime) -> dict[str, Any]:
    """The context of home.html for this post."""
    if user.has_role(*STAFF):
        return {"heading": "待办", "todos": _office_todos(user), "rounds": _rounds(user, now)}
    if user.has_role(Role.COUNTY_LEADER):
        return {"heading": "总览", "own": _own_units(user), "results": _results(user)}
    if user.has_role(Role.SYSADMIN):
        return {"heading": "待办", "todos": _failed_jobs()}
    if user.has_role(Role.AUDITOR):
        return {"heading": "待办", "todos": [], "results": _results(user)}
    return {"heading": "待办", "todos": _unit_todos(user, now)}


def _until(round_: Round, now: datetime.datetime) -> dict[str, str]:
    """The options of components/deadline.html."""
    due = deadline(round_.fill_due_at, now=now)
    return {"when": due.when, "left": due.left, "tone": due.tone}


def _unit_todos(user: User, now: datetime.datetime) -> list[Todo]:
    cards = Card.objects.visible_to(user).taking_part().with_frame().filter(
        group__round__phase=Phase.FILLING, state=CardState.DRAFT
    )  # fmt: skip
    fills = user.has_role(Role.OFFICER, Role.SECRETARY)
    return [
        Todo(
            what=f"{'填报' if fills else '查看'}{card.group.round}评分表",
            for_unit=card.name,
            word=card.get_state_display(),
            url=reverse("scorecards:card-fill" if fills else "scorecards:card-detail", args=[card.pk]),
            act="去填报" if fills else "查看",
            **_until(card.group.round, now),  # type: ignore[typeddict-item]
        )
        for card in cards
    ]


def _office_todos(user: User) -> list[Todo]:
    groups = Group.objects.visible_to(user).filter(round__phase=Phase.CHECKING)
    todos = [todo for group in group_progress(groups) for todo in _checking(user, group)]
    locked = Round.objects.visible_to(user).filter(phase=Phase.LOCKED).newest_first()
    return todos + [todo for round_ in locked for todo in _releasing(user, round_)]


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


def _releasing(user: User, round_: Round) -> list[Todo]:
    url = reverse("scorecards:release-detail", args=[round_.pk])
    draft = ReleaseDraft.objects.visible_to(user).filter(round=round_, withdrawn_at=None).first()
    if draft is None:
        return [Todo(what="拟通报", for_unit=round_.title, url=url, act="去办理")]
    if can_approve_release(user, draft):
        return [Todo(what="审定通报", for_unit=round_.title, word="待审定", url=url, act="去审定")]
    return []


def _rounds(user: User, now: datetime.datetime) -> list[dict[str, Any]]:
    found = []
    for round_ in Round.objects.visible_to(user).running().newest_first()[:5]:
        shown: dict[str, Any] = {
            "title": round_.title,
            "url": round_.get_absolute_url(),
            "stages": round_.stages,
        }
        if round_.stage == Phase.FILLING:
            shown |= _until(round_, now)
        groups = list(group_progress(Group.objects.visible_to(user).filter(round=round_)))
        shown["figures"] = _figures(groups)
        found.append(shown)
    return found


def _figures(groups: list[Group]) -> list[dict[str, object]]:
    def total(name: str) -> int:
        return sum(getattr(group, name) for group in groups)

    return [
        {"label": "参评", "value": total("members"), "unit": "家"},
        {"label": "已报送", "value": total("reported"), "unit": "家"},
        {"label": "未评", "value": total("unscored"), "unit": "项"},
        {"label": "已核定", "value": total("confirmed"), "unit": "家"},
    ]


def _own_units(user: User) -> list[dict[str, str]]:
    """The leader's own units with their last sealed result each."""
    units = {unit.pk: unit for unit in Unit.objects.visible_to(user).led_by(user).in_order()}
    last: dict[int, dict[str, str]] = {}
    for release in (
        Release.objects.visible_to(user).scored().newest_first().select_related("group__round")[:20]
    ):
        for row in read(bytes(release.snapshot))["rows"]:
            if row["unit_id"] in units and row["branch"] is None:
                last.setdefault(row["unit_id"], _own_result(release, row))
    return [{"title": str(unit), **last.get(pk, {"note": "还没有通报的结果"})} for pk, unit in units.items()]


def _own_result(release: Release, row: dict[str, Any]) -> dict[str, str]:
    place = f"第 {row['place']} 名{'（并列）' if row['tied'] else ''}" if row["place"] else "不排名"
    note = f"{release.group.round}{release.group}：{place}，{row['total']} 分"
    return {"note": note, "url": reverse("scorecards:standings", args=[release.group_id])}


def _results(user: User) -> list[dict[str, str]]:
    documents = Document.objects.visible_to(user).done().with_source().newest_first()[:20]
    return [
        {
            "title": document.title,
            "url": reverse("reports:document-download", args=[document.pk]),
            "act": "下载",
            "note": f"{_day(document.release.released_at)}通报 · PDF · {document.pages} 页",
        }
        for document in documents
    ]


def _day(moment: datetime.datetime) -> str:
    return date_format(timezone.localtime(moment), "Y年n月j日")


def _failed_jobs() -> list[Todo]:
    failed = JobRun.objects.filter(state=JobState.FAILED).order_by("-updated_at")[:20]
    return [Todo(what=run.kind, for_unit=run.error, word=run.get_state_display()) for run in failed]
