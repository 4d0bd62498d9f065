"""公示名单, 签批单 and 更正说明: what they say, and that nobody signs an empty page."""

import subprocess

import pytest

from reports import fonts, ordering
from reports.rows.letters import notice_letter
from scorecards import transitions
from scorecards.models import Release, Round, Scope
from scorecards.phases import Phase
from scorecards.transitions.released_corrections import approve_correction
from tests.factories import advance, make_round
from tests.reports.papers import bookmarks_of, make_notice, printed, text_of
from tests.scorecards.settling import card_at, graded_round, put_up_correction

pytestmark = pytest.mark.django_db


@pytest.fixture
def locked(clerk, head) -> Round:
    return advance(make_round(clerk), Phase.LOCKED, clerk=clerk, head=head)


def lines(count: int) -> list[dict[str, object]]:
    return [{"name": f"第{at}局", "owner": "", "place": at, "grade": "优秀"} for at in range(1, count + 1)]


def pages_of(content: bytes) -> list[str]:
    """The text of each page, without spaces."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return ["".join(page.split()) for page in done.stdout.decode().split("\f")[:-1]]


@pytest.mark.parametrize(
    ("scope", "top", "says", "never"),
    [(Scope.MERIT, None, "拟评优秀名单予以公示。名单按规定顺序排列，不分先后。", "评定结果"),
     (Scope.TOP, 5, "评定结果（前 5 名）予以公示。公示期", "不分先后"),
     (Scope.ALL, None, "评定结果予以公示。公示期", "不分先后")],
)  # fmt: skip
def test_a_notice_says_what_it_lets_out(scope, top, says, never, locked, clerk):
    notice = make_notice(locked, by=clerk, scope=scope, scope_top=top)
    text = "".join(notice_letter(notice, office="县直机关工委").opening)
    assert says in text
    assert never not in text


@pytest.mark.parametrize("count", [9, 10, 11, 12, 13, 14])
def test_the_office_never_signs_an_empty_page(count, locked, clerk):
    fonts.cut_all()
    notice = make_notice(locked, by=clerk, rows=lines(count))
    *_, last = pages_of(bytes(printed(ordering.order_notice(notice, by=clerk)).content))
    assert f"第{count}局" in last
    assert "2026年7月6日" in last


def test_a_list_of_several_pages_names_its_group_on_each(locked, clerk):
    fonts.cut_all()
    notice = make_notice(locked, by=clerk, rows=lines(45))
    content = bytes(printed(ordering.order_notice(notice, by=clerk)).content)
    pages = pages_of(content)
    assert len(pages) > 1
    assert all("县直部门一组" in page and f"{locked.title}公示" in page for page in pages)
    assert bookmarks_of(content) == [f"{locked.title}公示", "县直部门一组"]


def test_a_paper_to_sign_is_one_page(locked, clerk):
    fonts.cut_all()
    draft = transitions.prepare_release(locked, by=clerk)
    document = printed(ordering.order_signing(draft, by=clerk))
    assert document.pages == 1
    assert "由拟稿人以外的工作人员录入签批人和日期" in text_of(bytes(document.content))


def test_a_correction_says_whose_and_tells_its_codes_whole(clerk, head):
    fonts.cut_all()
    round_ = graded_round(Phase.RELEASED, clerk=clerk, head=head, phases=())
    best = card_at(round_, 2)
    correction = put_up_correction(best, "2.2", {"level": "差"}, by=clerk)
    new = approve_correction(correction, by=head)
    content = bytes(printed(ordering.order_correction(new, by=clerk)).content)
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    text = done.stdout.decode()
    assert f"更正对象：{best.name}，更正得分。" in text_of(content)
    assert all(f"版验证码：{release.code}" in text for release in Release.objects.all())
