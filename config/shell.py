"""What every page shows around its content: menu, name and post, notices, rounds."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from reports.permissions import can_read_papers
from scorecards.models import Round
from units.models import Notice, User
from units.permissions import can_browse_units, can_read_record, can_set_office
from units.roles import STAFF, Role


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the left menu."""

    label: str
    icon: str
    url: str
    is_current: bool


_HAS_CARDS = frozenset({Role.OFFICER, Role.SECRETARY, Role.UNIT_LEADER})


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of base.html; strangers get the help contact alone."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or user.must_change:
        name = user.name if user is not None and user.is_authenticated else ""
        return {"shell": {"help_contact": settings.HELP_CONTACT, "user_name": name}}
    return {"shell": _frame(request, user)}


def _frame(request: HttpRequest, user: User) -> dict[str, Any]:
    post = user.post
    return {
        "menu": _menu(request.path, user),
        "user_name": user.name,
        "role_label": post.label if post else "",
        "unit_name": str(post.home_unit or "") if post else "",
        "notice_count": Notice.objects.visible_to(user).unread().count(),
        "search_url": reverse("units:unit-list") if can_browse_units(user) else None,
        "help_url": reverse("help"),
        "settings_url": reverse("units:office-settings") if can_set_office(user) else None,
        "rounds": [
            {"title": round_.title, "url": round_.get_absolute_url()}
            for round_ in Round.objects.visible_to(user).running().newest_first()[:5]
        ],
        "help_contact": settings.HELP_CONTACT,
        "idle_seconds": settings.IDLE_SECONDS - 60,  # a session notes its last use once a minute
    }


def _menu(path: str, user: User) -> list[Entry]:
    """Only what the post may use, at most seven."""
    is_leader = user.has_role(Role.COUNTY_LEADER)
    wanted = [
        (True, "总览" if is_leader else "待办", "layout-dashboard" if is_leader else "list-todo", "home"),
        (
            user.has_role(*STAFF, Role.COUNTY_LEADER, Role.AUDITOR),
            "晒比评",
            "trophy",
            "scorecards:round-list",
        ),
        (user.has_role(*STAFF), "评分表", "clipboard-list", "scorecards:card-list"),
        (user.has_role(*_HAS_CARDS), "我的评分表", "clipboard-list", "scorecards:card-list"),
        (user.has_role(Role.UNIT_LEADER), "待审签", "signature", "scorecards:endorsing-list"),
        (user.has_role(Role.OFFICER), "支部初评", "clipboard-check", "scorecards:precheck-list"),
        (user.has_role(Role.SCORER), "本部门评分", "clipboard-pen", "scorecards:scoring-list"),
        (user.has_role(*STAFF), "日常记录", "notebook-pen", "scorecards:record-list"),
        (user.has_role(*STAFF), "评分细则", "list-checks", "scorecards:rubric-list"),
        (user.has_role(*_HAS_CARDS), "历年得分", "chart-column", "scorecards:own-history"),
        (can_read_papers(user), "报表", "file-text", "reports:document-list"),
        (can_browse_units(user), "单位与人员", "building-2", "units:unit-list"),
        (can_read_record(user), "操作记录", "scroll-text", "units:access-log"),
    ]
    return [_entry(path, label, icon, name) for shown, label, icon, name in wanted if shown]


def _entry(path: str, label: str, icon: str, name: str) -> Entry:
    url = reverse(name)
    return Entry(label, icon, url, is_current=path == url if url == "/" else path.startswith(url))
