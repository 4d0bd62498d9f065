"""One piece of 佐证材料: what it is, where it stands, and its own date; files join here later."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.validators import ProhibitNullCharactersValidator

from scorecards.transitions.evidence import LONGEST_LINK

_BAD_LINK = "请填写以 http:// 或 https:// 开头的完整链接。"


class EvidenceForm(forms.Form):
    """By reference or by link, at least one."""

    title = forms.CharField(
        label="名称",
        help_text="例如：党支部工作手册、6月主题党日记录。",
        max_length=120,
        validators=[ProhibitNullCharactersValidator()],
        error_messages={"required": "请填写名称。", "max_length": "名称最多 120 个字。"},
    )
    reference = forms.CharField(
        label="出处",
        help_text="例如：见支部工作手册第 12 页。不得录入巡察反馈原文、问题线索、处分细节、个人事项。",
        max_length=200,
        required=False,
        validators=[ProhibitNullCharactersValidator()],
        error_messages={"max_length": "出处最多 200 个字。"},
    )
    link = forms.CharField(
        label="链接",
        help_text="本单位网站或政务网上的网址。",
        max_length=LONGEST_LINK,
        required=False,
        validators=[ProhibitNullCharactersValidator()],
        error_messages={"max_length": f"链接最多 {LONGEST_LINK} 个字符。"},
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )
    dated_on = forms.DateField(
        label="材料日期",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "请按“2026-07-03”的样子填写日期。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("title", "reference", "link"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_link(self) -> str:
        """Only what a browser opens as a page of the network; nothing that it would run."""
        link: str = self.cleaned_data["link"]
        if not link:
            return ""
        try:
            parts = urlsplit(link)
        except ValueError as error:
            raise forms.ValidationError(_BAD_LINK) from error
        if parts.scheme not in {"http", "https"} or not parts.netloc or any(sign.isspace() for sign in link):
            raise forms.ValidationError(_BAD_LINK)
        return link

    def clean(self) -> dict[str, Any]:
        """A title alone proves nothing."""
        cleaned = super().clean() or {}
        if not self.errors and not (cleaned.get("reference") or cleaned.get("link")):
            self.add_error("reference", "请写明出处或者填写链接，至少一项。")
        return cleaned


def chosen_ids(values: list[str]) -> set[int]:
    """Ticked rows; what is no number is nobody's."""
    return {int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 10}
