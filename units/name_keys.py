"""The keys under which names of units and branches are the same, from strict to loose."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕")
_PARTY = re.compile(r"\A(中国共产党|中共)")
_COUNTY = re.compile(r"\A[\u4e00-\u9fff]{1,6}?(?:自治县|自治旗|县|市|区|旗)")
_COMMITTEE_OF_A_PARTY = re.compile(r"(?<=[局办室部院社会镇乡校心])委员会\Z")
_PARTY_END = re.compile(r"(?<=..)(直属机关|机关)?(党委会|党委|党组|党总支|总支)\Z")
_TOWN_END = re.compile(r"(?<=[镇乡道])(政府|办事处|办|党工委)\Z")
_TOWN = re.compile(r"(镇|乡|街道)(党委|党工委|政府|办事处|办)?\Z")
_SIDE = re.compile(r"\A(委(?!员会)|政府)")
_STEM_END = re.compile(r"(管理局|局|委|办|部|院|室|会|所|站|中心|公司|支部)\Z")
_ORDINAL = re.compile(r"第?([一二三四五六七八九十]{1,3}|\d{1,2})(?=党?支部)")
_LINKS = str.maketrans("", "", "和与及、·,“”\"'《》-—.")

# What the long form of an organ's name is short for.
_SHORT_FORMS = (
    ("人民代表大会", "人大"),
    ("常务委员会", "常委会"),
    ("人大常委会", "人大"),
    ("人民政府", "政府"),
    ("纪律检查委员会", "纪委"),
    ("监察委员会", "监委"),
    ("政治协商会议", "政协"),
    ("委员会", "委"),
    ("办公室", "办"),
    ("党支部", "支部"),
)
_DIGITS = {sign: number for number, sign in enumerate("一二三四五六七八九", start=1)}


def plain(text: str) -> str:
    """Half-width, without spaces and hidden signs."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in folded if unicodedata.category(sign)[0] not in "CZ").casefold()


def county_of(texts: Iterable[str]) -> str:
    """The county (云岫县) that at least a quarter of the names begin with, two of them at least; or nothing."""
    names = [_PARTY.sub("", plain(text)) for text in texts]
    counted = Counter(found.group() for name in names if (found := _COUNTY.match(name)))
    county, times = next(iter(counted.most_common(1)), ("", 0))
    return county if times > 1 and times * 4 >= len(names) else ""


def keys_of(text: str, county: str) -> tuple[str, ...]:
    """As written · without brackets · without county and Party · without the side (县委, 县政府) it belongs to."""
    whole = plain(text)
    outside = _IN_BRACKETS.sub("", whole) or whole
    firm = _firm(outside, county) or outside
    return whole, outside, firm, _SIDE.sub("", firm) or firm


def short_form(text: str, county: str) -> str:
    """How an office says the name every day: 县财政局, 县委组织部, 青山镇; `county` as of `county_of`."""
    name = _IN_BRACKETS.sub("", unicodedata.normalize("NFKC", "".join(text.split())))
    name = _PARTY.sub("", name or text)
    for long, short in _SHORT_FORMS:
        name = name.replace(long, short)
    if county:
        name = re.sub(rf"\A国家.{{2,10}}?局(?={county})", "", name)
    rest = name.removeprefix(county)
    if _TOWN.search(rest):
        return _TOWN_END.sub("", rest)
    return f"{county[-1:]}{rest}" if rest and rest != name else name


def stem_of(key: str) -> str:
    """A loose key without its kind of organ (局, 委, 办 …)."""
    return _STEM_END.sub("", key)


def _firm(text: str, county: str) -> str:
    name = _PARTY.sub("", text)
    if name != text:
        name = _COMMITTEE_OF_A_PARTY.sub("", name)
    for long, short in _SHORT_FORMS:
        name = name.replace(long, short)
    name = _ORDINAL.sub(lambda found: str(_number(found.group(1))), name)
    name = _PARTY_END.sub("", _without_county(name, county))
    return _TOWN_END.sub("", name).translate(_LINKS)


def _without_county(name: str, county: str) -> str:
    """云岫县财政局, 云岫财政局 and 县财政局 are one; the 市 of 市场 is no city."""
    level = county[-1:] or "县"
    for start in filter(None, (county, county[:-1])):
        if name.startswith(start) and len(name) > len(start):
            rest = name.removeprefix(start)
            return rest.removeprefix(level) if start != county else rest
    return re.sub(rf"\A{level}(?![场域级])(?=.)", "", name)


def _number(text: str) -> int:
    """二十三 or 23."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)
