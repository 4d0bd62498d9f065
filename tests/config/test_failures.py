"""The database is away: a calm page, nothing typed is lost, and a script knows that it has to try again."""

import html
import re
from contextlib import contextmanager

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client
from procrastinate.exceptions import ConnectorException

from tests.factories import make_round

pytestmark = pytest.mark.django_db
FIELD = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')


@contextmanager
def broken(error: Exception, *, only: str = ""):
    def fail(execute, sql, params, many, context):
        if sql.startswith(only):
            raise error
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail):
        yield


@pytest.fixture
def visitor(sign_in, clerk) -> Client:
    client = sign_in(clerk)
    client.raise_request_exception = False
    client.get("/units/")
    return client


def offered_again(answer) -> list[tuple[str, str]]:
    return [
        (html.unescape(name), html.unescape(value)) for name, value in FIELD.findall(answer.content.decode())
    ]


@pytest.mark.parametrize("error", [OperationalError("gone"), InterfaceError("closed"), ConnectorException()])
def test_page_says_that_the_system_recovers_and_asks_nothing_of_the_database(error, visitor):
    with broken(error):
        answer = visitor.get("/units/?q=jt&size=50")
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "5", "no-store")
    text = answer.content.decode()
    assert "系统正在自动恢复" in text
    assert "此前已经显示“已保存”“已报送”的内容不受影响" in text
    assert 'href="/units/?q=jt&amp;size=50"' in text


def test_what_was_posted_can_be_posted_again(visitor, clerk):
    round_ = make_round(clerk)
    typed = {"key": "6b0f0f43", "note": '第一行\n"第二行" <b>', "csrfmiddlewaretoken": "as-it-came"}
    with broken(OperationalError("gone")):
        answer = visitor.post(f"/rounds/{round_.pk}/open/", typed)
    assert sorted(offered_again(answer)) == sorted(typed.items())
    assert f'action="/rounds/{round_.pk}/open/"' in answer.content.decode()


@pytest.mark.parametrize(
    ("before", "back"),
    [
        ("http://testserver/rounds/3/release/", "http://testserver/rounds/3/release/"),
        ("http://other/", "/"),
        ("", "/"),
    ],
)
def test_password_is_never_shown_and_the_way_leads_back(before, back, visitor):
    typed = {"key": "6b0f0f43", "password": "pass-word-2026"}
    with broken(OperationalError("gone")):
        answer = visitor.post("/release-drafts/1/approve/", typed, headers={"Referer": before})
    text = answer.content.decode()
    assert (answer.status_code, offered_again(answer)) == (503, [])
    assert "pass-word-2026" not in text
    assert f'href="{back}">回到刚才的页面' in text


def test_script_is_told_in_its_own_language(visitor, clerk):
    with broken(OperationalError("gone")):
        answer = visitor.post("/cards/1/save/", {}, headers={"Accept": "application/json"})
    assert (answer.status_code, list(answer.json())) == (503, ["unavailable"])


def test_another_fault_stays_a_fault(visitor):
    with broken(ZeroDivisionError()):
        answer = visitor.get("/units/")
    assert (answer.status_code, "系统出错了" in answer.content.decode()) == (500, True)


def test_session_that_cannot_be_saved_is_no_fault_of_the_visitor(clerk):
    visitor = Client(raise_request_exception=False)
    visitor.force_login(clerk, backend="units.backends.PostBackend")
    with broken(OperationalError("gone"), only='UPDATE "django_session"'):
        assert visitor.get("/units/").status_code == 503


def test_bad_request_stays_one(visitor):
    answer = visitor.get("/units/?q=\x00")
    assert (answer.status_code, "请求有误" in answer.content.decode()) == (400, True)
