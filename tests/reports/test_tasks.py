"""One job of rendering: done once, tried again by itself; a failure is shown once nobody tries any more."""

import hashlib

import pytest
from django.db import OperationalError, connection
from django.template import TemplateDoesNotExist
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from reports import fonts, pdf, tasks
from reports.models import Document
from reports.ordering import order_feedbacks
from reports.pdf import RenderFailed
from scorecards.phases import Phase
from tests.factories import advance, make_round
from units import jobs
from units.models import JobState, Notice
from units.roles import Role

pytestmark = pytest.mark.django_db
LAST = 2
NO_FONTS = "打印字体还没有准备好，请先运行：manage.py cut_fonts"
BROKEN = "生成文件时出错。请重试；仍不成功请联系系统管理员。"


@pytest.fixture
def document(clerk, head, person) -> Document:
    """A paper that waits to be rendered, and a county leader who waits for it."""
    person(Role.COUNTY_LEADER)
    advance(make_round(clerk), Phase.RELEASED, clerk=clerk, head=head)
    return Document.objects.select_related("run").first()


def run_job(document: Document, *, attempts: int = 0) -> None:
    job = Job(id=1, status="doing", queue="default", lock=None, queueing_lock=None,
              task_name="render_document", attempts=attempts)  # fmt: skip
    context = JobContext(app=app, job=job, start_timestamp=0, abort_reason=lambda: None)
    tasks.render_document.func(context, document_id=document.pk, run_key=document.key)


def told(document: Document) -> tuple[str, str]:
    document.refresh_from_db()
    return document.run.state, document.run.error


def test_paper_is_made_once_however_often_its_job_runs(document):
    fonts.cut_all()
    run_job(document)
    first = Document.objects.get(pk=document.pk)
    run_job(document)
    again = Document.objects.get(pk=document.pk)
    assert hashlib.sha256(again.content).hexdigest() == again.sha256 == first.sha256
    assert (again.made_at, told(document)) == (first.made_at, (JobState.DONE, ""))
    told_once = Notice.objects.filter(key=f"document:{document.pk}").values_list(
        "user__posts__role", flat=True
    )
    assert sorted(told_once) == [Role.COUNTY_LEADER, Role.HEAD]


def test_sheets_that_are_bound_are_counted(document, monkeypatch):
    fonts.cut_all()
    monkeypatch.setattr(pdf, "LOOK_EVERY", 0.01)
    (bound,) = order_feedbacks(document.round, by=document.run.asked_by)
    told = []
    monkeypatch.setattr(jobs, "went_on", lambda key, **how: told.append((key, *how.values())))
    run_job(bound)
    assert told
    assert set(told) <= {(bound.key, "排版", 1), (bound.key, "装订", 2)}


@pytest.mark.parametrize(
    ("attempts", "shown"), [(0, (JobState.RUNNING, "")), (LAST, (JobState.FAILED, NO_FONTS))]
)
def test_failure_is_shown_when_it_is_the_last(attempts, shown, document, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    with pytest.raises(RenderFailed):
        run_job(document, attempts=attempts)
    assert told(document) == shown


def test_fault_of_ours_is_shown_at_once_and_stays_in_the_log(document, settings):
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": []}]
    with pytest.raises(TemplateDoesNotExist):
        run_job(document)
    assert told(document) == (JobState.FAILED, BROKEN)


def test_database_that_is_away_is_no_failure_of_the_paper(document):
    def is_away(*call):
        raise OperationalError("server closed the connection unexpectedly")

    with connection.execute_wrapper(is_away), pytest.raises(OperationalError):
        run_job(document)
    assert told(document) == (JobState.WAITING, "")
