"""A 得分反馈单 is set as large as one page allows."""

from reports.rows.fitting import size_for

LOSS = ("依据：县委组织部第一季度督查通报", "填入：缺会3次", "计算：5 − 0.5×3（缺会） = 3.5，得 3.5 分")


def test_more_losses_are_set_smaller():
    sizes = [size_for([("三会一课制度", LOSS)] * rows, [["合计：100 分"]]) for rows in range(1, 60)]
    assert [*dict.fromkeys(sizes)] == ["roomy", "", "small", "tiny"]
    assert sizes == sorted(sizes, key=["roomy", "", "small", "tiny"].index)


def test_a_long_basis_counts_by_its_lines():
    assert size_for([("指标", ["依据" * 200])] * 3, []) != size_for([("指标", ["依据"])] * 3, [])


def test_what_stands_below_counts_too():
    assert size_for([("指标", ())] * 10, [["问题" * 80] * 10]) != size_for([("指标", ())] * 10, [])
