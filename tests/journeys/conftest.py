"""Real Chromium under the real security policy; nothing may leave the site and nothing may fail in the console."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Page
from procrastinate.contrib.django import app

from scorecards.models import Card, Round
from scorecards.phases import Phase
from tests.factories import advance, cards_of, make_round
from units.models import User

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's own loop runs in this thread
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
PASSWORD = "pass-word-2026"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Debian's Chromium, quiet about the world outside."""
    quiet = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ]
    return browser_type_launch_args | {
        "executable_path": shutil.which("chromium"),
        "args": ["--no-sandbox", "--disable-gpu", "--disable-quic", "--lang=zh-CN", *quiet],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    """As in the county."""
    return browser_context_args | {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


@pytest.fixture
def page(page: Page, live_server) -> Iterator[Page]:
    """A page that tells on requests to other hosts and on console errors."""
    left, said = [], []
    page.on(
        "request",
        lambda request: left.append(request.url) if not _is_ours(request.url, live_server) else None,
    )
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    page.context.close()
    _let_the_server_finish()
    assert left == []
    assert said == []


def _let_the_server_finish() -> None:
    """A request that its page no longer waits for still holds the database."""
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=10)


def _is_ours(url: str, live_server) -> bool:
    return url.startswith((live_server.url, "data:", "blob:", "about:"))


@pytest.fixture
def enter(page: Page, live_server) -> Callable[[User], None]:
    """Sign in by the form as this person, out of whatever session there was."""

    def do(user: User) -> None:
        page.context.clear_cookies()
        page.goto(f"{live_server.url}/sign-in/")
        page.get_by_label("账号").fill(user.username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(f"{live_server.url}/")

    return do


@pytest.fixture
def go(page: Page, live_server, sign_in) -> Callable[..., Page]:
    """The page of that name as this person sees it; on another page of the same browser where one is given."""

    def do(user: User, name: str, *args: int, on: Page | None = None) -> Page:
        cookie = sign_in(user).cookies["sessionid"].value
        page.context.clear_cookies()
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        where = on or page
        where.goto(live_server.url + reverse(name, args=args))
        return where

    return do


@pytest.fixture
def inspect(page: Page) -> Callable[[str], None]:
    """No accessibility violation on the page, and no sideways scroll on a phone."""

    def do(name: str) -> None:
        page.evaluate("document.getAnimations().forEach((one) => one.finish())")  # colours at rest
        size = page.viewport_size
        whole = page.evaluate(
            "document.documentElement.scrollHeight"
        )  # so that no bar that sticks lies over a field
        page.set_viewport_size({"width": size["width"], "height": max(size["height"], min(whole, 16_000))})
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
        page.set_viewport_size({"width": 360, "height": 780})
        width = page.evaluate("document.documentElement.scrollWidth")
        page.set_viewport_size(size)
        assert width <= 360, f"{name} is {width} wide on a phone"

    return do


@pytest.fixture(scope="session")
def fonts() -> None:
    """The faces that papers need."""
    call_command("cut_fonts", verbosity=0)


@pytest.fixture
def work(fonts) -> Callable[[], None]:
    """Do what waits in the queue, as the worker would, and come back."""

    def drain() -> None:
        connector = app.connector.get_worker_connector()
        with app.replace_connector(connector) as running:
            running.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)

    def do() -> None:
        worker = threading.Thread(target=drain)  # Playwright's loop runs in this thread
        worker.start()
        worker.join()

    return do


@pytest.fixture
def round_(clerk, head) -> Round:
    """In 填报, with three units."""
    return advance(
        make_round(clerk, units=3, optional_phases=["judging"]), Phase.FILLING, clerk=clerk, head=head
    )


@pytest.fixture
def cards(round_) -> list[Card]:
    return cards_of(round_)
