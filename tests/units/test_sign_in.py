"""Coming in: throttle, one message, forced first change, idle and absolute end, rights that end at once."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import START, make_user
from units.models import AccessLog, Post
from units.roles import Role

pytestmark = pytest.mark.django_db
SIGN_IN = "/sign-in/"


def attempt(client: Client, username: str, password: str, **extra):
    return client.post(SIGN_IN, {"username": username, "password": password}, **extra)


def test_right_password_leads_home(clerk):
    response = attempt(Client(), clerk.username, "pass-word-2026")
    assert (response.status_code, response["Location"]) == (302, reverse("home"))


@pytest.mark.parametrize("case", ["unknown", "wrong", "closed"])
def test_refusals_sound_the_same(clerk, case):
    if case == "closed":
        type(clerk).objects.filter(pk=clerk.pk).update(is_active=False)
    name = "nobody" if case == "unknown" else clerk.username
    password = "pass-word-2026" if case == "closed" else "not-this-one"
    response = attempt(Client(), name, password)
    assert response.status_code == 422
    assert "账号或密码不正确，请核对后重新输入。" in response.content.decode()


def test_fifth_wrong_password_pauses_this_account_but_not_the_neighbour(clerk, officer):
    statuses = [attempt(Client(), clerk.username, "wrong").status_code for _ in range(5)]
    assert statuses == [422, 422, 422, 422, 429]
    assert attempt(Client(), clerk.username, "pass-word-2026").status_code == 429
    assert attempt(Client(), officer.username, "pass-word-2026").status_code == 302


def test_one_time_password_leads_to_the_change_and_nowhere_else(clerk):
    type(clerk).objects.filter(pk=clerk.pk).update(must_change=True)
    client = Client()
    attempt(client, clerk.username, "pass-word-2026")
    assert client.get(reverse("home"))["Location"] == reverse("password-change")
    typed = {
        "old_password": "pass-word-2026",
        "new_password1": "qingshan-8812",
        "new_password2": "qingshan-8812",
    }
    assert client.post(reverse("password-change"), typed)["Location"] == reverse("home")
    assert client.get(reverse("home")).status_code == 200


@pytest.mark.parametrize("new", ["short1", "1234567890123", "password12345", "pass-word-2026"])
def test_weak_new_passwords_are_refused(clerk, sign_in, new):
    typed = {"old_password": "pass-word-2026", "new_password1": new, "new_password2": new}
    if new == "password12345":
        typed["new_password1"] = typed["new_password2"] = "password123"
    assert sign_in(clerk).post(reverse("password-change"), typed).status_code == 422


@pytest.mark.parametrize(
    ("field", "minutes", "status"),
    [("seen", 29, 200), ("seen", 31, 302), ("began", 719, 200), ("began", 721, 302)],
)
def test_sessions_end_idle_and_absolutely(clerk, sign_in, field, minutes, status):
    client = sign_in(clerk)
    client.get(reverse("home"))
    session = client.session
    session[field] = (timezone.now() - datetime.timedelta(minutes=minutes)).timestamp()
    session.save()
    assert client.get(reverse("home")).status_code == status


def test_polling_does_not_keep_a_session_alive(clerk, sign_in):
    client = sign_in(clerk)
    client.get(reverse("home"))
    session = client.session
    session["seen"] = long_ago = (timezone.now() - datetime.timedelta(minutes=20)).timestamp()
    session.save()
    client.get(reverse("units:notice-list"), headers={"HX-Request": "true"})
    assert client.session["seen"] == long_ago


@pytest.mark.parametrize("loss", ["post", "account", "password"])
def test_lost_rights_end_at_the_next_request(clerk, sign_in, loss):
    client = sign_in(clerk)
    assert client.get(reverse("home")).status_code == 200
    if loss == "post":
        Post.objects.filter(user=clerk).update(until=START)
        Post.objects.create(user=clerk, role=Role.AUDITOR, since=START)
    elif loss == "account":
        type(clerk).objects.filter(pk=clerk.pk).update(is_active=False)
    else:
        clerk.set_password("another-one-77")
        clerk.save()
    assert client.get(reverse("home")).status_code == 302


def test_sign_in_and_out_are_on_record(clerk):
    client = Client()
    attempt(client, clerk.username, "pass-word-2026", REMOTE_ADDR="10.1.2.3")
    client.post(reverse("sign-out"))
    told = AccessLog.objects.order_by("pk").values_list("verb", "user", "address", "result")
    assert list(told) == [("登录", clerk.pk, "10.1.2.3", 302), ("退出", clerk.pk, "127.0.0.1", 302)]


def test_control_characters_are_refused_before_anything_reads_them(clerk, sign_in):
    assert sign_in(clerk).get(reverse("units:unit-list"), {"q": "a\x00b"}).status_code == 400
    assert attempt(Client(), "a\x00b", "x").status_code == 400


def test_a_person_without_a_post_sees_an_empty_home(db, sign_in):
    user = make_user(Role.CLERK)
    Post.objects.filter(user=user).update(until=START)
    assert sign_in(user).get(reverse("home")).status_code == 200


def test_a_fragment_sends_the_whole_page_to_the_sign_in(db):
    asked = {"HX-Request": "true", "HX-Current-URL": "http://testserver/documents/?page=2"}
    response = Client().get(reverse("units:notice-list"), headers=asked)
    assert (response.status_code, response["HX-Redirect"]) == (204, "/sign-in/?next=%2Fdocuments%2F")


def test_a_refused_sign_in_is_on_record_with_the_account_and_looking_is_not(clerk):
    Client().get(SIGN_IN)
    attempt(Client(), clerk.username, "wrong")
    assert list(AccessLog.objects.values_list("verb", "object_label", "result")) == [
        ("登录", clerk.username, 422)
    ]
