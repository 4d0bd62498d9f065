"""审定通报: sealed and printed by the second person, once."""

import uuid

import pytest
from django.urls import reverse

from reports.models import Document
from scorecards import transitions
from scorecards.models import Release, ReleaseDraft
from scorecards.phases import Phase
from tests.factories import advance, make_round, make_user
from units.models import JobRun, Notice, Submission
from units.roles import Role

pytestmark = pytest.mark.django_db
PASSWORD = "pass-word-2026"


@pytest.fixture
def draft(clerk, head) -> ReleaseDraft:
    """A release that the clerk prepared."""
    return transitions.prepare_release(
        advance(make_round(clerk), Phase.LOCKED, clerk=clerk, head=head), by=clerk
    )


def approve(client, draft: ReleaseDraft, *, key: str | None = None, password: str = PASSWORD) -> str:
    form = {"key": key or str(uuid.uuid4()), "password": password}
    answer = client.post(reverse("reports:release-approve", args=[draft.pk]), form, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_head_approves_and_papers_are_ordered(draft, sign_in, head):
    assert "已通报，正在生成排名文件。" in approve(sign_in(head), draft)
    draft.round.refresh_from_db()
    assert draft.round.stage is Phase.RELEASED
    assert Document.objects.filter(release=Release.objects.get()).count() == 2
    assert {run.asked_by for run in JobRun.objects.all()} == {head}


def test_same_form_twice_releases_once(draft, sign_in, head):
    client, key = sign_in(head), str(uuid.uuid4())
    approve(client, draft, key=key)
    approve(client, draft, key=key)
    assert (
        Release.objects.count(),
        Document.objects.count(),
        Submission.objects.filter(key=key).count(),
    ) == (1, 2, 1)


def test_second_form_finds_it_done(draft, sign_in, head):
    client = sign_in(head)
    approve(client, draft)
    assert "已通报" in approve(client, draft)
    assert Release.objects.count() == 1


def test_preparer_is_refused(clerk, head, sign_in):
    round_ = advance(make_round(clerk), Phase.LOCKED, clerk=clerk, head=head)
    draft = transitions.prepare_release(round_, by=head)
    assert "拟稿人与审定人不能是同一人" in approve(sign_in(head), draft)
    assert not Release.objects.exists()


@pytest.mark.parametrize("password", ["", "something-else"])
def test_wrong_password_releases_nothing(password, draft, sign_in, head):
    assert "密码不正确" in approve(sign_in(head), draft, password=password)
    assert not Release.objects.exists()


@pytest.mark.parametrize("key", ["", "1", "not-a-key"])
def test_form_without_its_key_releases_nothing(key, draft, sign_in, head):
    url = reverse("reports:release-approve", args=[draft.pk])
    answer = sign_in(head).post(url, {"key": key, "password": PASSWORD}, follow=True)
    assert "页面已过期，请刷新后重试。" in answer.content.decode()
    assert not Release.objects.exists()


def test_approval_is_for_heads_alone(draft, sign_in, person):
    url = reverse("reports:release-approve", args=[draft.pk])
    clients = [
        sign_in(user) for user in (person(Role.CLERK), person(Role.COUNTY_LEADER), person(Role.OFFICER))
    ]
    assert [client.post(url).status_code for client in clients] == [403, 404, 404]
    assert clients[0].get(url).status_code == 405


def test_units_are_told_that_results_are_out_but_not_which(draft, sign_in, head):
    unit = draft.round.groups.get().cards.first().unit
    officer = make_user(Role.OFFICER, unit=unit)
    approve(sign_in(head), draft)
    told = Notice.objects.get(user=officer)
    assert told.text == f"{draft.round.title}已通报，请查看本单位得分。"


def test_long_names_are_no_hindrance(clerk, head, sign_in):
    round_ = advance(make_round(clerk, title="长" * 60), Phase.LOCKED, clerk=clerk, head=head)
    round_.groups.update(name="组" * 40)
    draft = transitions.prepare_release(round_, by=clerk)
    approve(sign_in(head), draft)
    assert {run.kind[-7:] for run in JobRun.objects.all()} == {"排名（正式版）", "（领导参阅版）"}
