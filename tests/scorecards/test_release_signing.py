"""签批单: the head signs on paper, a clerk who did not prepare the thing enters it with its scan."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from scorecards import transitions
from scorecards.models import Release
from scorecards.phases import Phase
from scorecards.transitions import Refused
from scorecards.transitions.signatures import Signature
from tests.factories import advance, make_round, make_user
from tests.scorecards.settling import card_at, graded_round, put_up_correction
from tests.scorecards.uploading import content_of, file, pdf
from units import submissions
from units.files import store_upload
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(clerk, head):
    round_ = advance(make_round(clerk), Phase.LOCKED, clerk=clerk, head=head)
    return transitions.prepare_release(round_, by=clerk)


@pytest.fixture
def other():
    return make_user(Role.CLERK)


@pytest.fixture
def at_other(sign_in, other, folder):
    return sign_in(other)


def paper(other, **fields) -> Signature:
    scan = store_upload(file("签批单.pdf"), owner_unit=None, by=other)
    return Signature(**({"name": "李书记", "signed_on": timezone.localdate(), "file": scan} | fields))


def typed(**fields) -> dict:
    return {"signed_by": "李书记", "signed_on": timezone.localdate().isoformat(), "file": file("签批单.pdf"),
            "password": "pass-word-2026", "key": submissions.new_key()} | fields  # fmt: skip


def test_the_release_says_who_signed(draft, other, folder):
    (release,) = transitions.approve_release(draft, by=other, signature=paper(other))
    assert (release.signed_by, release.signed_on, release.approved_by) == (
        "李书记",
        timezone.localdate(),
        other,
    )
    assert release.approval_file is not None


def test_without_a_paper_a_clerk_does_not_approve(draft, other):
    with pytest.raises(Refused, match="须由工委负责人审定"):
        transitions.approve_release(draft, by=other)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "请写明签批人姓名"),
        ({"signed_on": datetime.date(2025, 1, 1)}, "签批日期早于拟稿日期"),
        ({"signed_on": datetime.date(2999, 1, 1)}, "签批日期不能晚于今天"),
    ],
)
def test_a_paper_that_cannot_be(draft, other, folder, fields, sentence):
    with pytest.raises(Refused, match=sentence):
        transitions.approve_release(draft, by=other, signature=paper(other, **fields))


def test_the_preparer_is_neither_hand(draft, clerk, other, folder):
    with pytest.raises(Refused, match="不能是同一人"):
        transitions.approve_release(draft, by=clerk, signature=paper(clerk))
    with pytest.raises(Refused, match="签批人与拟稿人不能是同一人"):
        transitions.approve_release(draft, by=other, signature=paper(other, name=clerk.name))


def test_by_the_page(draft, at_other, clerk, sign_in):
    sign = reverse("reports:release-sign", args=[draft.pk])
    assert sign_in(clerk).post(sign, typed()).status_code == 403
    assertContains(at_other.get(draft.get_absolute_url()), "录入签批单")
    assertContains(at_other.post(sign, {}), "请填写签批人。", status_code=422)
    assertContains(at_other.post(sign, typed(password="x"), follow=True), "密码不正确")
    assertContains(at_other.post(sign, typed(), follow=True), "已按签批单通报")
    release = Release.objects.get()
    page = at_other.get(reverse("scorecards:release-version", args=[release.pk]))
    assertContains(page, "李书记")
    scan = at_other.get(reverse("scorecards:release-signed", args=[release.pk]))
    assert content_of(scan) == pdf()


def test_a_correction_on_paper(clerk, head, at_other):
    round_ = graded_round(Phase.RELEASED, clerk=clerk, head=head, phases=())
    correction = put_up_correction(card_at(round_, 2), "2.2", {"level": "差"}, by=clerk)
    sign = reverse("reports:correction-sign", args=[correction.pk])
    assertContains(at_other.post(sign, {}), "请填写签批人。", status_code=422)
    assertContains(at_other.post(sign, typed(), follow=True), "已按签批单更正")
    assert Release.objects.get(number=2).signed_by == "李书记"
