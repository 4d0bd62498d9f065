"""What kind of unit a name speaks of: a first guess that a person confirms. Pure."""

import re

TOWNSHIP, DEPARTMENT, PUBLIC, COMPANY = "乡镇（街道）", "县直部门", "事业单位", "国有企业"
USUAL = (DEPARTMENT, TOWNSHIP, PUBLIC, COMPANY)
"""The kinds that counties usually review apart."""

_COMPANY = r"公司|集团|银行|信用联?社|供电局|烟草|邮政|电信|联通|移动|石油|农场"
_PUBLIC = (
    r"(?:医|卫生|保健)院|中学|小学|学[校院]|幼儿园|党校|中心|档案馆|博物馆|图书馆|文化馆"
    r"|电视台|融媒体|研究所|站$|园$"
)
_TOWNSHIP = r"(镇|乡|街道)(党委|党工委|人民政府|政府|办事处)?$"
_MARKS = ((COMPANY, _COMPANY), (PUBLIC, _PUBLIC), (TOWNSHIP, _TOWNSHIP))


def category_of(name: str) -> str:
    """By the words of the name; a 县直部门 where nothing else is named."""
    return next((kind for kind, marks in _MARKS if re.search(marks, name)), DEPARTMENT)
