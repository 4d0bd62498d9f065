"""设置: what the office is called."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator


class OfficeForm(forms.Form):
    """What papers are headed with, and whom to call."""

    county_name = forms.CharField(
        label="县名",
        max_length=30,
        required=False,
        help_text="写全称，如“某某县”；印在操作说明上，也写在登录页上。",
        error_messages={"max_length": "县名最多 30 个字，请缩短。"},
    )
    name = forms.CharField(
        label="单位名称",
        max_length=40,
        help_text="作为制表单位和落款，印在排名文件、公示名单、得分反馈单和 Excel 表上。",
        error_messages={"required": "请填写单位名称。", "max_length": "单位名称最多 40 个字，请缩短。"},
    )
    phone = forms.CharField(
        label="联系电话",
        max_length=40,
        required=False,
        help_text="印在操作说明上，也写在登录页上，忘记密码的人打这个电话；有几个号码的用顿号隔开。",
        validators=[
            RegexValidator(
                r"^(?=(?:\D*\d){3})[\d+()（）\-－—转、，, ]+$",
                "请填写电话号码，如 0000-1234567；有几个号码的用顿号隔开。",
            )
        ],
        error_messages={"max_length": "联系电话最多 40 个字，请缩短。"},
    )
    key = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.setdefault("autocomplete", "off")
