"""公开范围 is changed on record until 通报 is put up."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from scorecards.models import Scope
from scorecards.phases import Phase
from scorecards.transitions import Refused, prepare_release, scopes, withdraw_release
from tests.factories import advance, make_round
from units import submissions

pytestmark = pytest.mark.django_db
WANTED = {"review_scope": "own", "notice_scope": "all", "release_scope": "top", "scope_top": 3}


@pytest.fixture
def round_(clerk, head):
    return advance(make_round(clerk), Phase.LOCKED, clerk=clerk, head=head)


def change(round_, by, **fields):
    return scopes.change_scopes(round_, WANTED | fields, key=submissions.new_key(), by=by)


def test_it_is_changed_and_put_up_with_the_release(round_, clerk):
    change(round_, clerk)
    draft = prepare_release(round_, by=clerk)
    assert (draft.scope, draft.scope_top) == (Scope.TOP, 3)


def test_a_draft_that_waits_holds_it(round_, clerk):
    draft = prepare_release(round_, by=clerk)
    with pytest.raises(Refused, match="请先撤回通报稿"):
        change(round_, clerk)
    withdraw_release(draft, by=clerk)
    assert change(round_, clerk).release_scope == Scope.TOP


def test_after_release_it_stays(clerk, head):
    round_ = advance(make_round(clerk), Phase.RELEASED, clerk=clerk, head=head)
    with pytest.raises(Refused, match="阶段可以这样做"):
        change(round_, clerk)


def test_by_the_page(round_, at_desk, officer, sign_in):
    address = reverse("scorecards:round-scopes", args=[round_.pk])
    assertContains(at_desk.get(address), "通报范围")
    save = reverse("scorecards:round-scopes-save", args=[round_.pk])
    wrong = at_desk.post(save, WANTED | {"scope_top": "", "key": submissions.new_key()})
    assertContains(wrong, "请填写公开前几名", status_code=422)
    done = at_desk.post(save, WANTED | {"key": submissions.new_key()}, follow=True)
    assertContains(done, "公开范围已调整。")
    assertContains(at_desk.get(address), "前 3 名")
    assert sign_in(officer).get(address).status_code == 404
