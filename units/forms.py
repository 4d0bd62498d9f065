"""Signing in, changing one's password, what the office is called; with sentences that say what to do."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.validators import RegexValidator


class SignInForm(AuthenticationForm):
    """One message for a wrong account, a wrong password and a closed account."""

    error_messages = {
        "invalid_login": "账号或密码不正确，请核对后重新输入。",
        "inactive": "账号或密码不正确，请核对后重新输入。",
    }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "账号"
        self.fields["password"].label = "密码"
        self.fields["username"].error_messages["required"] = "请填写账号。"
        self.fields["password"].error_messages["required"] = "请填写密码。"


class ChangePasswordForm(PasswordChangeForm):
    """The old password once, the new one twice."""

    error_messages = {
        "password_incorrect": "原密码不正确，请重新输入。",
        "password_mismatch": "两次输入的新密码不一致，请重新输入。",
    }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "原密码"
        self.fields["new_password1"].label = "新密码"
        self.fields["new_password1"].help_text = "至少 10 个字符，不能全是数字，不能与账号、姓名相近。"
        self.fields["new_password2"].label = "再输一次新密码"
        self.fields["new_password2"].help_text = ""
        for field in self.fields.values():
            field.error_messages["required"] = f"请填写{field.label}。"

    def clean(self) -> dict[str, Any]:
        """A first password has to be a new one."""
        cleaned = super().clean() or {}
        new = cleaned.get("new_password1")
        if new and self.user.check_password(new):
            self.add_error("new_password1", forms.ValidationError("新密码不能与原密码相同。"))
        return cleaned


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
