"""A list of people as an office has it: one 联络员 for each unit of the list of units, and the head of the office."""

import openpyxl

from tests.units.office_list import NAMES
from tests.units.sheets.making import saved

_FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎"
_GIVEN = "望舒 知远 清和 明川 守正 思齐 慎之 静怡 启明 怀瑾 正己 文彬 一诺 嘉禾 若谷 景行 致远"


def people_list() -> bytes:
    """As a workbook with a title, 序号 and a head of its own."""
    book, given = openpyxl.Workbook(), _GIVEN.split()
    book.active.append(["望海县党建工作联络员名单"])
    book.active.append(["序号", "单位", "姓名", "岗位", "联系电话"])
    book.active.append([1, None, "顾明川", "工委负责人", "0000-1000000"])
    for number, unit in enumerate(NAMES):
        name = _FAMILY[number % len(_FAMILY)] + given[number % len(given)]
        book.active.append([number + 2, unit, name, None, f"0000-{2_000_000 + number}"])
    return saved(book)
