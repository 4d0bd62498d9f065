"""佐证材料: what it is, where it stands, its own date, and files."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.validators import ProhibitNullCharactersValidator

from scorecards.forms.uploads import LARGEST, MOST_FILES, ManyFilesField
from scorecards.transitions.evidence import LONGEST_LINK, LONGEST_TITLE

_BAD_LINK = "请填写以 http:// 或 https:// 开头的完整链接。"


class EvidenceForm(forms.Form):
    """By reference, by link or by files, at least one; each file is a piece of its own."""

    title = forms.CharField(
        label="名称",
        help_text="例如：党支部工作手册、6月主题党日记录。上传文件的可以不填，按文件名。",
        max_length=LONGEST_TITLE,
        required=False,
        validators=[ProhibitNullCharactersValidator()],
        error_messages={"max_length": f"名称最多 {LONGEST_TITLE} 个字。"},
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
    uploads = ManyFilesField(
        label="文件",
        help_text=f"可以一次选几个，最多 {MOST_FILES} 个，每个不超过 {LARGEST}："
        "PDF、图片（JPG、PNG）、Word、Excel、PPT。照片里的拍摄地点等信息会自动去掉。",
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
        """A title alone proves nothing; a file has a name of its own."""
        cleaned = super().clean() or {}
        if self.errors or cleaned.get("uploads"):
            return cleaned
        if not cleaned.get("title"):
            self.add_error("title", "请填写名称。")
        if not (cleaned.get("reference") or cleaned.get("link")):
            self.add_error("reference", "请写明出处、填写链接或者上传文件，至少一项。")
        return cleaned

    def title_of(self, name: str, *, is_alone: bool) -> str:
        """What a file is called: as typed, by its name where nothing was, by both where several share what was."""
        typed: str = self.cleaned_data["title"]
        if not typed:
            return name[:LONGEST_TITLE]
        return typed if is_alone else f"{typed}：{name}"[:LONGEST_TITLE]


def chosen_ids(values: list[str]) -> set[int]:
    """Ticked rows; what is no number is nobody's."""
    return {int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 10}
