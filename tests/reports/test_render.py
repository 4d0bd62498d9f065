"""The child process: what it refuses, where it stops, and that it never outlives its parent."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from reports import pdf
from reports.pdf import Limits, RenderFailed, render_html
from tests.reports.papers import text_of

CREATED = datetime(2026, 7, 8, tzinfo=UTC)
HEAVY = "<table><tr><td>" + "字" * 40_000 + "</table>"


def page(body):
    return f'<!DOCTYPE html><html lang="zh-CN"><title>测试</title><body class="leader">{body}</body></html>'


def render(body, **limits):
    return render_html(page(body), created=CREATED, limits=Limits(**limits))


pytestmark = pytest.mark.usefixtures("_cut_fonts")


@pytest.mark.parametrize(
    "body",
    [
        '<img alt="" src="http://127.0.0.1:9/a.png">',
        '<img alt="" src="file:///etc/passwd">',
        '<a rel="attachment" href="file:///etc/passwd">附件</a>',
        '<p style="background:url(http://127.0.0.1:9/)">文</p>',
        '<object data="http://127.0.0.1:9/"></object>',
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd" width="9" height="9"/></svg>',
        '<style>@import "http://127.0.0.1:9/a.css";</style>',
        '<style>@font-face{font-family:X;src:url("file:///etc/passwd")}</style>',
        '<link rel="stylesheet" href="file:///etc/passwd">',
        f'<img alt="" src="data:image/png;base64,{"A" * 200_000}">',
    ],
)
def test_an_address_or_file_ends_the_job(body):
    with pytest.raises(RenderFailed, match="外部地址"):
        render(body)


def test_an_address_in_any_part_ends_the_whole():
    with pytest.raises(RenderFailed, match="外部地址"):
        render_html(page("一"), page('<img alt="" src="file:///etc/passwd">'), created=CREATED)


def test_parts_are_bound_in_order_and_count_their_own_pages():
    long = page("<p>长</p>" + "<p>行</p>" * 200)
    whole = render_html(page("甲部分"), long, page("乙部分"), created=CREATED)
    alone = render_html(long, created=CREATED)
    assert (whole.pages, whole.warnings) == (alone.pages + 2, ())
    text = text_of(whole.content)
    assert text.index("甲部分") < text.index("长") < text.index("乙部分")


def test_whoever_waits_hears_how_many_parts_are_laid_out(monkeypatch):
    monkeypatch.setattr(pdf, "LOOK_EVERY", 0.01)
    told = []
    parts = [page("<p>行</p>" * 200)] * 8
    whole = render_html(*parts, created=CREATED, tell=told.append)
    assert told
    assert told == sorted(set(told))
    assert set(told) <= set(range(1, 9))
    assert whole == render_html(*parts, created=CREATED)


def test_a_listener_that_fails_ends_the_child(monkeypatch):
    def is_away(_parts):
        raise OSError("away")

    monkeypatch.setattr(pdf, "LOOK_EVERY", 0.01)
    before = children_of(os.getpid())
    with pytest.raises(OSError, match="away"):
        render_html(*[page("<p>行</p>" * 200)] * 8, created=CREATED, tell=is_away)
    assert children_of(os.getpid()) == before


def test_a_bound_paper_is_tagged_like_a_single_one():
    table = '<table><tr><th scope="row">项</th><td>1</td></tr></table><ul><li>点</li></ul>'
    alone, bound = (tags_of(render_html(*[page(table)] * parts, created=CREATED)) for parts in (1, 2))
    assert bound == alone * 2
    assert {"Table", "TR", "TH", "LI"} <= set(alone)


def tags_of(rendered):
    """The structure, in order."""
    done = subprocess.run(
        ["pdfinfo", "-struct", "-"], input=rendered.content, capture_output=True, check=True
    )
    return [line.split()[0] for line in done.stdout.decode().splitlines()[1:] if line.strip()]


def test_a_small_picture_within_the_document_is_drawn():
    dot = "data:image/gif;base64,R0lGODlhAQABAIAAAP8AAP///yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw=="
    assert render(f'<img alt="点" src="{dot}">').warnings == ()


def test_too_deep_a_document_is_refused():
    with pytest.raises(RenderFailed, match="内容过多"):
        render("<div>" * 2000)


def test_too_slow_a_document_is_stopped():
    with pytest.raises(RenderFailed, match=r"超过 2 秒|超出了限额"):
        render(HEAVY.replace("<table>", '<table style="table-layout:auto">'), seconds=2)


def test_too_large_a_document_is_stopped():
    with pytest.raises(RenderFailed, match="内容过多"):
        render("<table>" + "<tr><td>字" * 20_000 + "</table>", megabytes=300)


def test_a_missing_glyph_is_reported():
    (warning,) = render("한").warnings
    assert "U+D55C" in warning


def test_the_child_knows_no_django():
    code = "import sys, reports.render; sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    assert (
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", code], cwd=settings.BASE_DIR, check=False
        ).returncode
        == 0
    )


def children_of(pid):
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def wait_for(condition):
    for _ in range(2000):
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError("nothing happened")


def test_the_child_ends_with_a_killed_parent(tmp_path):
    code = (
        "import django; django.setup()\n"
        "from tests.reports.test_render import HEAVY, render\n"
        "render(HEAVY.replace('<table>', '<table style=\"table-layout:auto\">'), seconds=600)"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings_test", "TMPDIR": str(tmp_path)}
    with subprocess.Popen([sys.executable, "-c", code], cwd=settings.BASE_DIR, env=environment) as parent:
        (child,) = wait_for(lambda: children_of(parent.pid))
        parent.send_signal(signal.SIGKILL)
    wait_for(lambda: not is_running(child))
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["fonts.conf"]


def is_running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
