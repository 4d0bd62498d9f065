"""A row under 一票否决 as a gate: what it does, as far as the row says so."""

import re

_LOW = "最低等次|后进|最后等次|末等|不合格|不称职|较差|差等次"
_HIGH = "最高等次|优秀|先进|评优|评先"
_EFFECTS = (
    ("zero", re.compile("(?:总分|得分|考核分|考核)(?:为|计|记|得|按)?(?:0|零)分")),
    (
        "withdrawn",
        re.compile("取消(?:其)?(?:评定等次|参评|参加考评)的?资格|(?:取消|撤销)(?:荣誉)?称号|摘牌|取消等次"),
    ),
    ("lowest", re.compile(rf"(?:直接|一律)?(?:定|评|列|确定|认定)为?(?:{_LOW})")),
    (
        "not_top",
        re.compile(
            rf"一票否优|不(?:得|能|予)(?:评|定|推荐|参评)为?(?:{_HIGH})|取消(?:当年|年度)?(?:评优|评先)"
        ),
    ),
)
_DOCUMENT = re.compile(r"依据(?:文件)?[：:]?(?P<name>[^；。\n]*《[^》]+》[^；。，\n]*)")
SAID = re.compile("(?m)^(?:后果|依据文件)：.*$")
"""The lines that this application adds when it writes a gate."""

DEFAULT = "not_top"


def read_gate(text: str) -> tuple[dict[str, str], bool]:
    """The parameters, and whether the effect was said; the mildest stands in where it was not."""
    said = re.search("(?m)^后果：.*$", text)
    words = re.sub(r"\s", "", said[0] if said else text)
    effects = [name for name, pattern in _EFFECTS if pattern.search(words)]
    params = {"effect": effects[0] if len(effects) == 1 else DEFAULT}
    document = re.search("(?m)^依据文件：(?P<name>.+)$", text) or _DOCUMENT.search(text)
    if document:
        params["document"] = document["name"].strip()[:100]
    return params, len(effects) == 1
