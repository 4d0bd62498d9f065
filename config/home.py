"""Home per post: what waits for this person, how far the rounds are, and which results can be read."""

from typing import Any

from django.urls import reverse

from config.first_steps import is_begun
from config.leader_home import leader_home
from config.office_todos import office_todos
from config.todos import Todo, until
from config.unit_todos import unit_todos
from reports.models import Document
from scorecards.deadlines import Now
from scorecards.models import Group, Round, Subject
from scorecards.phases import COUNTED, Phase
from scorecards.progress import group_progress
from units.models import JobRun, JobState, User
from units.roles import STAFF, Role


def home_of(user: User, *, now: Now) -> dict[str, Any]:
    """The context of home.html for this post."""
    if user.has_role(*STAFF):
        rounds = _rounds(user, now)
        first = [] if rounds or is_begun(user) else [_first()]
        return {"heading": "待办", "todos": [*first, *office_todos(user)], "rounds": rounds}
    if user.has_role(Role.COUNTY_LEADER):
        leader = leader_home(user)
        return {"heading": "总览", "lead": leader.lead, "leader": leader}
    if user.has_role(Role.SYSADMIN):
        return {"heading": "待办", "todos": _failed_jobs()}
    if user.has_role(Role.AUDITOR):
        return {"heading": "待办", "todos": [], "results": _results(user)}
    return {"heading": "待办", "todos": unit_todos(user, now)}


def _first() -> Todo:
    steps = "从导入单位名单到第一次演练，共六步"
    return Todo(what="首次设置", for_unit=steps, url=reverse("first-steps"), act="去设置")


def _rounds(user: User, now: Now) -> list[dict[str, Any]]:
    found = []
    for round_ in Round.objects.visible_to(user).running().newest_first()[:5]:
        shown: dict[str, Any] = {
            "title": round_.title,
            "url": round_.get_absolute_url(),
            "stages": round_.stages,
        }
        if round_.stage == Phase.FILLING:
            shown |= until(round_.fill_due_at, now)
        groups = list(group_progress(Group.objects.visible_to(user).filter(round=round_)))
        shown["figures"] = _figures(groups, gives_scores=round_.gives_scores and round_.stage in COUNTED)
        found.append(shown)
    return found


def _figures(groups: list[Group], *, gives_scores: bool) -> list[dict[str, object]]:
    def total(name: str) -> int:
        return sum(getattr(group, name) for group in groups)

    counter = "家" if all(group.subject == Subject.UNIT for group in groups) else "个"
    reported = [
        {"label": "参评", "value": total("members"), "unit": counter},
        {"label": "已报送", "value": total("reported"), "unit": counter},
    ]
    scored = [
        {"label": "未评", "value": total("unscored"), "unit": "项"},
        {"label": "已核定", "value": total("confirmed"), "unit": counter},
    ]
    return [*reported, *scored] if gives_scores else reported


def _results(user: User) -> list[dict[str, str]]:
    documents = Document.objects.visible_to(user).done().with_source().newest_first()[:20]
    return [
        {
            "title": document.title,
            "url": reverse("reports:document-download", args=[document.pk]),
            "act": "下载",
            "note": f"{document.when_words} · PDF · {document.pages} 页",
        }
        for document in documents
    ]


def _failed_jobs() -> list[Todo]:
    failed = JobRun.objects.filter(state=JobState.FAILED).order_by("-updated_at")[:20]
    return [Todo(what=run.kind, for_unit=run.error, word=run.get_state_display()) for run in failed]
