"""The ranking paper: figures as given, the same bytes each time, nothing from a name into the layout."""

import hashlib
import subprocess

import pytest
from django.conf import settings

from reports.pdf import Rendered, RenderFailed
from reports.rows import ranking_sheet
from tests.reports.snapshots import RARE, make_ranking, make_row, make_snapshot

FACES = ("ranking", "ranking_formal")


@pytest.fixture(scope="module", params=FACES)
def long_paper(request, paper) -> Rendered:
    """120 rows in either face."""
    return paper(make_ranking(120), face=request.param)


def assert_shows(text, snapshot):
    for row in ranking_sheet(snapshot).rows:
        assert row.line.total_text in text
        assert all(cell.text in text for cell in row.cells)


@pytest.mark.parametrize("face", FACES)
def test_every_figure_of_a_group_stands_on_one_page(paper, text_of, face):
    rendered = paper(make_ranking(12), face=face)
    assert_shows(text_of(rendered), make_ranking(12))
    assert (rendered.pages, rendered.warnings) == (1, ())


def test_every_figure_of_120_rows_stands_on_a_few_pages(long_paper, text_of):
    text = text_of(long_paper)
    assert_shows(text, make_ranking(120))
    assert text.count(RARE) == 60
    assert 2 <= long_paper.pages <= 6
    assert long_paper.warnings == ()


def test_pages_are_numbered_and_bear_code_and_mark(long_paper, text_of):
    text, pages = text_of(long_paper), long_paper.pages
    assert all(f"第{page}页共{pages}页" in text for page in range(1, pages + 1))
    assert text.count("验证码7F3K-Q9WD-2MTA第1版") == pages
    assert text.count("非涉密") == pages


def test_the_head_of_the_table_is_repeated(long_paper, text_of):
    assert text_of(long_paper).count("名次单位") >= 3


@pytest.mark.parametrize("face", FACES)
def test_the_same_job_gives_the_same_bytes(paper, face):
    first, second = paper(make_ranking(12), face=face), paper(make_ranking(12), face=face)
    assert first == second
    assert first.sha256 == hashlib.sha256(first.content).hexdigest()


def test_the_file_is_tagged_dated_and_titled(paper):
    rendered = paper(make_ranking(3))
    done = subprocess.run(["pdfinfo", "-meta", "-"], input=rendered.content, capture_output=True, check=True)
    facts = subprocess.run(
        ["pdfinfo", "-isodates", "-"], input=rendered.content, capture_output=True, check=True
    )
    assert b'pdfaid:part="2" pdfaid:conformance="A"' in done.stdout
    for fact in (
        "2026年上半年晒比评县直部门一组排名表",
        "县直机关工委",
        "2026-07-08T01:30:00",
        "Tagged:          yes",
    ):
        assert fact in facts.stdout.decode()


def test_all_faces_are_ours_and_embedded(paper):
    done = subprocess.run(
        ["pdffonts", "-"], input=paper(make_ranking(3)).content, capture_output=True, check=True
    )
    names = [line.split()[0].partition("+")[2] for line in done.stdout.decode().splitlines()[2:]]
    assert {name.partition("-")[0] for name in names} == {"Hei", "Song"}


def test_a_name_stays_text(paper, text_of):
    name = '<b>&amp;"'
    assert name in text_of(paper(make_snapshot([make_row(1, unit=name)])))


@pytest.mark.parametrize("face", FACES)
def test_a_trial_is_marked(paper, text_of, face):
    assert "（演练）" in text_of(paper(make_snapshot([make_row()], is_trial=True), face=face))


@pytest.mark.parametrize("face", FACES)
def test_a_draft_bears_no_code(paper, text_of, face):
    text = text_of(paper(make_snapshot([make_row()]), face=face, note=None))
    assert "草稿，未通报" in text
    assert "验证码" not in text


@pytest.mark.parametrize("face", FACES)
def test_an_empty_group_is_printed(paper, face):
    assert paper(make_snapshot(), face=face).pages == 1


def test_uncut_fonts_are_a_sentence(paper, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    with pytest.raises(RenderFailed, match="cut_fonts"):
        paper(make_snapshot())


def test_no_paper_carries_style_of_its_own():
    for template in (settings.BASE_DIR / "templates/reports/pdf").glob("*.html"):
        text = template.read_text("utf-8")
        assert "style=" not in text
        assert "<script" not in text
