"""Pinyin of units' and people's names, for search and for order without ICU."""

from pypinyin import Style, lazy_pinyin

# Surnames that a dictionary of common readings gets wrong.
_SURNAMES = {
    "曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "查": "zha", "区": "ou", "翟": "zhai", "朴": "piao",
    "盖": "ge", "缪": "miao", "任": "ren", "华": "hua", "燕": "yan", "纪": "ji", "尉迟": "yuchi", "万俟": "moqi",
    "长孙": "zhangsun", "单于": "chanyu",
}  # fmt: skip


def pinyin(text: str) -> str:
    """Toneless pinyin without spaces, lower case; other characters stay as they are."""
    return "".join(lazy_pinyin(text)).lower()


def initials(text: str) -> str:
    """The first letter of each syllable."""
    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).lower()


def person_pinyin(name: str) -> str:
    """As `pinyin`, with the surname read as a surname (曾 zeng, 单 shan)."""
    for length in (2, 1):
        if name[:length] in _SURNAMES:
            return _SURNAMES[name[:length]] + pinyin(name[length:])
    return pinyin(name)
