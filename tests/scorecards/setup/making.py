"""What the tests of a round in 筹备 type and look for."""

import uuid

from django.urls import reverse

from scorecards.models import Group, Round

PERIODS = "31-xianzhi-jidu.json"


def url(name: str, *args: int) -> str:
    return reverse(f"scorecards:{name}", args=args)


def settings(**fields) -> dict:
    """A whole form of a round, with a fresh key."""
    return {
        "year": "2099",
        "term": "first_half",
        "title": "",
        "plan_title": "机关党建晒比评工作方案",
        "plan_number": "示机党〔2099〕1号",
        "yields": "ranking",
        "previous": "",
        "covers_from": "2099-01-01",
        "covers_until": "2099-06-30",
        "fill_due_at": "2099-07-03T17:00",
        "optional_phases": ["review"],
        "review_days": "3",
        "notice_days": "5",
        "review_scope": "own",
        "notice_scope": "merit",
        "release_scope": "merit",
        "scope_top": "",
        "endorsing": "paper",
        "key": str(uuid.uuid4()),
    } | fields


def now(thing):
    """The row as it stands."""
    return type(thing).objects.get(pk=thing.pk)


def names(round_: Round) -> list[str]:
    return [group.name for group in Group.objects.filter(round=round_).in_order()]
