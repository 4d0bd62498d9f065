"""How dear 名次与等次 is: its page against one SQL statement and one plain table of 120 cards, and at 10,000 cards.

CPU of this process for one GET of the page, against a GET that ranks the same 120 cards by one statement and prints
them through one flat template; both behind the whole middleware and a session, and inside the frame that every page of
the site has. Then the page of a group of 10,000 cards against that of the 120, both with 100 rows. Both groups have
ties, tie-breakers, three grades, gates, and a round before with released rows. Medians of alternating runs; the last
line is the larger of the two ratios as a share of its bound.
"""

import datetime
import gc
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from decimal import Decimal

os.environ |= {"APP_ENV": "development", "DB_ROLE": "owner", "DJANGO_SETTINGS_MODULE": "config.settings"}

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_databases, teardown_databases
from django.urls import include, path, reverse

from scorecards.models import Card, GateHit, Group, Node, Release, ReleasedRow, Round, RubricVersion
from scorecards.phases import Phase
from scorecards.rubrics.exchange import FORMAT, load
from scorecards.transitions import import_rubric
from tests.factories import FAR, START, make_user
from tests.scorecards.filling import item, part
from units.models import Unit, User
from units.roles import Role

CARDS, MANY, RUNS, QUERIES, PAGE_BOUND, GROWTH_BOUND = 120, 10_000, 25, 8, 2.5, 1.2
RANK = """
SELECT rank() OVER (ORDER BY total DESC, breakers DESC) AS place, unit_name, class_name, part_points->>'一',
       part_points->>'二', part_points->>'三', part_points->>'四', total, scored
  FROM scorecards_card WHERE group_id = %s ORDER BY place, official_order LIMIT 120"""
FLOOR = engines["django"].from_string(
    "{% extends 'base.html' %}{% block content %}<table>{% for row in rows %}"
    "<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>{% endblock %}"
)
RUBRIC = {
    "format": FORMAT,
    "code": "bench",
    "title": "四个部分",
    "nodes": [
        part("一", item("1.1", "MANUAL", {}, points="40")),
        part("二", item("2.1", "MANUAL", {}, points="60")),
        part("三", item("3.1", "MANUAL", {}, points="10"), kind="bonus", hi="10"),
        part("四", item("4.1", "MANUAL", {}, points="10"), kind="penalty"),
        {"key": "否", "kind": "gate", "title": "被问责", "params": {"effect": "not_top", "document": "通报"}},
    ],
    "ranking": {
        "ties": ["一", "三"],
        "grades": [
            {"name": "优秀", "line": "85", "share": "0.2"},
            {"name": "良好", "line": "70"},
            {"name": "一般"},
        ],
    },
}


def floor(request: HttpRequest, pk: int) -> HttpResponse:
    """One statement, one table."""
    with connection.cursor() as cursor:
        cursor.execute(RANK, [pk])
        return HttpResponse(FLOOR.render({"rows": cursor.fetchall()}, request))


urlpatterns = [path("floor/<int:pk>/", floor), path("", include("config.urls"))]


def make_group(version: RubricVersion, units: Sequence[Unit], *, by: User, year: int) -> Group:
    """A round in 审核 of these units, each scored in every part, after a released one; every 50th card has a gate."""
    before = _group(version, units, year=year - 1, previous=None)
    _release(before, by=by)
    group = _group(version, units, year=year, previous=before.round)
    gate = Node.objects.get(version=version, kind="gate")
    cards = Card.objects.filter(group=group, official_order__in=range(0, len(units), 50))
    GateHit.objects.bulk_create(
        GateHit(
            card=card, node=gate, basis_document="通报", decided_by="甲局", decided_on=START, entered_by=by
        )
        for card in cards[:12]
    )
    return group


def _group(version: RubricVersion, units: Sequence[Unit], *, year: int, previous: Round | None) -> Group:
    round_ = Round.objects.create(
        year=year, term="year_end", title=f"{year}年晒比评{len(units)}", plan_title="方案", fill_due_at=FAR,
        phase=Phase.CHECKING, previous=previous,
    )  # fmt: skip
    group = Group.objects.create(round=round_, name="一组", version=version)
    Card.objects.bulk_create([_card(group, n, unit) for n, unit in enumerate(units)], batch_size=2000)
    return group


def _card(group: Group, order: int, unit: Unit) -> Card:
    """Totals are the sums of the parts, in steps that make ties."""
    chance = random.Random(f"{group.round.year}:{order}")
    one, two = Decimal(chance.randint(200, 400)) / 10, Decimal(chance.randint(300, 600)) / 10
    three, four = Decimal(chance.randint(0, 10)), -Decimal(chance.randint(0, 3))
    points = {"一": one, "二": two, "三": three, "四": four}
    return Card(
        group=group, unit=unit, unit_name=unit.name, class_name=("部门", "乡镇")[order % 2], official_order=order,
        state="checking", total=one + two + three + four,
        part_points={key: f"{value:.2f}" for key, value in points.items()},
        breakers=[int(one * 100), int(three * 100)], scored=2 if order % 9 else 1, items=2,
    )  # fmt: skip


def _release(group: Group, *, by: User) -> None:
    head = User.objects.exclude(pk=by.pk)[0]
    release = Release.objects.create(
        group=group, number=1, prepared_by=by, approved_by=head, snapshot=b"{}", sha256="0" * 64,
        code=f"{group.pk:014d}", released_at=datetime.datetime.now(datetime.UTC),
    )  # fmt: skip
    rows = [
        ReleasedRow(release=release, card=card, place=card.place, sharing=card.sharing, total=card.total,
                    part_points=card.part_points, computed_grade="良好", grade="良好")
        for card in Card.objects.filter(group=group).with_place()
    ]  # fmt: skip
    ReleasedRow.objects.bulk_create(rows, batch_size=2000)


def cpu(act: Callable[[], object]) -> float:
    """Seconds of this process."""
    gc.collect()
    start = time.process_time()
    act()
    return time.process_time() - start


def ratio(client: Client, over: str, under: str) -> tuple[float, float, float]:
    """How many times as dear the one page is as the other, by medians; and both in milliseconds."""
    for url in (over, under):
        assert client.get(url).status_code == 200
    pairs = [(cpu(lambda: client.get(over)), cpu(lambda: client.get(under))) for _ in range(RUNS)]
    above, below = (statistics.median(times) * 1000 for times in zip(*pairs, strict=True))
    return above / below, above, below


def queries(client: Client, url: str) -> int:
    """How many queries one GET asks."""
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return len(asked)


def main() -> int:
    """Print the ratios with their bounds and, last, the larger share of its bound."""
    settings.ROOT_URLCONF = __name__
    settings.ALLOWED_HOSTS = ["*"]
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        clerk, client = make_user(Role.CLERK), Client()
        make_user(Role.HEAD)
        version = import_rubric(load(_as_file(RUBRIC)), by=clerk)
        RubricVersion.objects.filter(pk=version.pk).update(state="frozen")
        units = Unit.objects.bulk_create(
            Unit(
                name=f"第{n}局", short_name=f"{n}局", category="县直部门", official_order=n, valid_from=START
            )
            for n in range(MANY)
        )
        few, many = (
            make_group(version, units[:size], by=clerk, year=year)
            for size, year in ((CARDS, 2026), (MANY, 2030))
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        client.force_login(clerk, backend="units.backends.PostBackend")
        page, large = (
            reverse("scorecards:standings", args=[group.pk]) + "?size=100" for group in (few, many)
        )
        assert client.get(page).content.decode().count("<tr") >= 100
        dear, whole, plain = ratio(client, page, f"/floor/{few.pk}/")
        growth, ten_thousand, _ = ratio(client, large, page)
        asked = max(queries(client, page), queries(client, large))
    finally:
        teardown_databases(databases, verbosity=0)
    print(f"名次页 {whole:.1f} 毫秒，一条语句加一张素表 {plain:.1f} 毫秒（CPU，{CARDS} 张评分表，中位数）")
    print(f"{MANY} 张评分表的名次页 {ten_thousand:.1f} 毫秒（每页 100 行）；查询 {asked} 次")
    print(f"名次页：{dear:.2f}（不超过 {PAGE_BOUND}）；增长：{growth:.2f}（不超过 {GROWTH_BOUND}）；"
          f"查询：{asked}（不超过 {QUERIES}）")  # fmt: skip
    share = max(dear / PAGE_BOUND, growth / GROWTH_BOUND)
    print(f"{share:.2f}")
    return int(share > 1 or asked > QUERIES)


def _as_file(rubric: dict[str, object]) -> bytes:
    return json.dumps(rubric).encode()


if __name__ == "__main__":
    sys.exit(main())
