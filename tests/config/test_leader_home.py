"""A county leader's page: what was put before them, own units first, the newest results, downloads."""

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.models import Document
from scorecards.models import Approval
from scorecards.phases import Phase
from tests.factories import advance, make_round, make_unit, make_user
from tests.scorecards.seating import release, released, score, set_up, units_of
from tests.scorecards.test_results_views import plain
from units.models import Unit, User
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader(db) -> User:
    return make_user(Role.COUNTY_LEADER)


@pytest.fixture
def first(clerk, head):
    return released(clerk=clerk, head=head)


@pytest.fixture
def home(sign_in, leader):
    def fetch() -> str:
        return plain(sign_in(leader).get(reverse("home")).content.decode())

    return fetch


def lead(leader: User, *names: str, by: str = "leader_in_charge") -> None:
    Unit.objects.filter(name__in=names).update(**{by: leader})


def put_before(round_, clerk: User, *readers: User, **decided) -> Approval:
    approval = Approval.objects.create(
        round=round_,
        number=1,
        sealed=b"{}",
        sha256="x",
        prepared_by=clerk,
        prepared_at=timezone.now(),
        **decided,
    )
    approval.readers.set(readers)
    return approval


def test_own_unit_has_place_total_and_main_losses(first, leader, home):
    lead(leader, "甲局")
    lead(leader, "甲局", by="leader_linked")
    text = home()
    assert "共 1 家，最近一次通报的结果；失分按权重折成总分" in text
    assert (
        "甲局 分管、联系 · 2026年上半年晒比评 第 2 名 一组，3 家排名 87.00 ，甲局得分明细 — 上期没有结果"
        in text
    )
    assert "指标1.2 −7.00 指标2.1 −6.00" in text


def test_own_units_stand_before_the_results(first, leader, home):
    lead(leader, "丙局")
    text = home()
    assert text.index("您分管、联系的单位") < text.index("丙局") < text.index("2026年上半年晒比评结果")
    assert "乙局" not in text


def test_change_from_the_linked_round(first, leader, clerk, head, home):
    lead(leader, "丙局", "乙局", "甲局")
    units = units_of(first)
    released(clerk=clerk, head=head, units=units[:2], title="别的专项", term="special")
    marks = {"甲局": ("10", "10", "60 60 60"), "乙局": ("20", "10", "60 60 60")}
    released(clerk=clerk, head=head, units=units, marks=marks, title="2026年年终晒比评", term="year_end",
             previous=first)  # fmt: skip
    text = home()
    assert "第 3 名 一组，3 家排名 32.00 ，甲局得分明细 — ↓ 下降 1 名 上期第 2 名，87.00 分" in text
    assert "第 2 名 一组，3 家排名 39.00 ，乙局得分明细 — ↓ 下降 1 名 上期第 1 名，90.00 分" in text
    assert "第 1 名 一组，3 家排名 100.00 ，丙局得分明细 — ↑ 上升 2 名 上期第 3 名，72.00 分 没有失分" in text


def test_another_group_is_no_change_of_place(first, leader, clerk, head, home):
    lead(leader, "甲局")
    now = set_up(by=clerk, units=units_of(first), title="2026年年终晒比评", term="year_end", previous=first)
    now.groups.update(name="二组")
    score(now, by=clerk)
    release(now, clerk=clerk, head=head)
    text = home()
    assert "上期在一组第 2 名，87.00 分" in text
    assert "名次持平" not in text


def test_results_are_of_the_newest_round_that_counts(first, leader, clerk, head, home):
    released(clerk=clerk, head=head, units=units_of(first), title="演练", is_trial=True)
    text = home()
    assert "2026年上半年晒比评结果" in text
    assert "演练" not in text
    assert "一组" in text
    assert "3 家参评，平均 83.00 分，最高 90.00 分" in text
    assert "还没有可以下载的文件，生成后列在这里。" in text


def test_papers_are_one_click_away(first, leader, sign_in):
    Document.objects.update(state="done", content=b"%PDF-", sha256="x", pages=1, made_at=timezone.now())
    html = sign_in(leader).get(reverse("home")).content.decode()
    urls = [reverse("reports:document-download", args=[one.pk]) for one in Document.objects.order_by("pk")]
    assert urls
    assert [url in html for url in urls] == [True] * len(urls)


def test_before_any_release_and_without_units(leader, home, clerk, head):
    round_ = advance(make_round(clerk), Phase.LOCKED, clerk=clerk, head=head)
    text = home()
    assert "还没有登记您分管、联系的单位。" in text
    assert "还没有通报的结果。" in text
    lead(leader, units_of(round_)[0].name)
    assert "分管 还没有通报的结果" in home()


def test_what_was_put_before_this_leader(leader, clerk, head, home):
    round_ = advance(make_round(clerk), Phase.LOCKED, clerk=clerk, head=head)
    put_before(round_, clerk, leader)
    text = home()
    assert "有 1 份送审稿请您审阅。" in text
    assert f"{round_} 送审稿第1稿" in text
    assert "送阅，尚未上会议定" in text


def test_what_was_put_before_another_is_not_shown(leader, clerk, head, home):
    round_ = advance(make_round(clerk), Phase.LOCKED, clerk=clerk, head=head)
    put_before(round_, clerk, make_user(Role.COUNTY_LEADER))
    assert "送审稿" not in home()


def test_decided_ones_wait_for_nothing(leader, clerk, head, home):
    round_ = advance(make_round(clerk), Phase.LOCKED, clerk=clerk, head=head)
    today = timezone.localdate()
    put_before(round_, clerk, leader, meeting="县委常委会会议", met_on=today, decision="同意", recorded_by=clerk,
               recorded_at=timezone.now())  # fmt: skip
    text = home()
    assert f"{today.month}月{today.day}日县委常委会会议已议定" in text
    assert "请您审阅。" not in text


def test_queries_do_not_grow_with_units_and_rounds(leader, clerk, head, sign_in, django_assert_num_queries):
    client, last = sign_in(leader), None
    for units, title in ((2, "第一期"), (5, "第二期")):
        own = [make_unit(leader_in_charge=leader) for _ in range(units)]
        last = released(clerk=clerk, head=head, units=own, title=title, previous=last, year=2026 + units)
        client.get(reverse("home"))
        with django_assert_num_queries(13):
            client.get(reverse("home"))
