"""报表 in the browser: a paper that is finished can be downloaded without loading the page again."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from reports.models import Document, DocumentState
from scorecards.phases import Phase
from tests.factories import advance, make_round, make_user
from units import jobs
from units.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def documents(clerk, head) -> list[Document]:
    """Two papers that wait to be made."""
    advance(make_round(clerk), Phase.RELEASED, clerk=clerk, head=head)
    return list(Document.objects.with_source().order_by("pk"))


@pytest.fixture
def papers(page: Page, live_server, enter) -> Callable[..., Page]:
    """报表 as this person sees it."""

    def do(user) -> Page:
        enter(user)
        page.goto(live_server.url + reverse("reports:document-list"))
        return page

    return do


def finish(document: Document) -> None:
    Document.objects.filter(pk=document.pk).update(
        state=DocumentState.DONE, content=b"%PDF-1.7", sha256="ab" * 32, pages=1, made_at=timezone.now()
    )
    jobs.finished(document.key)


def test_office_sees_progress_failure_and_the_finished_paper(papers, documents, clerk, inspect):
    page = papers(clerk)
    jobs.started(documents[0].key, step="排版")
    expect(page.get_by_text("排版")).to_be_visible()
    jobs.failed(documents[1].key, "生成文件时出错。")
    expect(page.get_by_role("button", name="重新生成").locator("visible=true")).to_have_count(1)
    inspect("papers-under-way")
    finish(documents[0])
    link = page.get_by_role("link", name="下载").locator("visible=true")
    expect(link).to_have_count(1)
    with page.expect_download() as started:
        link.click()
    assert started.value.suggested_filename == f"{documents[0].title}.pdf"


def test_leader_sees_the_paper_as_soon_as_it_is_there(papers, documents, inspect):
    page = papers(make_user(Role.COUNTY_LEADER))
    expect(page.get_by_text("完成后这里会出现下载。")).to_have_count(2)
    inspect("papers-of-a-reader")
    finish(documents[0])
    expect(page.get_by_role("link", name="下载")).to_have_count(1, timeout=10_000)
    expect(page.get_by_text("完成后这里会出现下载。")).to_have_count(1)
