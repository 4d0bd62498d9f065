"""操作说明: one page a post, true to the words on the pages, with whom to call."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.factories import make_user
from units import submissions
from units.models import User
from units.roles import Role
from units.transitions import set_office

ROOT = Path(settings.BASE_DIR)
ROOMS = ("config", "reports", "scorecards", "static/js", "templates", "units")
SAID = re.compile(r"“([^”]+)”")


def sources() -> str:
    """What the pages say, without marks of the template language."""
    files = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*"))
             if path.suffix in {".py", ".html", ".js"} and "help" not in path.parts]  # fmt: skip
    return re.sub(r"\{%.*?%\}|<[^>]*>", "", "\n".join(path.read_text("utf-8") for path in files))


def named() -> list[tuple[str, str]]:
    """Every word in quotation marks of the pages of help, by its file."""
    files = sorted((ROOT / "templates" / "help").rglob("*.html"))
    return [(path.name, word) for path in files for word in SAID.findall(path.read_text("utf-8"))]


def test_every_button_that_is_named_is_on_a_page():
    known, words = sources(), named()
    assert len(words) > 150
    assert [(name, word) for name, word in words if word not in known] == []


def test_no_sentence_stands_twice():
    lines = [
        line.strip()
        for path in sorted((ROOT / "templates" / "help").rglob("*.html"))
        for line in path.read_text("utf-8").splitlines()
        if len(line.strip()) > 60 and "{%" not in line
    ]
    assert sorted({line for line in lines if lines.count(line) > 1}) == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_everybody_reads_that_of_the_own_post(role, person, sign_in):
    client = sign_in(person(role))
    text = client.get(reverse("help")).content.decode()
    assert f"<h1>操作说明：{role.label}</h1>" in text
    assert f'href="{reverse("help")}"' in client.get(reverse("units:notice-list")).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_the_office_opens_those_of_all(role, head, sign_in):
    text = sign_in(head).get(reverse("help-of", args=[role])).content.decode()
    assert f"<h1>操作说明：{role.label}</h1>" in text


@pytest.mark.django_db
def test_others_do_not_open_that_of_another_post(officer, sign_in):
    client = sign_in(officer)
    assert client.get(reverse("help-of", args=["officer"])).status_code == 200
    refused = client.get(reverse("help-of", args=["secretary"]))
    assert refused.status_code == 403
    assert "这是其他岗位的操作说明" in refused.content.decode()
    assert client.get("/help/nobody/").status_code == 404


@pytest.mark.django_db
def test_who_has_no_post_is_told_so(sign_in):
    user = User.objects.create(username="former", name="离任者", must_change=False)
    refused = sign_in(user).get(reverse("help"))
    assert (refused.status_code, "您现在没有岗位" in refused.content.decode()) == (403, True)


@pytest.mark.django_db
def test_it_says_whom_to_call(clerk, officer, sign_in):
    page = sign_in(officer).get(reverse("help")).content.decode()
    assert (settings.OFFICE_NAME in page, "，电话" in page) == (True, False)
    set_office(
        county_name="示范县", name="县直机关工委", phone="0000-1234567", key=submissions.new_key(), by=clerk
    )
    page = sign_in(officer).get(reverse("help")).content.decode()
    assert "示范县 县直机关工委" in page
    assert "0000-1234567" in page


@pytest.mark.django_db
def test_the_office_is_asked_for_its_phone(clerk, officer, sign_in):
    words = "还没有填写联系电话"
    assert words in sign_in(clerk).get(reverse("help")).content.decode()
    assert words not in sign_in(officer).get(reverse("help")).content.decode()


@pytest.mark.django_db
def test_a_forgotten_password_leads_to_whoever_keeps_the_account(sign_in):
    asked = {
        role: sign_in(make_user(role)).get(reverse("help")).context["keeper"]
        for role in (Role.CLERK, Role.COUNTY_LEADER, Role.SYSADMIN)
    }
    assert asked == {
        Role.CLERK: "请找系统管理员",
        Role.COUNTY_LEADER: "请打本页上方的电话",
        Role.SYSADMIN: "请找另一位系统管理员",
    }


@pytest.mark.django_db
def test_link_takes_no_query_and_is_not_for_strangers(officer, sign_in, django_assert_num_queries):
    assert reverse("help") not in Client().get(reverse("sign-in")).content.decode()
    client = sign_in(officer)
    client.get(reverse("home"))
    with django_assert_num_queries(5):
        client.get(reverse("units:notice-list"))
