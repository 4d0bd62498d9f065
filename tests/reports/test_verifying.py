"""`manage.py verify`: whatever was changed behind the program's back is named."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from reports.models import Document
from reports.ordering import order_feedbacks
from scorecards.phases import Phase
from tests.factories import advance, make_round
from tests.reports.papers import make_approval, make_notice
from tests.reports.test_views import finish

pytestmark = pytest.mark.django_db
CHANGES = {
    "封存的结果与摘要不符": "UPDATE scorecards_release SET snapshot = set_byte(snapshot, 40, 1)",
    "名次、总分或者等次与封存的结果不符": "UPDATE scorecards_releasedrow SET total = total - 1 WHERE place = 1",
    "送审稿": "UPDATE scorecards_approval SET sealed = set_byte(sealed, 9, 1)",
    "公示": "UPDATE scorecards_publicnotice SET content = set_byte(content, 9, 1)",
    "内容与摘要不符": "UPDATE reports_document SET content = set_byte(content, 3, 1) WHERE state = 'done'",
    "排版依据与编号不符": "UPDATE reports_document SET source = set_byte(source, 3, 1) WHERE source IS NOT NULL",
    "缺少": "DELETE FROM scorecards_releasedrow",
}


@pytest.fixture
def sealed(clerk, head):
    """One of each sealed thing, as it was made."""
    round_ = advance(make_round(clerk), Phase.LOCKED, clerk=clerk, head=head)
    make_approval(round_, by=clerk)
    make_notice(round_, by=clerk)
    advance(round_, Phase.RELEASED, clerk=clerk, head=head)
    order_feedbacks(round_, by=clerk)
    content = b"%PDF-1.7 paper"
    finish(Document.objects.filter(kind="ranking").first(), content)
    return round_


def verified(capsys) -> tuple[str, str]:
    with_failure = None
    try:
        call_command("verify")
    except CommandError as failure:
        with_failure = str(failure)
    told = capsys.readouterr()
    return told.out + told.err, with_failure or ""


def test_what_nobody_touched_agrees(sealed, capsys):
    told, failure = verified(capsys)
    assert told.splitlines() == ["通报结果：全部相符", "送审稿：全部相符", "公示：全部相符", "文件：全部相符"]
    assert failure == ""


@pytest.mark.parametrize("named", CHANGES)
def test_a_changed_byte_is_named(named, sealed, capsys):
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(CHANGES[named])
        cursor.execute("SET session_replication_role = DEFAULT")
    told, failure = verified(capsys)
    assert named in told.replace("送审稿：全部相符", "").replace("公示：全部相符", "")
    assert "被改动" in failure
