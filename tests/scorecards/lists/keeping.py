"""Daily records, made by the page as the office does."""

import datetime
import re

from django.urls import reverse

from scorecards.models import DailyRecord, Rubric
from tests.scorecards.lists.offices import the_group

PERIOD = {"covers_from": datetime.date(2026, 1, 1), "covers_until": datetime.date(2026, 6, 30)}


def url(name: str, *args) -> str:
    return reverse(f"scorecards:{name}", args=args)


def rubric() -> Rubric:
    return Rubric.objects.get(code="offices")


def typed(unit, **fields) -> dict[str, str]:
    return {
        "rubric": str(rubric().pk), "date": "2026-03-02", "whom": f"u{unit.pk}", "cause": "1.1|less", "figure": "1",
        "basis": "县委督查通报第3期",
    } | fields  # fmt: skip


def hidden(answer, name: str) -> str:
    return re.search(f'name="{name}" value="([^"]*)"', answer.content.decode())[1]


def add(client, unit, **fields):
    page = client.get(url("record-new"), {"rubric": rubric().pk})
    return client.post(url("record-add"), typed(unit, key=hidden(page, "key")) | fields)


def made(client, unit, **fields) -> DailyRecord:
    assert add(client, unit, **fields).status_code == 302
    return DailyRecord.objects.latest("pk")


def take(client, round_, *records: DailyRecord, slot: str = "1.1", follow: bool = False):
    chosen = [f"{record.pk}:{slot}" for record in records]
    return client.post(url("proposal-take", the_group(round_).pk), {"record": chosen}, follow=follow)
