"""How dear a card of 60 items is: its page against a plain table of the same rows, and a save against the bare SQL.

Page: CPU of this process for one GET of the filling page, against a GET that fetches the same 60 marks by one query
and prints the same columns and fields through one flat template; both behind the whole middleware and a session, and
inside the frame that every page of the site has.
Save: wall time of one POST over HTTP that changes all 60 items, one at a time, against two statements that write the
same 61 rows of the same tables, with the history that their triggers keep, and commit; on the durable cluster of the
demo. Medians of alternating runs; the last line is the larger of the two ratios as a share of its bound.
"""

import gc
import http.client
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from urllib.parse import urlencode

os.environ |= {"APP_ENV": "development", "DB_ROLE": "owner", "DJANGO_SETTINGS_MODULE": "config.settings"}

import django

django.setup()

from django.conf import settings
from django.core.servers.basehttp import WSGIRequestHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client
from django.test.testcases import LiveServerThread
from django.test.utils import setup_databases, teardown_databases
from django.urls import include, path, reverse

from scorecards.models import Card, Mark
from scorecards.rubrics.exchange import FORMAT
from tests.factories import make_unit, make_user
from tests.scorecards.filling import item, open_round, part
from units.roles import Role

ITEMS, RUNS, PAGE_BOUND, SAVE_BOUND = 60, 15, 2.5, 8.0
CAUSES = [{"key": key, "text": text, "unit": "-1"} for key, text in (("a", "缺会"), ("b", "记录不全"))]
LEVELS = [{"name": name, "points": points} for name, points in (("好", "10"), ("一般", "6"), ("差", "0"))]
RULE = "按期开展，记录完整；每少一次扣1分，扣完为止。"
BARE = (
    "UPDATE scorecards_mark AS kept SET reported_input = given.input, reported_note = given.note, "
    "version = kept.version + 1, changed_at = now() "
    "FROM unnest(%s::bigint[], %s::jsonb[], %s::text[]) AS given(id, input, note) WHERE kept.id = given.id"
)
BARE_CARD = "UPDATE scorecards_card SET row_version = row_version + 1 WHERE id = %s"
FLOOR = engines["django"].from_string(
    "{% extends 'base.html' %}{% block content %}<form method=post><table>{% for mark in marks %}<tr>"
    "<td>{{ mark.node.key }}</td><td>{{ mark.node.title }}</td><td>{{ mark.node.points }}</td>"
    "<td>{{ mark.node.rule_text }}</td><td>{{ mark.node.scorer }}</td><td>{{ mark.node.evidence }}</td>"
    "<td>{{ mark.get_state_display }}</td><td>{{ mark.reported }}</td><td>"
    "{% for cause in mark.node.params.causes %}<label>{{ cause.text }}{{ cause.unit }}"
    '<input name="{{ mark.node.key }}:counts:{{ cause.key }}"></label>{% endfor %}'
    "{% for level in mark.node.params.levels %}<label>{{ level.name }}{{ level.points }}"
    '<input type=radio name="{{ mark.node.key }}:level" value="{{ level.name }}"></label>{% endfor %}'
    '<input name="{{ mark.node.key }}:value" value="{{ mark.reported_input }}"></td>'
    '<td><textarea name="{{ mark.node.key }}:note">{{ mark.reported_note }}</textarea>'
    '<input type=hidden name="{{ mark.node.key }}:version" value="{{ mark.version }}"></td></tr>{% endfor %}'
    "</table></form>{% endblock %}"
)


def table(request: HttpRequest, pk: int) -> HttpResponse:
    """The floor of the page."""
    return HttpResponse(FLOOR.render({"marks": Mark.objects.filter(card=pk).select_related("node")}, request))


urlpatterns = [path("floor/<int:pk>/", table), path("", include("config.urls"))]


def rubric() -> dict[str, object]:
    """Six parts of ten items: half of them counted, the others levels and plain points."""
    shapes: list[tuple[str, dict[str, object]]] = [
        ("TALLY", {"base": "10", "lo": "0", "causes": CAUSES}),
        ("LEVEL", {"levels": LEVELS}),
        ("TALLY", {"base": "10", "lo": "0", "causes": CAUSES}),
        ("MANUAL", {}),
    ]
    parts = [
        part(
            f"第{p}部分",
            *(item(f"{p}.{n}", *shapes[n % 4], points="10", rule_text=RULE) for n in range(1, 11)),
        )
        for p in range(1, ITEMS // 10 + 1)
    ]
    return {"format": FORMAT, "code": "bench", "title": "六十项", "nodes": parts}


def typed(card: Card, turn: int) -> dict[str, str]:
    """An answer to every item that differs from the one before."""
    answers = {}
    for mark in Mark.objects.filter(card=card).select_related("node"):
        key, kind = mark.node.key, mark.node.scoring_kind
        answers |= {f"{key}:version": str(mark.version), f"{key}:note": f"第{turn}次"}
        if kind == "TALLY":
            answers[f"{key}:counts:a"] = str(1 + turn % 3)
        elif kind == "LEVEL":
            answers[f"{key}:level"] = LEVELS[turn % 3]["name"]
        else:
            answers[f"{key}:value"] = str(turn % 10)
    return answers


def cpu(act: Callable[[], object]) -> float:
    """Seconds of this process."""
    gc.collect()
    start = time.process_time()
    act()
    return time.process_time() - start


def wall(act: Callable[[], object]) -> float:
    """Seconds on the clock."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def page_ratio(card: Card, client: Client) -> float:
    """The page against the table."""
    page, floor = reverse("scorecards:card-fill", args=[card.pk]), f"/floor/{card.pk}/"
    for url in (page, floor):
        answer = client.get(url)
        assert answer.status_code == 200
        assert "指标6.10" in answer.content.decode()
    pairs = [(cpu(lambda: client.get(page)), cpu(lambda: client.get(floor))) for _ in range(RUNS)]
    whole, plain = (statistics.median(times) for times in zip(*pairs, strict=True))
    print(
        f"填报页 {whole * 1000:.1f} 毫秒，同样各行的表格 {plain * 1000:.1f} 毫秒（CPU，{ITEMS} 项，中位数）"
    )
    return whole / plain


class Saver:
    """One browser's connection, kept open."""

    def __init__(self, host: str, port: int, card: Card, client: Client) -> None:
        cookies = "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())
        self.token = client.cookies["csrftoken"].value
        self.headers = {"Cookie": cookies, "Accept": "application/json", "X-CSRFToken": self.token,
                        "Content-Type": "application/x-www-form-urlencoded"}  # fmt: skip
        self.url = reverse("scorecards:card-save", args=[card.pk])
        self.connection = http.client.HTTPConnection(host, port)

    def save(self, body: str) -> None:
        """POST, and every item is taken."""
        self.connection.request("POST", self.url, body, self.headers)
        answer = self.connection.getresponse()
        told = json.loads(answer.read())
        assert answer.status == 200
        assert len(told["entries"]) == ITEMS
        assert not any(entry["problem"] for entry in told["entries"].values())


def bare_save(card: Card, turn: int) -> Callable[[], None]:
    """The same rows of the same tables, with their history, in one transaction."""
    ids, inputs = zip(*Mark.objects.filter(card=card).values_list("pk", "reported_input"), strict=True)
    texts, notes = [json.dumps(given) for given in inputs], [f"第{turn}次直接写库"] * len(ids)

    def act() -> None:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute(BARE, [list(ids), texts, notes])
            cursor.execute(BARE_CARD, [card.pk])
            cursor.execute("COMMIT")

    return act


def save_ratio(card: Card, client: Client) -> float:
    """The save against the bare SQL."""
    client.get(reverse("scorecards:card-fill", args=[card.pk]))
    WSGIRequestHandler.disable_nagle_algorithm = True  # as gunicorn; else an answer waits 40 ms for its ACK
    connection.settings_dict["CONN_MAX_AGE"] = (
        None  # as the pool of the runtime role; else each request connects
    )
    server = LiveServerThread("127.0.0.1", lambda handler: handler)
    server.start()
    server.is_ready.wait()
    saver = Saver(server.host, server.port, card, client)
    saver.save(urlencode(typed(card, 0)))
    pairs = []
    for turn in range(1, RUNS + 1):
        body, bare = urlencode(typed(card, turn)), bare_save(card, turn)
        pairs.append((wall(lambda: saver.save(body)), wall(bare)))  # noqa: B023 - called at once
    saver.connection.close()
    server.terminate()
    whole, plain = (statistics.median(times) for times in zip(*pairs, strict=True))
    print(f"保存 {whole * 1000:.1f} 毫秒，直接写库 {plain * 1000:.1f} 毫秒（{ITEMS} 项，逐次，中位数）")
    return whole / plain


def main() -> int:
    """Print both ratios with their bounds and, last, the larger share of its bound."""
    settings.ROOT_URLCONF = __name__
    settings.ALLOWED_HOSTS = ["*"]
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        unit = make_unit()
        round_ = open_round(unit, by=make_user(Role.CLERK), rubric=rubric())
        card, client = Card.objects.get(group__round=round_), Client()
        client.force_login(make_user(Role.OFFICER, unit=unit), backend="units.backends.PostBackend")
        ratios = {
            "填报页": (page_ratio(card, client), PAGE_BOUND),
            "保存": (save_ratio(card, client), SAVE_BOUND),
        }
    finally:
        teardown_databases(databases, verbosity=0)
    for name, (ratio, bound) in ratios.items():
        print(f"{name}：{ratio:.2f}（不超过 {bound}）")
    share = max(ratio / bound for ratio, bound in ratios.values())
    print(f"{share:.2f}")
    return int(share > 1)


if __name__ == "__main__":
    sys.exit(main())
