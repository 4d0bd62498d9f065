"""The workbook: the figures of the paper, in an office's layout, text as text."""

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from reports.excel import ranking_workbook
from reports.rows import ranking_sheet
from scorecards.models import Release
from scorecards.phases import Phase
from tests.factories import advance, cards_of, make_round
from tests.reports.conftest import NOTE
from tests.reports.papers import cells_of
from tests.reports.snapshots import make_ranking, make_row, make_snapshot
from units.roles import Role


def book_of(*snapshots, grades=()):
    issues = [(ranking_sheet(snapshot, grades=grades), NOTE) for snapshot in snapshots]
    return ranking_workbook(issues, office="县直机关工委")


def sheet_of(content):
    return openpyxl.load_workbook(BytesIO(content)).worksheets[0]


def test_layout_is_the_office_s():
    sheet = sheet_of(book_of(make_ranking(3)))
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "2026年上半年晒比评县直部门一组排名表"
    assert rows[1][0] == "制表单位：县直机关工委"
    assert "2026年7月8日　单位：分" in rows[1]
    assert rows[2] == ["名次", "单位", "好的班子（16分）", "好的队伍（24分）", "总分", "较平均", "备注"]
    assert rows[6][1] == "平均分"
    assert rows[7][0].startswith("制表人：张晓明")
    assert "负责人（签字）" in rows[7][0]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("C4", "$1:$3")
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
        9,
        1,
        0,
    )


def test_printed_pages_are_counted_and_no_head_is_cut_off():
    long = make_ranking(3)
    long["rubric"]["parts"][0]["title"] = "政治建设和思想理论武装"
    plain, tall = sheet_of(book_of(make_ranking(3))), sheet_of(book_of(long))
    assert plain.oddFooter.center.text == "第 &P 页，共 &N 页"
    assert (plain.row_dimensions[3].height, tall.row_dimensions[3].height) == (34, 48)


def test_what_stands_above_the_mean_has_its_sign():
    sheet = sheet_of(book_of(make_ranking(3)))
    assert [(sheet[f"F{row}"].value > 0, sheet[f"F{row}"].number_format) for row in (4, 6)] == [
        (True, "+0.00;-0.00;0.00"), (False, "+0.00;-0.00;0.00"),
    ]  # fmt: skip


def test_figures_are_numbers_and_no_formula_stands_anywhere():
    sheet = sheet_of(book_of(make_ranking(3)))
    first = [cell.value for cell in sheet[4]]
    assert (first[0], first[2:5]) == (1, [15.95, 23.96, 39.91])
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"n", "s"}


@pytest.mark.parametrize("name", ["=1+1", "+1+1", "-2+3", "@SUM(A1)", '=HYPERLINK("http://127.0.0.1")'])
def test_a_name_that_looks_like_a_formula_stays_text(name):
    cell = sheet_of(book_of(make_snapshot([make_row(1, unit=name)])))["B4"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (name, "s", True)


def test_signs_that_a_workbook_cannot_hold_are_left_out():
    assert sheet_of(book_of(make_snapshot([make_row(1, unit="甲\x00\x0b局")])))["B4"].value == "甲局"


def test_groups_stand_on_sheets_of_their_own_whatever_they_are_called():
    snapshots = [make_snapshot([make_row()]) for _ in range(3)]
    snapshots[0]["group"]["name"] = "a/b[c]:*?"
    snapshots[1]["group"]["name"] = snapshots[2]["group"]["name"] = "长" * 40
    book = openpyxl.load_workbook(BytesIO(book_of(*snapshots)))
    assert book.sheetnames == ["abc", "长" * 28, "长" * 28 + "2"]


def test_grades_and_what_was_decided_are_columns():
    rows = [make_row(1, grade="良好", computed_grade="优秀")]
    (_, _, head, first, *_) = cells_of(book_of(make_snapshot(rows), grades=["优秀", "良好"]))
    assert head[-2:] == ["等次", "备注"]
    assert first[-2:] == ["良好", "测算优秀"]


def test_mean_row_is_that_of_the_paper():
    sheet = ranking_sheet(make_ranking(5))
    mean = cells_of(book_of(make_ranking(5)))[8]
    assert [Decimal(str(value)) for value in mean[2:5]] == [
        *(cell.value for cell in sheet.summary.cells), sheet.summary.mean,
    ]  # fmt: skip


@pytest.mark.django_db
def test_it_is_downloaded_by_whoever_may_see_the_ranking(clerk, head, sign_in, person):
    round_ = advance(make_round(clerk), Phase.RELEASED, clerk=clerk, head=head)
    release = Release.objects.get()
    answer = sign_in(person(Role.COUNTY_LEADER)).get(reverse("reports:release-xlsx", args=[release.pk]))
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''2026")
    names = {row[1] for row in cells_of(answer.content)}
    assert {card.name for card in cards_of(round_)} <= names
    whole = sign_in(clerk).get(reverse("reports:round-xlsx", args=[round_.pk]))
    assert cells_of(whole.content)[3:] == cells_of(answer.content)[3:]
