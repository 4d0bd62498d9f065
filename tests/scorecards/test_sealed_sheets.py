"""The sealed ranking as its page shows it."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from scorecards.models import Release
from scorecards.sealed_sheets import in_print, sealed_sheet
from scorecards.snapshots import canonical

pytestmark = pytest.mark.django_db


@dataclass
class Line:
    """One sealed row."""

    total: str
    place: int | None
    part: str = "1.00"


def sheet_of(*lines: Line, full: str = "100"):
    parts = [{"key": "一", "title": "好的班子", "kind": "group", "points": full, "full": f"{full}.0000"}]
    rows = [
        {"place": line.place, "tied": False, "unit": "县财政局", "branch": None, "unit_id": 1,
         "parts": {"一": line.part}, "total": line.total}
        for line in lines
    ]  # fmt: skip
    rubric = {"title": "考核细则", "number": 2, "total_points": "1E+2", "parts": parts}
    return sealed_sheet(Release(group_id=0, snapshot=canonical({"rubric": rubric, "rows": rows})))


def test_bars_are_drawn_against_the_full_mark():
    sheet = sheet_of(Line("87.65", 1), Line("0.00", 2))
    assert [row.percent for row in sheet.rows] == [Decimal("87.7"), Decimal(0)]
    assert (sheet.full, sheet.columns, sheet.rubric) == ("100", [("好的班子", "100")], "《考核细则》第 2 版")


def test_total_over_the_full_mark_sets_the_scale_and_one_below_zero_has_no_bar():
    sheet = sheet_of(Line("125.00", 1), Line("-3.50", 2, part="-4.50"))
    assert [row.percent for row in sheet.rows] == [Decimal(100), Decimal(0)]
    assert (sheet.rows[1].total, sheet.rows[1].parts) == ("−3.50", ["−4.50"])


def test_mean_is_that_of_the_ranked():
    sheet = sheet_of(Line("80.00", 1), Line("70.01", 2), Line("10.00", None))
    assert (sheet.mean, sheet.mean_percent) == ("75.01", Decimal("75.0"))


def test_without_ranked_members_there_is_no_mean():
    assert sheet_of(Line("10.00", None)).mean == ""


@pytest.mark.parametrize(
    ("number", "shown"), [("1E+2", "100"), ("16.5000", "16.5"), ("-2", "−2"), (None, "")]
)
def test_figures_in_print(number, shown):
    assert in_print(number) == shown
