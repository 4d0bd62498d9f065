"""报表: the list, downloads, another try; and the open page that confirms a code."""

import hashlib

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.models import Document, DocumentState
from reports.throttle import MOST_A_MINUTE
from scorecards import transitions
from scorecards.models import Release
from scorecards.phases import Phase
from tests.factories import advance, fill_all, make_round, make_user
from units import jobs
from units.models import AccessLog, JobState
from units.roles import Role

pytestmark = pytest.mark.django_db
LIST = "/documents/"
READERS = (Role.CLERK, Role.HEAD, Role.COUNTY_LEADER, Role.AUDITOR)
MARKER = "14.50"


@pytest.fixture
def released(clerk, head):
    """A released round of that many groups' worth of papers."""

    def make(rounds: int = 1) -> list[Document]:
        for _ in range(rounds):
            advance(make_round(clerk), Phase.RELEASED, clerk=clerk, head=head)
        return list(Document.objects.with_source().order_by("pk"))

    return make


def finish(document: Document, content: bytes = b"%PDF-1.7 paper", *, sha256: str = "") -> None:
    """As the worker leaves it."""
    Document.objects.filter(pk=document.pk).update(
        state=DocumentState.DONE,
        content=content,
        sha256=sha256 or hashlib.sha256(content).hexdigest(),
        pages=3,
        made_at=timezone.now(),
    )
    jobs.finished(document.key)


def body(client, url: str = LIST, **query: str) -> str:
    return client.get(url, query).content.decode()


def test_list_shows_what_can_be_downloaded(released, sign_in, person):
    document = released()[0]
    finish(document)
    text = body(sign_in(person(Role.COUNTY_LEADER)))
    assert document.title in text
    assert "第 1 版 · PDF · 3 页 · 14" in text
    assert f'href="/documents/{document.pk}/download/"' in text


def test_list_without_papers_says_so(sign_in, clerk):
    assert "还没有可以下载的文件。" in body(sign_in(clerk))


def test_office_watches_the_job_and_readers_the_list(released, sign_in, clerk, person):
    document = released()[0]
    text = body(sign_in(clerk))
    assert f'hx-get="/jobs/{document.run_id}/"' in text
    assert (
        f'href="/documents/{document.pk}/download/"' in text
    )  # shown by the style sheet once the job is done
    text = body(sign_in(person(Role.COUNTY_LEADER)))
    assert "生成中" in text
    assert 'hx-get="/documents/" hx-trigger="every 5s" hx-select="#papers"' in text
    assert "/jobs/" not in text


def test_readers_list_rests_when_all_is_done(released, sign_in, person):
    for document in released():
        finish(document)
    assert "hx-trigger" not in body(sign_in(person(Role.AUDITOR)))


def test_failed_paper_can_be_tried_again_by_the_office(released, sign_in, clerk, person):
    document = released()[0]
    jobs.failed(document.key, "生成文件时出错。")
    url = reverse("reports:document-retry", args=[document.pk])
    assert f'action="{url}"' in body(sign_in(clerk))
    assert "工委会重新生成" in body(sign_in(person(Role.COUNTY_LEADER)))
    assert sign_in(person(Role.COUNTY_LEADER)).post(url).status_code == 403
    answer = sign_in(clerk).post(url, follow=True)
    document.run.refresh_from_db()
    assert (answer.redirect_chain, document.run.state) == (
        [(f"/documents/{document.pk}/", 302)],
        JobState.WAITING,
    )


def test_another_try_leaves_a_finished_paper_alone(released, sign_in, clerk):
    document = released()[0]
    finish(document)
    sign_in(clerk).post(reverse("reports:document-retry", args=[document.pk]))
    document.run.refresh_from_db()
    assert document.run.state == JobState.DONE


def test_download_is_the_stored_bytes(released, sign_in, person):
    document = released()[0]
    finish(document, b"%PDF-1.7 these bytes")
    answer = sign_in(person(Role.AUDITOR)).get(reverse("reports:document-download", args=[document.pk]))
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 these bytes"
    assert (answer["Content-Type"], answer["Content-Length"]) == ("application/pdf", "20")
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''2026")
    assert AccessLog.objects.get(verb="下载文件").object_label == document.title


def test_paper_under_way_cannot_be_downloaded(released, sign_in, clerk):
    assert (
        sign_in(clerk).get(reverse("reports:document-download", args=[released()[0].pk])).status_code == 404
    )


def test_units_see_no_ranking(released, sign_in, person):
    document = released()[0]
    finish(document)
    client = sign_in(person(Role.OFFICER))
    urls = [LIST, reverse("reports:document-download", args=[document.pk])]
    assert document.title not in body(client)
    assert [client.get(url).status_code for url in urls] == [200, 404]
    assert client.post(reverse("reports:document-retry", args=[document.pk])).status_code == 404


@pytest.mark.parametrize(
    ("name", "method"), [("document-list", "post"), ("document-download", "post"), ("document-retry", "get")]
)
def test_wrong_method_is_405(name, method, sign_in, clerk):
    url = reverse(f"reports:{name}", args=[1] if name != "document-list" else [])
    assert getattr(sign_in(clerk), method)(url).status_code == 405


def test_queries_of_the_list_do_not_grow_with_papers(released, sign_in, clerk, django_assert_num_queries):
    client = sign_in(clerk)
    for rounds in (1, 2):
        finish(released(rounds)[-1])
        body(client)
        with django_assert_num_queries(7):
            body(client)


@pytest.mark.parametrize("typed", ["{code}", " {lower} ", "{bare}", "{wide}"])
def test_code_is_confirmed_however_it_is_typed(typed, released, client):
    finish(released()[0], sha256="ab" * 32)
    release = Release.objects.get()
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in release.code)
    forms = {
        "code": release.code,
        "lower": release.code.lower(),
        "bare": release.code.replace("-", ""),
        "wide": wide,
    }
    text = body(client, "/verify/", code=typed.format(**forms))
    assert "验证码有效" in text
    assert release.sha256 in text
    assert "ab" * 32 in text
    assert text.count("的摘要（SHA-256）") == 2  # the release and its one finished paper


def test_open_page_never_shows_a_score(clerk, head, client):
    round_ = advance(make_round(clerk), Phase.CHECKING, clerk=clerk, head=head)
    fill_all(round_, by=clerk, **{"1.1": "1 0 1"})
    transitions.confirm_group(round_.groups.get(), by=head)
    transitions.lock_round(round_, by=clerk)
    round_.refresh_from_db()
    advance(round_, Phase.RELEASED, clerk=clerk, head=head)
    release = Release.objects.get()
    assert f'"total":"{MARKER}"'.encode() in bytes(release.snapshot)
    answer = client.get("/verify/", {"code": release.code})
    assert MARKER not in answer.content.decode() + str(answer.headers)
    assert all(card.name not in answer.content.decode() for card in round_.groups.get().cards.all())


def test_wrong_code_says_what_to_check(client):
    assert "没有查到这个验证码" in body(client, "/verify/", code="7F3K-Q9WD-2MTA")
    assert "验证码应当是 12 位数字和字母。" in body(client, "/verify/", code="7F3K-Q9WD")
    assert "没有查到" not in body(client, "/verify/")


def test_asking_too_often_is_429_and_says_when(released, client):
    release = Release.objects.first() if released() else None
    for _ in range(MOST_A_MINUTE):
        client.get("/verify/", {"code": "7F3K"})
    answer = client.get("/verify/", {"code": release.code})
    assert answer.status_code == 429
    assert "请过一分钟再试" in answer.content.decode()
    assert release.sha256 not in answer.content.decode()


def test_another_address_is_not_held_up(released, client):
    release = Release.objects.first() if released() else None
    for _ in range(MOST_A_MINUTE):
        client.get("/verify/", {"code": "7F3K"})
    answer = client.get("/verify/", {"code": release.code}, REMOTE_ADDR="10.0.0.9")
    assert answer.status_code == 200


def test_who_verified_what_is_on_record(client):
    client.get("/verify/", {"code": "7F3K-Q9WD-2MTA"}, REMOTE_ADDR="10.0.0.9")
    assert AccessLog.objects.get(verb="查验文件").address == "10.0.0.9"


@pytest.mark.parametrize("role", READERS)
def test_every_reader_opens_the_list(role, released, sign_in):
    released()
    assert sign_in(make_user(role)).get(LIST).status_code == 200
