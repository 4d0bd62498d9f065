"""Papers on demand: each version once, whoever asks; made again only for other figures; seen as their source is."""

import pytest
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from reports import fonts, ordering
from reports.models import Document, DocumentKind, Face
from reports.papers import paper_of
from scorecards import transitions
from scorecards.models import Release, Round, Scope
from scorecards.phases import Phase
from scorecards.transitions import Refused
from tests.factories import advance, cards_of, make_round, make_unit, make_user, make_version
from tests.reports.orders import lose, officer_of, post
from tests.reports.papers import bookmarks_of, kept, make_approval, make_notice, printed, text_of
from tests.scorecards.reviewing import plain_review
from tests.scorecards.test_races import at_once
from units import jobs
from units.models import JobState
from units.roles import Role

pytestmark = pytest.mark.django_db
ASKED_AT_ONCE = 30


@pytest.fixture
def locked(clerk, head) -> Round:
    return advance(make_round(clerk), Phase.LOCKED, clerk=clerk, head=head)


def test_the_same_figures_are_one_paper_and_others_another(review, clerk):
    card = cards_of(review)[0]
    first, again = (ordering.order_feedback(card, by=clerk) for _ in range(2))
    lose(card, by=clerk)
    other = ordering.order_feedback(card, by=clerk)
    assert first == again != other
    assert kept(other)["sheets"][0]["problems"] == ["主题党日形式单一。"]


@pytest.mark.django_db(transaction=True)
def test_thirty_who_ask_at_once_get_one_paper_rendered_once(clerk, head):
    round_ = advance(make_round(clerk), Phase.LOCKED, clerk=clerk, head=head)
    card = cards_of(round_)[0]
    outcomes = at_once(*[lambda: ordering.order_feedback(card, by=clerk).pk] * ASKED_AT_ONCE)
    assert len(outcomes) == ASKED_AT_ONCE
    document = Document.objects.get(kind=DocumentKind.FEEDBACK)
    assert set(outcomes) == {document.pk}
    assert ProcrastinateJob.objects.filter(args__document_id=document.pk).count() == 1


def test_a_failed_paper_is_tried_again_by_asking_again(locked, clerk):
    (document,) = ordering.order_feedbacks(locked, by=clerk)
    jobs.failed(document.key, "生成文件时出错。")
    assert ordering.order_feedbacks(locked, by=clerk) == [document]
    document.run.refresh_from_db()
    assert document.run.state == JobState.WAITING


def test_figures_that_still_move_are_not_printed(clerk, head):
    round_ = advance(make_round(clerk), Phase.CHECKING, clerk=clerk, head=head)
    with pytest.raises(Refused, match="锁定后"):
        ordering.order_feedback(cards_of(round_)[0], by=clerk)
    with pytest.raises(Refused, match="通报后"):
        ordering.order_round_ranking(round_, Face.FORMAL, by=clerk)


def test_a_unit_orders_and_downloads_its_own_sheet_and_no_other(review, sign_in):
    own, other = cards_of(review)[:2]
    fonts.cut_all()
    client = sign_in(officer_of(own))
    answer = client.post(reverse("reports:feedback-order", args=[own.pk]))
    document = Document.objects.get()
    assert answer["Location"] == document.get_absolute_url()
    printed(document)
    text = text_of(
        b"".join(client.get(reverse("reports:document-download", args=[document.pk])).streaming_content)
    )
    assert own.name in text
    assert other.name not in text
    assert document.title in client.get("/documents/").content.decode()
    stranger = sign_in(officer_of(other))
    urls = [document.get_absolute_url(), reverse("reports:document-download", args=[document.pk])]
    assert [stranger.get(url).status_code for url in urls] == [404, 404]
    assert stranger.post(reverse("reports:feedback-order", args=[own.pk])).status_code == 404


def test_what_the_office_printed_before_is_no_paper_of_the_unit_s(clerk, head, sign_in):
    round_ = make_round(clerk, optional_phases=["review"])
    advance(round_, Phase.LOCKED, clerk=clerk, head=head)
    card = cards_of(round_)[0]
    early = ordering.order_feedback(card, by=clerk)
    advance(round_, Phase.REVIEW, clerk=clerk, head=head)
    own = ordering.order_feedback(cards_of(round_)[0], by=clerk)
    assert early != own
    client = sign_in(officer_of(card))
    assert [client.get(one.get_absolute_url()).status_code for one in (early, own)] == [404, 200]


@pytest.mark.parametrize(
    ("scope", "top", "place", "best"),
    [(Scope.OWN, None, "", ""), (Scope.MERIT, None, "", ""), (Scope.TOP, 5, "", ""), (Scope.TOP, 6, "第 6 名", ""),
     (Scope.ALL, None, "第 6 名", "16.00")],
)  # fmt: skip
def test_place_and_best_go_with_the_scope(scope, top, place, best, review, clerk):
    Round.objects.filter(pk=review.pk).update(review_scope=scope, scope_top=top)
    (sheet,) = kept(ordering.order_feedback(cards_of(review)[0], by=clerk))["sheets"]
    assert (sheet["place"], sheet["best"], sheet["mean"], sheet["members"]) == (place, best, "15.92", 6)
    assert ("16.00" in str(sheet)) == (scope == Scope.ALL)  # what every other unit has


def test_of_few_members_a_sheet_tells_no_mean(clerk, head):
    review = plain_review(clerk, head, units=4)
    Round.objects.filter(pk=review.pk).update(review_scope=Scope.ALL)
    (sheet,) = kept(ordering.order_feedback(cards_of(review)[0], by=clerk))["sheets"]
    assert (sheet["mean"], sheet["best"]) == ("", "")


def test_a_sheet_s_figures_are_those_of_the_page(review, clerk, sign_in):
    card = cards_of(review)[0]
    page = sign_in(clerk).get(reverse("scorecards:card-feedback", args=[card.pk])).content.decode()
    (sheet,) = kept(ordering.order_feedback(card, by=clerk))["sheets"]
    items = [item for part in sheet["parts"] for item in part["items"]]
    assert sheet["total"] == "15.50"
    assert [item["lost"] for item in items if item["lost"]] == ["0.50"]
    for figure in (sheet["total"], sheet["mean"], *(item["got"] for item in items)):
        assert figure in page
    assert "少开一次支委会" in items[0]["why"][0]


def test_after_release_the_sheet_is_of_the_release(clerk, head):
    round_ = advance(make_round(clerk), Phase.RELEASED, clerk=clerk, head=head)
    (sheet,) = kept(ordering.order_feedback(cards_of(round_)[0], by=clerk))["sheets"]
    assert sheet["issue"]["code"] == Release.objects.get().code


def test_every_kind_is_ordered_from_the_round_s_page(locked, clerk, sign_in):
    approval, notice = make_approval(locked, by=clerk), make_notice(locked, by=clerk)
    draft = transitions.prepare_release(locked, by=clerk)
    client = sign_in(clerk)
    page = client.get(reverse("reports:round-papers", args=[locked.pk])).content.decode()
    wanted = {"approval": approval.pk, "notice": notice.pk, "signing": draft.pk, "feedbacks": locked.pk}
    for kind, source in wanted.items():
        assert f'name="kind" value="{kind}"' in page
        assert post(client, locked, kind, source).status_code == 302
    assert {document.kind for document in Document.objects.all()} == set(wanted)
    page = client.get(reverse("reports:round-papers", args=[locked.pk])).content.decode()
    assert 'value="approval"' not in page
    assert "已有一份" in page


def test_papers_of_approval_notice_and_signing_say_what_they_are(locked, clerk):
    fonts.cut_all()
    readings = {}
    for order, source in (
        (ordering.order_approval, make_approval(locked, by=clerk)),
        (ordering.order_notice, make_notice(locked, by=clerk)),
        (ordering.order_signing, transitions.prepare_release(locked, by=clerk)),
    ):
        document = printed(order(source, by=clerk))
        readings[document.kind] = text_of(bytes(document.content))
    names = [card.name for card in cards_of(locked)]
    assert all(name in readings["approval"] for name in names)
    assert "送审稿第1稿" in readings["approval"]
    assert "拟评优秀名单公示" in readings["notice"]
    assert "2026年7月6日至2026年7月10日" in readings["notice"]
    assert not any(name in readings["notice"] + readings["signing"] for name in names)
    assert "签批人（签字）" in readings["signing"]
    assert "草稿" not in readings["notice"] + readings["signing"]


def test_a_paper_for_approval_names_whom_it_is_put_before(locked, clerk, sign_in):
    fonts.cut_all()
    approval = make_approval(locked, by=clerk)
    bare = ordering.order_approval(approval, by=clerk)
    assert "送阅" not in text_of(bytes(printed(bare).content))
    approval.readers.add(*(make_user(Role.COUNTY_LEADER, name=name) for name in ("程望舒", "欧阳㙍䶮")))
    page = sign_in(clerk).get(reverse("reports:round-papers", args=[locked.pk]))
    assert [(offer.kind, offer.again) for offer in page.context["offers"] if offer.kind == "approval"] == [
        (DocumentKind.APPROVAL, True)
    ]
    named = printed(ordering.order_approval(approval, by=clerk))
    assert named != bare
    assert text_of(bytes(named.content)).count("送阅：程望舒、欧阳㙍䶮") == 1
    page = sign_in(clerk).get(reverse("reports:round-papers", args=[locked.pk]))
    assert not [offer for offer in page.context["offers"] if offer.kind == "approval"]


def test_a_paper_made_before_readers_were_printed_is_still_one(locked, clerk):
    approval = make_approval(locked, by=clerk)
    document = ordering.order_approval(approval, by=clerk)
    older = Document(kind=DocumentKind.APPROVAL, key=f"approval:{approval.pk}:plain", approval=approval,
                     round=locked, stage=locked.phase, ordered_at=document.ordered_at, title=document.title,
                     run=jobs.ask(key="older", kind="生成送审稿", by=clerk))  # fmt: skip
    older.save()
    assert paper_of(older).parts[0]["draft"]["readers"] == []


def test_who_sees_which_paper(locked, clerk, sign_in, person):
    approval, notice = make_approval(locked, by=clerk), make_notice(locked, by=clerk)
    reader, other = person(Role.COUNTY_LEADER), person(Role.COUNTY_LEADER)
    approval.readers.add(reader)
    officer = officer_of(cards_of(locked)[0])
    papers = [ordering.order_approval(approval, by=clerk), ordering.order_notice(notice, by=clerk),
              *ordering.order_feedbacks(locked, by=clerk)]  # fmt: skip
    seen = {
        who: [sign_in(user).get(paper.get_absolute_url()).status_code for paper in papers]
        for who, user in {"reader": reader, "other": other, "officer": officer, "clerk": clerk}.items()
    }
    assert seen == {
        "reader": [200, 200, 404], "other": [404, 200, 404], "officer": [404, 200, 404], "clerk": [200, 200, 200]
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "source", "face"),
    [("ranking", "1", ""), ("ranking", "1", "gold"), ("approval", "999999", ""), ("approval", "x", ""),
     ("feedback", "9" * 30, ""), ("signing", "-1", ""), ("correction", "5", "")],
)  # fmt: skip
def test_what_is_not_of_the_round_is_not_found(kind, source, face, locked, clerk, sign_in):
    assert post(sign_in(clerk), locked, kind, source, face).status_code == 404
    assert not Document.objects.exists()


def test_a_source_of_another_round_is_not_found(locked, clerk, head, sign_in):
    other = advance(make_round(clerk), Phase.LOCKED, clerk=clerk, head=head)
    approval = make_approval(other, by=clerk)
    assert post(sign_in(clerk), locked, "approval", approval.pk).status_code == 404


def test_orders_are_the_office_s(locked, sign_in, person):
    officer = officer_of(cards_of(locked)[0])
    assert post(sign_in(officer), locked, "feedbacks", locked.pk).status_code == 403
    assert post(sign_in(person(Role.COUNTY_LEADER)), locked, "feedbacks", locked.pk).status_code == 404


def test_all_groups_of_a_round_are_ordered_with_its_release(clerk, head):
    round_ = make_round(clerk)
    group = transitions.add_group(round_, name="乡镇组", version=make_version(clerk), by=clerk)
    transitions.add_member(group, unit=make_unit(), by=clerk)
    advance(round_, Phase.RELEASED, clerk=clerk, head=head)
    fonts.cut_all()
    (leaders,) = Document.objects.filter(kind=DocumentKind.ROUND_RANKING, face=Face.LEADERS)
    content = bytes(printed(leaders).content)
    marks = bookmarks_of(content)
    assert [mark for mark in marks if mark in {"全期概况", "县直部门一组", "乡镇组"}] == [
        "全期概况", "县直部门一组", "乡镇组",
    ]  # fmt: skip
    assert all(card.name in text_of(content) for card in cards_of(round_))
