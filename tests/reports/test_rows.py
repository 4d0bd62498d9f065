"""From a snapshot to the figures on paper."""

from decimal import Decimal

from reports.rows import ranking_sheet
from tests.reports.snapshots import make_item, make_row, make_snapshot


def test_a_row_keeps_the_figures_of_the_snapshot():
    (row,) = ranking_sheet(make_snapshot([make_row(1, unit="县税务局", points=("14.50", "20.25"))])).rows
    assert (row.line.place, row.line.name, row.line.total) == (1, "县税务局", Decimal("34.75"))
    assert [cell.text for cell in row.cells] == ["14.50", "20.25"]


def test_rows_keep_the_order_of_the_snapshot():
    given = [
        make_row(1, unit="甲"),
        make_row(2, unit="乙"),
        make_row(None, unit="丙", taking_part="unranked"),
    ]
    assert [row.line.name for row in ranking_sheet(make_snapshot(given)).rows] == ["甲", "乙", "丙"]


def test_equal_totals_are_marked():
    sheet = ranking_sheet(make_snapshot([make_row(1, tied=True), make_row(1, tied=True), make_row(3)]))
    assert [(row.line.place, row.line.remark) for row in sheet.rows] == [(1, "并列"), (1, "并列"), (3, "")]


def test_one_outside_the_ranking_says_so_and_counts_in_the_mean():
    sheet = ranking_sheet(
        make_snapshot([make_row(1, total="90.00"), make_row(None, total="80.00", taking_part="unranked")])
    )
    assert (sheet.rows[1].line.remark, sheet.rows[1].tone, sheet.rows[1].has_medal) == (
        "不排名",
        "quiet",
        False,
    )
    assert (sheet.summary.count, sheet.summary.ranked, sheet.summary.mean) == (2, 1, Decimal("85.00"))


def test_the_mean_is_rounded_half_up_once():
    sheet = ranking_sheet(make_snapshot([make_row(1, total="0.01"), make_row(2, total="0.00")]))
    assert sheet.summary.mean == Decimal("0.01")


def test_the_distance_to_the_mean_bears_its_sign():
    sheet = ranking_sheet(make_snapshot([make_row(1, total="30.00"), make_row(2, total="20.00")]))
    assert [row.gap for row in sheet.rows] == ["+5.00", "−5.00"]
    assert sheet.summary.distance == Decimal("10.00")


def test_a_branch_stands_with_its_unit():
    snapshot = make_snapshot([make_row(1, unit="县财政局", branch="机关第一党支部")])
    snapshot["group"]["subject"] = "branch"
    sheet = ranking_sheet(snapshot)
    assert (sheet.subject, sheet.rows[0].line.name, sheet.rows[0].line.owner) == (
        "党支部",
        "机关第一党支部",
        "县财政局",
    )


def test_bars_begin_at_zero_and_end_at_the_full_mark():
    sheet = ranking_sheet(make_snapshot([make_row(1, total="40.00"), make_row(2, total="10.00")]))
    assert [row.bar for row in sheet.rows] == [Decimal("100.00"), Decimal("25.00")]


def test_a_total_beyond_the_full_mark_stretches_the_axis():
    sheet = ranking_sheet(make_snapshot([make_row(1, total="50.00"), make_row(2, total="40.00")]))
    assert [row.bar for row in sheet.rows] == [Decimal("100.00"), Decimal("80.00")]


def test_shades_measure_the_share_of_each_full_mark():
    sheet = ranking_sheet(make_snapshot([make_row(1, points=("16.00", "12.00"))]))
    assert [cell.tint for cell in sheet.rows[0].cells] == [6, 1]
    assert sheet.tint_floor == 50


def test_bonus_and_penalty_parts_are_not_shaded():
    snapshot = make_snapshot([make_row(1, points=("16.00", "-2.00"))])
    snapshot["rubric"]["parts"][1] |= {"kind": "penalty", "points": None}
    sheet = ranking_sheet(snapshot)
    assert [(cell.text, cell.tint) for cell in sheet.rows[0].cells] == [("16.00", 6), ("−2.00", 0)]
    assert [bar.label for bar in sheet.shares] == ["好的班子"]


def test_a_weighted_part_is_measured_by_what_it_can_bring():
    snapshot = make_snapshot([make_row(1, points=("8.00", "24.00"))])
    snapshot["rubric"]["parts"][0] |= {"points": "80", "full": "8"}
    assert ranking_sheet(snapshot).columns[0].full == 8


def test_the_items_that_cost_most_come_first():
    first = make_row(
        1, items=[make_item("1.1", points="4", exact="7/2"), make_item("1.2", points="6", exact="3")]
    )
    second = make_row(
        2, items=[make_item("1.1", points="4", exact="4"), make_item("1.2", points="6", exact="6")]
    )
    losses = ranking_sheet(make_snapshot([first, second])).losses
    assert [(bar.label, bar.value, bar.length) for bar in losses] == [
        ("指标1.2", "1.50", Decimal("100.00")),
        ("指标1.1", "0.25", Decimal("16.67")),
    ]


def test_items_without_a_full_mark_of_a_penalty_or_not_applicable_are_no_losses():
    items = [make_item("2.1", points=None), make_item("3.1", within="penalty"), make_item("1.1", exact="4"),
             make_item("4.1", exact="0", excluded=True)]  # fmt: skip
    assert ranking_sheet(make_snapshot([make_row(1, items=items)])).losses == ()


def test_an_empty_group_has_no_figures():
    sheet = ranking_sheet(make_snapshot())
    assert (sheet.summary.mean, sheet.summary.best, sheet.spread, sheet.losses) == (None, None, (), ())


def test_a_row_without_a_total_is_a_dash():
    (row,) = ranking_sheet(make_snapshot([make_row(None, total=None, parts={}, taking_part="deferred")])).rows
    assert (row.line.total, row.gap, row.line.remark, [cell.text for cell in row.cells]) == (
        None,
        "—",
        "缓评",
        ["—", "—"],
    )


def test_titles_carry_book_marks_once():
    sheet = ranking_sheet(make_snapshot(plan_title="《晒比评工作方案》", plan_number=""))
    assert (sheet.plan, sheet.rubric) == ("《晒比评工作方案》", "《评分细则》（第1版）")
