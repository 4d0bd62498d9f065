"""A printed rule made comparable: half-width digits, full-width punctuation, no spaces, numerals as figures."""

import re
from fractions import Fraction

NUMBER = r"\d{1,6}(?:\.\d{1,4})?"
UNIT = (
    "(?:个百分点|百分点|%|人次|次|回|篇|条|人|名|项|件|例|起|处|场|期|份|户|天|日|家|村|批|课时|学时|小时|岁|位|本|节|堂|宗"
    "|支|套|部|类|种|门|幅|单|个月|个)"
)

_TO_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {ord("−"): "-"}
_TO_FULL = str.maketrans(
    {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "!": "。", "[": "（", "]": "）"}
)
_NUMERALS = "一二三四五六七八九十"
_COUNTED = re.compile(
    rf"(?<=[少扣加得减低缺每超多第现有过后前退落])(?:([{_NUMERALS}两])|(半))(?={UNIT}|分|名|篇)", re.VERBOSE
)
_DIGITS = {sign: str(number) for number, sign in enumerate(_NUMERALS, 1)} | {"两": "2"}
_ENUMERATION = re.compile(
    rf"(?:(?<=^)|(?<=[；。\n]))(?:\d{{1,2}}(?:、|\.(?!\d)|）)|（(?:\d{{1,2}}|[{_NUMERALS}]{{1,3}})）|[{_NUMERALS}]{{1,3}}、)"
)
_MARKS = re.compile("[①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮]")


def plain(text: str) -> str:
    """The wording as the readers of rules compare it; nothing but its form is changed."""
    found = text.translate(_TO_HALF).translate(_TO_FULL)
    found = re.sub(r"(?<=\d)，(?=\d{3}(?!\d))", "", found)
    found = re.sub(r"[ \t\u3000]", "", found).strip()
    found = re.sub(r"(?<=[\d分%])(?:--|[-—–~至到]{1,2})(?=\d)", "-", found)
    found = re.sub(r"(?<=\d)分-(?=\d)", "-", found)
    found = _COUNTED.sub(lambda one: "0.5" if one[2] else _DIGITS[one[1]], found)
    found = re.sub(
        rf"第([{_NUMERALS}])(?![{_NUMERALS}季次批期条款章])", lambda one: f"第{_DIGITS[one[1]]}", found
    )
    found = _ENUMERATION.sub("", _MARKS.sub("；", found))
    return _unwrapped(re.sub(r"；{2,}|^；", "；", found).strip("；"))


def _unwrapped(text: str) -> str:
    """Without parentheses that hold the whole."""
    if text.startswith("（") and text.endswith("）") and "）" not in text[:-1]:
        return text[1:-1]
    return text


def clauses(text: str) -> list[str]:
    """What stands between semicolons, full stops and line breaks."""
    return [part.strip("，、") for part in re.split(r"[；。\n]", text) if part.strip("，、")]


def trimmed(text: str) -> str:
    """A description without its loose ends."""
    return re.sub(r"的$", "", text.strip("，、：；。 ")).strip("，、：；。 ")


def value(digits: str) -> Fraction:
    """What a figure says."""
    return Fraction(digits)
