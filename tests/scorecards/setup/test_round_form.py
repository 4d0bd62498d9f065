"""新建期次 and 修改期次 by page."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from scorecards.models import Round
from scorecards.phases import Phase
from tests.factories import advance, make_round, make_unit, make_user
from tests.scorecards.setup.making import now, settings, url
from units.models import AccessLog
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(sign_in, clerk):
    return sign_in(clerk)


def test_an_empty_list_offers_a_new_round(client):
    page = client.get(url("round-list"))
    assertContains(page, "还没有期次。")
    assertContains(page, url("round-new"))


def test_a_unit_is_offered_no_new_round(sign_in, officer):
    assertNotContains(sign_in(officer).get(url("round-list")), "新建期次")


def test_the_form_proposes_what_is_usual(client, clerk):
    earlier = make_round(clerk)
    form = client.get(url("round-new")).context["form"]
    assert form.initial["previous"] == earlier
    assert form.initial["optional_phases"] == ["review"]
    assert form.initial["endorsing"] == "paper"


def test_a_round_is_made_and_named(client):
    page = client.post(url("round-create"), settings())
    made = Round.objects.get()
    assertRedirects(page, made.get_absolute_url())
    assert (made.title, made.stage, made.optional_phases) == (
        "2099年上半年晒比评",
        Phase.PREPARING,
        ["review"],
    )
    assert AccessLog.objects.get(verb="新建期次").object_label == made.title


def test_the_same_form_sent_twice_makes_one_round(client):
    form = settings()
    answers = [client.post(url("round-create"), form).headers["Location"] for _ in range(2)]
    assert answers == [Round.objects.get().get_absolute_url()] * 2


@pytest.mark.parametrize("key", ["", "abc", "😀"])
def test_a_form_without_its_key_is_told_and_kept(client, key):
    page = client.post(url("round-create"), settings(key=key))
    assertContains(page, "页面已过期", status_code=409)
    assertContains(page, "机关党建晒比评工作方案", status_code=409)
    assert Round.objects.count() == 0


WRONG = [
    ({"year": "二〇"}, "请填 2000 到 2100 之间的年份。"),
    ({"year": "1"}, "请填 2000 到 2100 之间的年份。"),
    ({"term": "autumn"}, "请选择期次。"),
    ({"title": "长" * 61}, "最多 60 个字，请缩短。"),
    ({"plan_title": ""}, "请填写工作方案名称。"),
    ({"yields": "x"}, "请选择产出。"),
    ({"previous": "999999999"}, "请选择上一期次。"),
    ({"previous": "9" * 40}, "请选择上一期次。"),
    ({"fill_due_at": "2026-01-02T17:00"}, "填报截止时间要晚于现在，请改填。"),
    ({"fill_due_at": "2199-07-03T17:00"}, "填报截止时间在 2199 年，请核对年份。"),
    ({"fill_due_at": "下周"}, "请填写日期和时间"),
    ({"fill_due_at": "0001-01-01T00:00"}, "填报截止时间要晚于现在，请改填。"),
    ({"covers_from": "2099-07-01"}, "评议时段的止日不能早于起日。"),
    ({"covers_until": "x"}, "请填写日期，如 2026-06-30。"),
    ({"optional_phases": ["archived"]}, "请选择阶段。"),
    ({"review_days": "11"}, "请填 1 到 10 之间的整数。"),
    ({"notice_days": "0"}, "请填 1 到 20 之间的整数。"),
    ({"notice_scope": "own"}, "请选择公示范围。"),
    ({"release_scope": "top"}, "选了“前若干名”，请填写公开前几名。"),
    ({"release_scope": "top", "scope_top": "0"}, "请填 1 到 999 之间的整数。"),
    ({"endorsing": ""}, "请选择审签方式。"),
]


@pytest.mark.parametrize(("fields", "sentence"), WRONG)
def test_a_wrong_field_is_told_and_typing_is_kept(client, fields, sentence):
    page = client.post(url("round-create"), settings(plan_number="留住这里", **fields))
    assertContains(page, sentence, status_code=422)
    assertContains(page, "<title>错误：", status_code=422)
    assertContains(page, 'value="留住这里"', status_code=422)
    assert Round.objects.count() == 0


def test_scopes_and_stages_are_kept_as_typed(client):
    wanted = {"optional_phases": ["review", "approval", "notice"], "notice_scope": "top", "scope_top": "5",
              "release_scope": "all", "notice_days": "7"}  # fmt: skip
    client.post(url("round-create"), settings(**wanted))
    made = Round.objects.get()
    assert made.optional_phases == ["review", "approval", "notice"]
    assert (made.review_scope, made.notice_scope, made.release_scope) == ("own", "top", "all")
    assert (made.scope_top, made.notice_days) == (5, 7)


def test_a_round_of_problems_has_no_stages_of_marks(client):
    client.post(url("round-create"), settings(yields="problems", optional_phases=["judging", "review"]))
    assert Round.objects.get().optional_phases == []


def test_a_name_is_used_once(client, clerk):
    taken = make_round(clerk)
    page = client.post(url("round-create"), settings(title=taken.title))
    assertContains(page, "已有同名的期次，请换一个名称。", status_code=422)


def test_a_later_round_is_no_earlier_one(client, clerk):
    later = make_round(clerk, year=2099, term="year_end")
    page = client.post(url("round-create"), settings(previous=later.pk))
    assertContains(page, "不早于本期次", status_code=409)


def test_a_trial_is_nobodys_earlier_round(client, clerk):
    trial = make_round(clerk, is_trial=True)
    page = client.post(url("round-create"), settings(previous=trial.pk))
    assertContains(page, "演练不能作为上一期次，请改选。", status_code=422)


def test_settings_are_changed(client, clerk):
    round_ = make_round(clerk)
    assertContains(client.get(url("round-edit", round_.pk)), f'value="{round_.title}"')
    form = settings(revision=round_.revision + 1, title="专项晒比评", term="special", asks_paper="on")
    client.post(url("round-save", round_.pk), form)
    changed = now(round_)
    assert (changed.title, changed.term, changed.asks_paper) == ("专项晒比评", "special", True)


def test_the_second_of_two_editors_is_told_and_may_insist(client, clerk):
    round_ = make_round(clerk)
    form = settings(revision=now(round_).revision)
    client.post(url("round-save", round_.pk), form | {"title": "甲写的"})
    page = client.post(url("round-save", round_.pk), form | {"title": "乙写的"})
    assertContains(page, f"{clerk.name}于", status_code=409)
    assertContains(page, 'value="乙写的"', status_code=409)
    assert now(round_).title == "甲写的"
    client.post(
        url("round-save", round_.pk), form | {"title": "乙写的", "revision": page.context["revision"]}
    )
    assert now(round_).title == "乙写的"


def test_a_wrong_field_does_not_forget_that_somebody_was_first(client, clerk):
    round_ = make_round(clerk)
    old = now(round_).revision - 1
    page = client.post(url("round-save", round_.pk), settings(revision=old, year=""))
    assert (page.status_code, page.context["revision"]) == (422, str(old))


def test_a_round_that_is_out_is_not_changed(client, clerk, head):
    round_ = advance(make_round(clerk), Phase.FILLING, clerk=clerk, head=head)
    assert client.get(url("round-edit", round_.pk)).status_code == 403
    page = client.post(url("round-save", round_.pk), settings(revision=now(round_).revision))
    assertContains(page, "现在处于“填报”阶段", status_code=409)


@pytest.mark.parametrize(("name", "wrong"), [("round-create", "get"), ("round-new", "post")])
def test_the_wrong_method_is_refused(client, name, wrong):
    assert getattr(client, wrong)(url(name)).status_code == 405


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SYSADMIN, Role.AUDITOR])
def test_nobody_else_makes_rounds(sign_in, role):
    person = make_user(role, unit=make_unit() if role is Role.OFFICER else None)
    assert sign_in(person).get(url("round-new")).status_code == 403
    assert sign_in(person).post(url("round-create"), settings()).status_code == 403
