"""People: opened from a list, told their password once, handed over, ended, helped when it is forgotten."""

import datetime
import re

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_branch, make_unit, make_user
from tests.units.importing import apply, check, hidden
from units import passwords
from units.models import ImportBatch, Post, User
from units.roles import Role
from units.submissions import new_key

pytestmark = pytest.mark.django_db
KIND = "people"
SIGNS = re.compile(r'<dd class="sign">([^<]+)</dd>')


@pytest.fixture
def finance(desk):
    return make_unit(name="示范县财政局", short_name="县财政局")


def slips_in(answer) -> list[tuple[str, str]]:
    """Account and one-time password of every slip on the page."""
    found = SIGNS.findall(answer.content.decode())
    return list(zip(found[::2], found[1::2], strict=True))


def send(client, name: str, person: User, **given):
    return client.post(reverse(f"units:{name}", args=[person.pk]), given)


def test_a_list_opens_accounts_and_tells_each_password_once(desk, finance, client):
    branch = make_branch(finance, name="机关第一党支部")
    text = (
        "单位\t党支部\t姓名\t岗位\t联系电话\n县财政局\t\t曾静怡\t\t0000-1234567\n"
        "县财政局\t机关第一党支部\t罗启明\t\t\n县财政局\t\t曾静怡\t党组书记\t"
    )
    answer = apply(desk, check(desk, text, kind=KIND), kind=KIND)
    slips = dict(slips_in(answer))
    assert list(slips) == ["zengjingyi", "luoqiming", "zengjingyi2"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert set(Post.objects.filter(user__username__in=slips).values_list("role", "unit", "branch")) == {
        (Role.OFFICER, finance.pk, None), (Role.SECRETARY, None, branch.pk), (Role.UNIT_LEADER, finance.pk, None),
    }  # fmt: skip
    signed = client.post(reverse("sign-in"), {"username": "luoqiming", "password": slips["luoqiming"]})
    assert signed.status_code == 302
    assert client.get("/").headers["Location"] == reverse("password-change")
    again = desk.get(ImportBatch.objects.get().get_absolute_url()).content.decode()
    assert not [password for password in slips.values() if password in again]


def test_sending_the_form_again_tells_nothing_and_opens_nothing(desk, finance):
    answer = check(desk, "单位\t姓名\n县财政局\t许静怡", kind=KIND)
    first, second = apply(desk, answer, kind=KIND), apply(desk, answer, kind=KIND)
    assert (len(slips_in(first)), second.status_code) == (1, 302)
    assert User.objects.filter(name="许静怡").count() == 1


def test_who_has_not_signed_in_gets_another_slip(desk, finance):
    answer = apply(desk, check(desk, "单位\t姓名\n县财政局\t许静怡\n县财政局\t罗启明", kind=KIND), kind=KIND)
    User.objects.filter(name="罗启明").update(last_login=timezone.now())
    batch = ImportBatch.objects.get()
    assert "给没有登录过的 1 人重新打印账号条" in desk.get(batch.get_absolute_url()).content.decode()
    (again,) = slips_in(desk.post(reverse("units:import-slips", args=[batch.pk])))
    assert again[0] == "xujingyi"
    assert again not in slips_in(answer)
    assert User.objects.get(username="xujingyi").check_password(again[1])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("单位\t姓名\n县气象台\t许静怡", "没有“县气象台”这个单位，请核对名称，或者先导入单位名单。"),
        ("单位\t姓名\t岗位\n县财政局\t许静怡\t科长", "认不出是哪个岗位，请写其中一个：工委工作人员、"),
        ("单位\t姓名\t岗位\n县财政局\t许静怡\t支部书记", "没有写党支部，请核对名称，或者先导入党支部名单。"),
        ("单位\t党支部\t姓名\n县财政局\t一支部\t许静怡", "县财政局没有“一支部”这个党支部"),
        ("单位\t姓名\n县财政局\t许", "姓名“许”请写 2 到 30 个字。"),
        ("单位\t姓名\t联系电话\n县财政局\t许静怡\t见通讯录", "联系电话“见通讯录”请只写数字。"),
        ("单位\t姓名\t账号\n县财政局\t许静怡\t许", "账号“许”请用 3 到 40 个小写字母、数字，以字母开头。"),
        ("单位\t姓名\n县财政局\t许静怡\n县财政局\t许静怡", "人员和岗位与第 2 行相同，请删去一行或改正。"),
        ("姓名\t岗位\n许静怡\t工委工作人员", "“工委工作人员”这个岗位不由您安排"),
        ("姓名\n许静怡", "没有写单位。"),
    ],
)
def test_what_is_wrong_is_said_by_row(desk, finance, text, sentence):
    answer = check(desk, text, kind=KIND)
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert not User.objects.filter(name="许静怡").exists()


def test_a_post_that_one_person_holds_is_handed_over_not_doubled(desk, finance):
    make_user(Role.UNIT_LEADER, unit=finance, name="罗启明")
    text = "单位\t姓名\t岗位\n县财政局\t许静怡\t党组书记"
    sentence = "单位党委（党组）书记现由罗启明担任；换人的，请在人员页办理交接。"
    assert sentence in check(desk, text, kind=KIND).content.decode()
    same = check(desk, text.replace("许静怡", "罗启明"), kind=KIND).content.decode()
    assert "名单与现有的完全一致，不用导入。" in same


def test_an_import_of_people_is_taken_back_while_nobody_signed_in(desk, finance):
    apply(desk, check(desk, "单位\t姓名\n县财政局\t许静怡\n县财政局\t罗启明", kind=KIND), kind=KIND)
    batch = ImportBatch.objects.get()
    User.objects.filter(name="罗启明").update(last_login=timezone.now())
    refused = desk.post(batch.get_undo_url(), follow=True).content.decode()
    assert "下列人员已经登录过，不能整份撤销：罗启明。" in refused
    User.objects.update(last_login=None)
    desk.post(batch.get_undo_url())
    assert not User.objects.filter(name__in=["许静怡", "罗启明"]).exists()


def test_the_office_fills_the_posts_of_the_house_while_they_are_empty(desk):
    text = "姓名\t岗位\n顾明川\t工委负责人\n何守正\t审计管理员"
    apply(desk, check(desk, text, kind=KIND), kind=KIND)
    assert set(Post.objects.current().values_list("user__name", "role")) >= {
        ("顾明川", Role.HEAD), ("何守正", Role.AUDITOR),
    }  # fmt: skip
    sentence = "“审计管理员”这个岗位不由您安排"
    assert sentence in check(desk, "姓名\t岗位\n秦思齐\t审计管理员", kind=KIND).content.decode()


def test_handing_over_ends_one_post_and_begins_the_other(desk, finance, client):
    old = make_user(Role.OFFICER, unit=finance, name="罗启明")
    given = {"heir-name": "许静怡", "heir-on": timezone.localdate().isoformat(), "heir-key": new_key()}
    answer = send(desk, "person-hand-over", old, **given)
    ((account, password),) = slips_in(answer)
    assert list(Post.objects.current().filter(unit=finance).values_list("user__name", flat=True)) == [
        "许静怡"
    ]
    assert client.post(reverse("sign-in"), {"username": account, "password": password}).status_code == 302
    again = send(desk, "person-hand-over", old, **given)
    assert again.status_code == 404
    assert Post.objects.filter(unit=finance).count() == 2


def test_an_ended_post_ends_every_right_at_the_next_request(desk, finance, sign_in):
    officer = make_user(Role.OFFICER, unit=finance)
    theirs = sign_in(officer)
    assert theirs.get("/").status_code == 200
    send(desk, "person-end", officer, **{"end-on": timezone.localdate().isoformat()})
    assert theirs.get("/").status_code == 302
    page = desk.get(officer.get_absolute_url()).content.decode()
    assert "没有岗位" not in page
    assert "止" in page


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        ("", "请填写日期。"),
        ("明天", "请按“2026-07-03”的样子填写日期。"),
        ("2999-01-01", "日期不能晚于今天。"),
    ],
)
def test_a_wrong_date_is_told_and_nothing_ends(desk, finance, on, sentence):
    officer = make_user(Role.OFFICER, unit=finance)
    answer = send(desk, "person-end", officer, **{"end-on": on})
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert officer.posts.get().until is None


def test_nobody_ends_the_own_post_nor_one_before_it_began(clerk, person, sign_in, unit):
    secadmin = person(Role.SECADMIN)
    desk = sign_in(secadmin)
    today = {"end-on": timezone.localdate().isoformat()}
    own = desk.post(reverse("units:person-end", args=[secadmin.pk]), today, follow=True)
    assert "不能免去自己的岗位，请由他人办理。" in own.content.decode()
    before = {"end-on": (clerk.post.since - datetime.timedelta(days=1)).isoformat()}
    early = desk.post(reverse("units:person-end", args=[clerk.pk]), before, follow=True)
    assert "免职日期不能早于任职日期。" in early.content.decode()
    assert clerk.posts.get().until is None


def test_a_forgotten_password_is_told_anew_and_ends_all_sessions(desk, finance, sign_in):
    officer = make_user(Role.OFFICER, unit=finance)
    theirs = sign_in(officer)
    ((account, password),) = slips_in(send(desk, "person-reissue", officer))
    assert account == officer.username
    assert theirs.get("/").status_code == 302
    officer.refresh_from_db()
    assert (officer.must_change, officer.check_password(password)) == (True, True)


def test_the_office_does_not_move_its_own_head_nor_the_administrators(clerk, person, sign_in):
    desk = sign_in(clerk)
    for role in (Role.HEAD, Role.SYSADMIN, Role.AUDITOR):
        other = person(role)
        assert send(desk, "person-end", other).status_code == 403
        assert send(desk, "person-reissue", other).status_code == 403


def test_people_are_found_by_name_account_unit_and_branch(desk, finance):
    branch = make_branch(finance, name="离退休党支部")
    make_user(Role.SECRETARY, branch=branch, name="罗启明", username="luoqm")
    make_user(Role.OFFICER, unit=make_unit(), name="许静怡")
    for words in ("启明", "LUOQM", "县财政局", "离退休"):
        page = desk.get(reverse("units:people-list"), {"q": words}).content.decode()
        assert ("罗启明" in page, "许静怡" in page) == (True, False)
    assert "没有" in desk.get(reverse("units:people-list"), {"q": "查无此人"}).content.decode()


@pytest.mark.parametrize("count", [2, 40])
def test_list_takes_the_same_queries_at_any_size(desk, finance, count, django_assert_num_queries):
    for _ in range(count):
        make_user(Role.OFFICER, unit=make_unit())
    with django_assert_num_queries(9):
        desk.get(reverse("units:people-list"))


def test_one_time_passwords_cannot_be_guessed_or_misread(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    found = {passwords.one_time() for _ in range(200)}
    assert len(found) == 200
    assert not set("".join(found)) & set("0o1il25s")
    one = found.pop()
    kept = passwords.stored(one)
    assert identify_hasher(kept).must_update(kept)
    assert not hidden(kept, one)
