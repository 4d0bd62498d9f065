"""Small forms about a version as a whole: a new one, its heading, a correction."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from scorecards.forms.rubrics.fields import Pick, PlainText

MOST_TITLE, _MOST_REMARK, _MOST_RULE, _MOST_REASON = 120, 4000, 2000, 200


def up_to(field: forms.CharField, most: int) -> forms.CharField:
    """Refuse longer text with a sentence; the box itself lets it in, so that nothing is cut off in silence."""
    sentence = f"{field.label}最多 {most} 个字，现在有 %(show_value)d 个字，请删减。"
    field.validators.append(MaxLengthValidator(most, sentence))
    return field


class BlankForm(forms.Form):
    """新建空白."""

    title = up_to(PlainText(label="名称", required=True, width=""), MOST_TITLE)
    code = forms.RegexField(
        r"\A[A-Za-z0-9_-]{1,40}\Z",
        label="代码",
        required=False,
        help_text="导入、导出时凭代码认出同一份细则。不填由系统编排。",
        error_messages={"invalid": "代码只能用英文字母、数字、横线和下划线，最多 40 个。"},
    )


class HeadingForm(forms.Form):
    """Title and remark of a draft."""

    title = up_to(PlainText(label="名称", required=True, width=""), MOST_TITLE)
    remark = up_to(
        PlainText(label="备注", lines=6, help_text="来源、文号和没有照录的内容，只有工委看得到。"),
        _MOST_REMARK,
    )


class ErratumForm(forms.Form):
    """勘误: which words, how they read from now on, and why; `before` is what the writer saw."""

    field = Pick("更正哪一处", [("rule_text", "评分说明"), ("title", "名称")])
    after = up_to(PlainText(label="更正为", lines=4), _MOST_RULE)
    reason = up_to(PlainText(label="原因", required=True, width=""), _MOST_REASON)
    seen_title = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    seen_rule_text = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def __init__(self, data: Any = None, *, words: Mapping[str, str]) -> None:
        seen = {f"seen_{name}": text for name, text in words.items()}
        super().__init__(data, initial={**seen, "after": words["rule_text"]})

    def clean(self) -> dict[str, Any]:
        """What the transition takes."""
        given = self.cleaned_data
        field, after = given.get("field", "title"), given.get("after", "")
        if field == "title" and not self.errors and not (after and "\n" not in after and len(after) <= 200):
            self.add_error("after", "名称不能为空、不能换行，最多 200 个字。")
        before = given.get(f"seen_{field}", "").replace("\r\n", "\n")
        return {"field": field, "before": before, "after": after, "reason": given.get("reason", "")}
