"""Finding the head under titles, and the rows down to the signatures."""

from units.sheets import Column, Sheet, find_table
from units.sheets.headers import missing

COLUMNS = (
    Column("level", ("一级指标", "二级指标", "项目"), required=True, many=True),
    Column("points", ("分值", "满分"), required=True),
    Column("rule", ("评分标准", "评分细则")),
)


def sheet(*rows) -> Sheet:
    width = max(len(row) for row in rows)
    return Sheet("表1", tuple((*row, *[""] * (width - len(row))) for row in rows))


def found(*rows):
    return find_table(sheet(*rows), COLUMNS)


def test_a_head_under_titles_is_found_by_the_names_of_its_columns():
    table = found(
        ["考核细则", "考核细则", "考核细则", "考核细则"],
        ["单位：", "", "", ""],
        ["序号", "项 目", "分值\n（分）", "评分细则"],
        ["1", "三会一课", "2", "每少1次扣1分"],
    )
    assert table.places == {"level": (1,), "points": (2,), "rule": (3,)}
    assert [(row.text("level"), row.text("points")) for row in table.rows] == [("三会一课", "2")]
    assert table.cell(table.rows[0], "points") == "表1!C4"


def test_a_head_of_two_rows_is_read_as_one():
    table = found(
        ["指标", "指标", "分值", "评分标准"],
        ["一级指标", "二级指标", "分值", "评分标准"],
        ["组织", "三会一课", "2", "x"],
    )
    assert table.places["level"] == (0, 1)
    assert len(table.rows) == 1


def test_a_head_of_two_rows_that_were_not_merged_downwards():
    table = found(
        ["指标", "", "分值", "评分标准"], ["一级指标", "二级指标", "", ""], ["组织", "三会一课", "2", "x"]
    )
    assert table.places == {"level": (0, 1), "points": (2,), "rule": (3,)}
    assert len(table.rows) == 1


def test_totals_notes_and_signatures_do_not_count():
    table = found(
        ["项目", "分值", "评分标准"],
        ["甲", "2", ""],
        ["", "", ""],
        ["小计", "2", ""],
        ["注：以上由机关工委解释。", "", ""],
        ["乙", "3", ""],
        ["合 计", "5", ""],
        ["考核组组长（签字）：", "", "2026年7月3日"],
        ["丙", "9", ""],
    )
    assert [row.text("level") for row in table.rows] == ["甲", "乙"]
    assert [row.text("points") for row in table.totals] == ["2", "5"]
    assert len(table.notes) == 1


def test_a_head_printed_again_on_the_next_page_is_left_out():
    head = ["项目", "分值", "评分标准"]
    table = found(["细则"], head, ["甲", "2", ""], head, ["乙", "3", ""])
    assert [row.text("level") for row in table.rows] == ["甲", "乙"]


def test_an_item_about_signing_is_an_item():
    table = found(["项目", "分值", "评分标准"], ["责任书签字", "2", "未签字的不得分，1人次扣1分。"])
    assert len(table.rows) == 1


def test_every_missing_column_is_named_at_once():
    given = sheet(["单位", "得分"], ["甲", "2"])
    assert find_table(given, COLUMNS) is None
    assert [str(error) for error in missing(given, COLUMNS)] == [
        "表1!A1：没有找到“一级指标”一列，请在表头写明。",
        "表1!A1：没有找到“分值”一列，请在表头写明。",
    ]


def test_an_empty_sheet_has_no_table():
    assert find_table(Sheet("空", ()), COLUMNS) is None
    assert len(missing(sheet([""]), COLUMNS)) == 2
